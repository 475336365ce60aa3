import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { isSendKey } from "../core/keys";
import { MAX_TEXT } from "../core/limits";
import { AttachButton } from "./AttachButton";
import { useChat } from "./context";
import { EmojiButton } from "./EmojiButton";
import { useTray } from "./files";
import { CloseIcon, SendIcon } from "./icons";
import { ProductStrip } from "./ProductStrip";
import { TrayView } from "./TrayView";

const MAX_HEIGHT_PX = 132;

/** Where the visitor writes. Usable in every state but the closed one; what cannot go now waits in the outbox. */
export function Composer() {
  const { chat, host, state, t } = useChat();
  const [text, setText] = useState(() => chat.preferences.draft());
  const [isDropTarget, setIsDropTarget] = useState(false);
  const tray = useTray();
  const field = useRef<HTMLTextAreaElement>(null);
  const isTooLong = text.length > MAX_TEXT;
  const isEmpty = text.trim() === "" && tray.picked.length === 0;

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    // A chat that is loaded but not shown yet has no heights to go by.
    if (element.scrollHeight > 0) element.style.height = `${Math.min(element.scrollHeight, MAX_HEIGHT_PX)}px`;
  }, [text]);

  useEffect(() => {
    // On a telephone the focus would throw the keyboard over the greeting.
    if (!window.matchMedia("(hover: hover)").matches) return undefined;
    const focusField = () => document.activeElement === document.body && field.current?.focus();
    if (host.isVisible) focusField();
    window.addEventListener("focus", focusField);
    return () => window.removeEventListener("focus", focusField);
  }, [host]);

  function write(value: string) {
    setText(value);
    chat.preferences.keepDraft(value);
    if (value) chat.sendTyping(value);
  }

  function send() {
    if (isEmpty || isTooLong) return;
    for (const { file, preview } of tray.take()) chat.uploads.begin(file, preview);
    if (text.trim()) chat.sendText(text.trim());
    write("");
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!isSendKey(event)) return;
    event.preventDefault();
    send();
  }

  function onPaste(event: ClipboardEvent) {
    const files = event.clipboardData?.files;
    // What comes from a table or a document is words first, with a picture of them beside.
    if (!files?.length || event.clipboardData?.getData("text/plain")) return;
    event.preventDefault();
    tray.add(files);
  }

  function insertEmoji(emoji: string) {
    const element = field.current;
    const at = element?.selectionStart ?? text.length;
    write(text.slice(0, at) + emoji + text.slice(element?.selectionEnd ?? at));
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(at + emoji.length, at + emoji.length);
    });
  }

  const quoted = state.messages.find((message) => message.id === state.quotedId);

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setIsDropTarget(false);
    tray.add(event.dataTransfer?.files ?? []);
  }

  return (
    <form
      class={isDropTarget ? "composer composer-drop" : "composer"}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setIsDropTarget(true);
      }}
      onDragLeave={() => setIsDropTarget(false)}
      onDrop={onDrop}
    >
      <ProductStrip />
      {quoted && (
        <p class="quoting">
          <span>{t("message.quote", { name: quoted.sender.name, text: quoted.text || t("message.quote.file") })}</span>
          <button type="button" class="icon-button" aria-label={t("composer.no_quote")} onClick={() => chat.quote(null)}>
            <CloseIcon />
          </button>
        </p>
      )}
      <TrayView tray={tray} />
      {isTooLong && (
        <p class="problem" role="alert">
          {t("composer.too_long", { max: MAX_TEXT, n: text.length })}
        </p>
      )}
      <div class="composer-row">
        <AttachButton tray={tray} label={t("composer.attach")} />
        <EmojiButton onPick={insertEmoji} />
        <textarea
          ref={field}
          class="composer-input"
          data-testid="chat-input"
          rows={1}
          enterkeyhint="send"
          aria-label={t("composer.label")}
          placeholder={t(isDropTarget ? "composer.drop" : "composer.placeholder")}
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <button
          type="submit"
          class="send"
          data-testid="chat-send"
          title={t("composer.send")}
          aria-label={t("composer.send")}
          disabled={isEmpty || isTooLong}
        >
          <SendIcon />
        </button>
      </div>
      {state.config?.typing_preview && <p class="muted preview-notice">{t("composer.preview_notice")}</p>}
    </form>
  );
}
