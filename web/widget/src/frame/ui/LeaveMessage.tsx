import { useRef, useState } from "preact/hooks";

import { parseContact } from "../core/contact";
import { moment } from "../core/format";
import { MAX_TEXT } from "../core/limits";
import { asApiError } from "../core/http";
import { uuid } from "../core/ids";
import { inWords } from "../i18n";
import { AttachButton } from "./AttachButton";
import { useChat } from "./context";
import { useTray } from "./files";
import { TrayView } from "./TrayView";

/** A message for later: after hours, when nobody is free, or when the visitor does not want to wait. */
export function LeaveMessage() {
  const { api, chat, state, t } = useChat();
  const [text, setText] = useState(() => chat.preferences.draft());
  const [contact, setContact] = useState("");
  const [problem, setProblem] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const tray = useTray();
  // One key for one message, however often the visitor has to press; uploaded files are not sent up again.
  const key = useRef(uuid());
  const uploaded = useRef(new Map<File, string>());
  const opening = state.config?.next_opening;

  function write(value: string) {
    setText(value);
    chat.preferences.keepDraft(value);
  }

  async function submit(event: Event) {
    event.preventDefault();
    const reachable = parseContact(contact);
    if (!text.trim()) return setProblem(t("leave.needs_text"));
    if (!reachable) return setProblem(t("leave.needs_contact"));
    setProblem("");
    setIsBusy(true);
    try {
      const attachment_ids = await uploadAll();
      await chat.leaveMessage({ text: text.trim(), ...reachable, attachment_ids, locale: state.locale }, key.current);
      chat.preferences.keepDraft("");
    } catch (error) {
      const failure = asApiError(error);
      // A refused message will be another one when it is corrected.
      if (!failure.isPassing) key.current = uuid();
      setProblem(inWords(t, failure));
      setIsBusy(false);
    }
  }

  async function uploadAll(): Promise<string[]> {
    const ids: string[] = [];
    for (const { file } of tray.picked) {
      const id = uploaded.current.get(file) ?? (await api.uploadForLeaveMessage(file)).id;
      uploaded.current.set(file, id);
      ids.push(id);
    }
    return ids;
  }

  return (
    <form class="leave" aria-label={t("leave.title")} onSubmit={submit} noValidate>
      <h2>{t("leave.title")}</h2>
      <p class="muted">
        {opening && !state.config?.is_open
          ? t("leave.intro.at", { time: moment(opening, new Date(), state.locale) })
          : t("leave.intro")}
      </p>
      <label>
        {t("leave.text")}
        <textarea
          class="field"
          rows={5}
          maxLength={MAX_TEXT}
          data-testid="chat-leave-text"
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
        />
      </label>
      <label>
        {t("leave.contact")}
        <input
          class="field"
          type="text"
          inputMode="email"
          autocomplete="tel"
          data-testid="chat-leave-contact"
          placeholder={t("leave.contact.hint")}
          value={contact}
          onInput={(event) => setContact(event.currentTarget.value)}
        />
      </label>
      <div class="leave-attach">
        <AttachButton tray={tray} label={t("leave.attach")} />
        <span class="muted">{t("leave.attach")}</span>
      </div>
      <TrayView tray={tray} />
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button" onClick={() => chat.openLeaveMessage(false)}>
          {t("app.back")}
        </button>
        <button type="submit" class="button button-primary" data-testid="chat-leave-submit" disabled={isBusy}>
          {t("leave.submit")}
        </button>
      </div>
    </form>
  );
}
