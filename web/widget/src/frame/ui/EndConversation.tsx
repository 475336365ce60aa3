import { useState } from "preact/hooks";

import { asApiError } from "../core/http";
import { inWords } from "../i18n";
import { useChat } from "./context";
import { Dialog } from "./Dialog";

/** Asks once before the visitor ends the conversation. */
export function EndConversation({ onClose }: { onClose: () => void }) {
  const { chat, t } = useChat();
  const [problem, setProblem] = useState("");
  const [isBusy, setIsBusy] = useState(false);

  async function end() {
    setIsBusy(true);
    try {
      await chat.end();
      onClose();
    } catch (error) {
      setProblem(inWords(t, asApiError(error)));
      setIsBusy(false);
    }
  }

  return (
    <Dialog label={t("end.title")} variant="small" onClose={onClose}>
      <h2>{t("end.title")}</h2>
      <p class="muted">{t("end.text")}</p>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {t("end.keep")}
        </button>
        <button type="button" class="button button-primary" data-testid="chat-end-confirm" disabled={isBusy} onClick={end}>
          {t("end.confirm")}
        </button>
      </div>
    </Dialog>
  );
}
