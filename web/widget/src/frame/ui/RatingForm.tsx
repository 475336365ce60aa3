import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { asApiError } from "../core/http";
import type { RatingForm as Rating, SiteConfig, Solved } from "../core/types";
import { inWords, type Translate } from "../i18n";
import { useChat } from "./context";
import { StarIcon } from "./icons";

const SCORES = [1, 2, 3, 4, 5] as const;
const OUTCOMES: Solved[] = ["yes", "no", "pending"];
const MAX_COMMENT = 500;

const NO_FAMILIES = { agent: [], business: [] };

/** Of the conversation that one is in. */
export function RatingForm() {
  const { chat, state, t } = useChat();
  return <RatingQuestions t={t} families={state.config?.rating.tags ?? NO_FAMILIES} rate={(form) => chat.rate(form)} />;
}

interface Questions {
  t: Translate;
  families: SiteConfig["rating"]["tags"];
  rate: (form: Rating) => Promise<void>;
}

/** Five large targets, then what it was about; counts only when it is submitted. */
export function RatingQuestions({ t, families, rate }: Questions) {
  const [score, setScore] = useState<(typeof SCORES)[number] | null>(null);
  const [solved, setSolved] = useState<Solved | undefined>(undefined);
  const [tags, setTags] = useState<string[]>([]);
  const [comment, setComment] = useState("");
  const [problem, setProblem] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const hasScore = score !== null;

  // What has opened below the stars is to be seen.
  useLayoutEffect(() => {
    if (hasScore) form.current?.scrollIntoView({ block: "start" });
  }, [hasScore]);

  async function submit(event: Event) {
    event.preventDefault();
    if (score === null) return;
    setIsBusy(true);
    try {
      await rate({ score, solved, tags, comment: comment.trim() });
    } catch (error) {
      setProblem(inWords(t, asApiError(error)));
      setIsBusy(false);
    }
  }

  const toggle = (tag: string) =>
    setTags((chosen) => (chosen.includes(tag) ? chosen.filter((one) => one !== tag) : [...chosen, tag]));

  return (
    <form ref={form} class="rating" aria-label={t("rating.title")} onSubmit={submit}>
      <h2>{t("rating.title")}</h2>
      <div class="scores" role="group" aria-label={t("rating.title")}>
        {SCORES.map((value) => (
          <button
            key={value}
            type="button"
            class={score !== null && value <= score ? "score score-on" : "score"}
            data-testid={`chat-rating-${value}`}
            aria-pressed={value === score}
            aria-label={t(`rating.${value}`)}
            onClick={() => setScore(value)}
          >
            <StarIcon />
          </button>
        ))}
      </div>
      {score !== null && (
        <>
          <p class="score-word" role="status">
            {t(`rating.${score}`)}
          </p>
          <fieldset>
            <legend>{t("rating.solved")}</legend>
            {OUTCOMES.map((outcome) => (
              <Toggle
                key={outcome}
                label={t(`rating.solved.${outcome}`)}
                isOn={solved === outcome}
                onToggle={() => setSolved(solved === outcome ? undefined : outcome)}
              />
            ))}
          </fieldset>
          {(["agent", "business"] as const).map(
            (family) =>
              families[family].length > 0 && (
                <fieldset key={family}>
                  <legend>{t(`rating.tags.${family}`)}</legend>
                  {families[family].map((tag) => (
                    <Toggle key={tag} label={tag} isOn={tags.includes(tag)} onToggle={() => toggle(tag)} />
                  ))}
                </fieldset>
              ),
          )}
          <textarea
            class="field"
            rows={2}
            maxLength={MAX_COMMENT}
            aria-label={t("rating.comment")}
            placeholder={t("rating.comment")}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          {problem && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
          <button type="submit" class="button button-primary button-wide" data-testid="chat-rating-submit" disabled={isBusy}>
            {t("rating.submit")}
          </button>
        </>
      )}
    </form>
  );
}

function Toggle({ label, isOn, onToggle }: { label: string; isOn: boolean; onToggle: () => void }) {
  return (
    <button type="button" class={isOn ? "toggle toggle-on" : "toggle"} aria-pressed={isOn} onClick={onToggle}>
      {label}
    </button>
  );
}
