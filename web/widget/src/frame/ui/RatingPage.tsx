import { useEffect, useState } from "preact/hooks";

import { applyBrandColor } from "../appearance";
import { asApiError, type ApiError, type Http } from "../core/http";
import type { Locale, SiteConfig } from "../core/types";
import { inWords, translator } from "../i18n";
import { RatingQuestions } from "./RatingForm";

/** A call, as the link of an SMS shows it to whoever was asked to rate it. */
interface RatedCall {
  brand: { name: string; color: string };
  called_at: string;
  locale: Locale;
  tags: SiteConfig["rating"]["tags"];
  score: number | null;
}

interface Props {
  http: Http;
  token: string;
  locale: Locale;
}

/** The page behind the link of an SMS (/r/…): how was the call. */
export function RatingPage({ http, token, locale: preferred }: Props) {
  const [call, setCall] = useState<RatedCall | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const path = `/call-ratings/${encodeURIComponent(token)}`;
  const locale = call?.locale ?? preferred;
  const t = translator(locale);

  async function load() {
    setProblem(null);
    try {
      setCall(await http.request<RatedCall>("GET", path));
    } catch (error) {
      setProblem(asApiError(error));
    }
  }

  useEffect(() => void load(), []);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = call ? call.brand.name : t("rating.title");
    if (call) applyBrandColor(call.brand.color);
  }, [call, locale]);

  return (
    <main class="rating-page">
      {call && (
        <header class="rating-head">
          <h1>{call.brand.name}</h1>
          <p class="muted">{t("rating.call", { at: new Date(call.called_at).toLocaleString(locale, SHOWN) })}</p>
        </header>
      )}
      {problem && (
        <div class="rating-end" role="alert" data-testid="rating-problem">
          <p>{problem.status === 404 ? t("rating.unknown") : inWords(t, problem)}</p>
          {problem.isPassing && (
            <button type="button" class="button" onClick={() => void load()}>
              {t("rating.retry")}
            </button>
          )}
        </div>
      )}
      {!call && !problem && <p class="muted rating-end">{t("rating.loading")}</p>}
      {call && call.score === null && (
        <RatingQuestions
          t={t}
          families={call.tags}
          rate={async (form) => {
            await http.request("POST", path, { body: form });
            setCall({ ...call, score: form.score });
          }}
        />
      )}
      {call && call.score !== null && (
        <div class="rating-end" role="status" data-testid="rating-thanks">
          <p class="rating-stars" aria-hidden="true">
            {"★".repeat(call.score)}
          </p>
          <p>{t("rating.thanks")}</p>
        </div>
      )}
    </main>
  );
}

const SHOWN: Intl.DateTimeFormatOptions = { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" };
