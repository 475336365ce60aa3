import type { OutboxEntry } from "../core/outbox";
import { type ChatState, isCutOff, type Upload } from "../core/state";
import { inWords, type Translate } from "../i18n";
import { useChat } from "./context";
import { FileIcon } from "./icons";
import { RichText } from "./RichText";

/** A message that the server has not acknowledged yet, with its state in words. */
export function UnsentMessage({ entry }: { entry: OutboxEntry }) {
  const { chat, state, t } = useChat();
  if (entry.act === "handoff") {
    return (
      <p class="system-line" role="status">
        {t("message.handoff.pending")}
      </p>
    );
  }
  const isHeldUp = entry.refusal !== null || (state.struggle !== null && state.struggle.status !== 0);
  return (
    <div class="message message-visitor message-unsent" data-testid="chat-message" data-sender="visitor" data-kind={entry.kind} data-unsent>
      <div class="bubble">{entry.file_name ? <FileName name={entry.file_name} /> : <RichText text={entry.text || (entry.payload.title ?? "")} />}</div>
      <p class={entry.refusal ? "delivery problem" : "delivery"}>
        {deliveryText(entry, state, t)}
        {isHeldUp && (
          <button type="button" class="link" onClick={() => chat.retry(entry.client_id)}>
            {t("message.retry")}
          </button>
        )}
        {entry.refusal && (
          <button type="button" class="link" onClick={() => chat.discard(entry.client_id)}>
            {t("message.discard")}
          </button>
        )}
      </p>
    </div>
  );
}

export function UploadingFile({ upload }: { upload: Upload }) {
  const { chat, t } = useChat();
  const { client_id, failure, preview, progress, name } = upload;
  const percent = Math.round(progress * 100);
  return (
    <div class="message message-visitor message-unsent" data-testid="chat-upload">
      <div class="bubble">
        {preview ? <img class="upload-preview" src={preview} alt={name} /> : <FileName name={name} />}
        {!failure && <progress max={100} value={percent} aria-label={t("file.uploading", { percent })} />}
      </div>
      <p class={failure ? "delivery problem" : "delivery"}>
        {failure ? t("message.failed", { reason: inWords(t, failure) }) : t("file.uploading", { percent })}
        {failure && (
          <button type="button" class="link" onClick={() => chat.uploads.retry(client_id)}>
            {t("message.retry")}
          </button>
        )}
        <button type="button" class="link" onClick={() => chat.uploads.discard(client_id)}>
          {t(failure ? "message.discard" : "app.cancel")}
        </button>
      </p>
    </div>
  );
}

function FileName({ name }: { name: string }) {
  return (
    <span class="file">
      <FileIcon />
      <span class="file-name">{name}</span>
    </span>
  );
}

function deliveryText({ refusal }: OutboxEntry, state: ChatState, t: Translate): string {
  if (refusal) return t("message.failed", { reason: inWords(t, refusal) });
  if (isCutOff(state)) return t("message.waiting");
  if (state.struggle?.status === 429) return t("message.throttled");
  return t(state.struggle ? "message.delayed" : "message.sending");
}
