import { useState } from "preact/hooks";

import { fileSize } from "../core/format";
import { isImage } from "../core/files";
import { safeLink } from "../core/text";
import type { Attachment, Message as MessageData } from "../core/types";
import type { Translate } from "../i18n";
import { ArticleDialog } from "./ArticleDialog";
import { useChat } from "./context";
import { Dialog } from "./Dialog";
import { Feedback } from "./Feedback";
import { BookIcon, FileIcon } from "./icons";
import { RichText } from "./RichText";

interface Props {
  message: MessageData;
  quoted: MessageData | undefined;
  /** The first of a run by the same sender carries the name. */
  isFirstOfRun: boolean;
  /** The last of the visitor's messages that the agent has read. */
  isLastRead?: boolean;
  onGrow: () => void;
}

export function Message({ message, quoted, isFirstOfRun, isLastRead, onGrow }: Props) {
  const { chat, state, t } = useChat();
  const canQuote = state.conversation?.status === "active" && message.sender.kind === "agent";
  const { sender, kind, payload } = message;
  const hooks = { "data-testid": "chat-message", "data-sender": sender.kind, "data-kind": kind };
  if (message.recalled_at) {
    return (
      <p class="system-line" {...hooks}>
        {t("message.recalled")}
      </p>
    );
  }
  if (sender.kind === "system" || kind === "system") {
    return (
      <p class="system-line" {...hooks}>
        <RichText text={message.text} />
        {message.payload.leave_message && (
          <button type="button" class="link" onClick={() => chat.openLeaveMessage(true)}>
            {t("leave.open")}
          </button>
        )}
      </p>
    );
  }
  return (
    <div class={`message message-${sender.kind}`} {...hooks}>
      <p class={isFirstOfRun && sender.kind !== "visitor" ? "sender" : "visually-hidden"}>{nameOf(message, t)}</p>
      <div class="bubble">
        {quoted && <Quote message={quoted} />}
        <Body message={message} onGrow={onGrow} />
        <Sources message={message} />
        {sender.kind === "bot" && payload.turn_id && <Feedback turnId={payload.turn_id} />}
      </div>
      {canQuote && (
        <button type="button" class="link quote-act" data-testid="chat-quote" onClick={() => chat.quote(message.id)}>
          {t("message.quote.act")}
        </button>
      )}
      <Offers message={message} />
      {isLastRead && <p class="delivery">{t("message.read")}</p>}
    </div>
  );
}

function nameOf({ sender }: MessageData, t: Translate): string {
  return sender.name || t(`sender.${sender.kind === "system" ? "agent" : sender.kind}`);
}

function Quote({ message }: { message: MessageData }) {
  const { t } = useChat();
  const text = message.recalled_at ? t("message.recalled") : message.text || t("message.quote.file");
  return <blockquote class="quote">{t("message.quote", { name: nameOf(message, t), text })}</blockquote>;
}

function Body({ message, onGrow }: { message: MessageData; onGrow: () => void }) {
  const { kind, text, payload, attachments } = message;
  return (
    <>
      {kind === "card" && <Card message={message} onGrow={onGrow} />}
      {kind === "article" && payload.article_id && (
        <ArticleLink id={payload.article_id} question={payload.question ?? payload.title ?? text} />
      )}
      {text && kind !== "card" && kind !== "article" && <RichText text={text} />}
      {attachments.map((attachment) =>
        isImage(attachment.type) ? (
          <Picture key={attachment.id} attachment={attachment} onGrow={onGrow} />
        ) : (
          <FileLink key={attachment.id} attachment={attachment} />
        ),
      )}
    </>
  );
}

function Card({ message: { payload, text }, onGrow }: { message: MessageData; onGrow: () => void }) {
  const { host, t } = useChat();
  const link = safeLink(payload.url);
  const picture = host.mayShow(payload.picture) ? payload.picture : undefined;
  return (
    <div class="card" data-type={payload.type}>
      <div class="card-head">
        {picture && <img src={picture} alt="" onLoad={onGrow} />}
        <div>
          <p class="card-title">{payload.title ?? text}</p>
          <p class="card-facts">
            {payload.price && <span class="card-price">{payload.price}</span>}
            {payload.state_text && <span class="card-state">{payload.state_text}</span>}
          </p>
        </div>
      </div>
      {payload.lines?.map((line) => <p class="card-line">{line}</p>)}
      {link && (
        <a href={link} target="_blank" rel="noopener noreferrer">
          {t("message.open_card")}
        </a>
      )}
    </div>
  );
}

function ArticleLink({ id, question }: { id: string; question: string }) {
  const { t } = useChat();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div class="card">
      <p class="card-title">{question}</p>
      <button type="button" class="link" onClick={() => setIsOpen(true)}>
        {t("message.open_article")}
      </button>
      {isOpen && <ArticleDialog id={id} onClose={() => setIsOpen(false)} />}
    </div>
  );
}

function Picture({ attachment, onGrow }: { attachment: Attachment; onGrow: () => void }) {
  const { t } = useChat();
  const [isOpen, setIsOpen] = useState(false);
  const [isBroken, setIsBroken] = useState(false);
  const label = t("message.image", { name: attachment.name });
  if (isBroken) return <p class="muted">{t("message.image.failed")}</p>;
  return (
    <>
      <button type="button" class="picture" aria-label={label} onClick={() => setIsOpen(true)}>
        <img src={attachment.url} alt="" onLoad={onGrow} onError={() => setIsBroken(true)} />
      </button>
      {isOpen && (
        <Dialog label={attachment.name} variant="picture" onClose={() => setIsOpen(false)}>
          <img src={attachment.url} alt={label} />
        </Dialog>
      )}
    </>
  );
}

function FileLink({ attachment: { url, name, size } }: { attachment: Attachment }) {
  return (
    <a class="file" href={url} target="_blank" rel="noopener noreferrer" download={name}>
      <FileIcon />
      <span class="file-name">{name}</span>
      <span class="muted">{fileSize(size)}</span>
    </a>
  );
}

function Sources({ message: { payload } }: { message: MessageData }) {
  const { t } = useChat();
  const [opened, setOpened] = useState<string | null>(null);
  if (!payload.sources?.length) return null;
  return (
    <p class="sources">
      {payload.sources.map(({ article_id, question, quote }) => (
        <span key={article_id} class="source">
          {quote && <q data-testid="chat-quote">{quote}</q>}
          <button type="button" class="link" data-testid="chat-source" onClick={() => setOpened(article_id)}>
            <BookIcon />
            {t("message.source", { question })}
          </button>
        </span>
      ))}
      {opened !== null && <ArticleDialog id={opened} onClose={() => setOpened(null)} />}
    </p>
  );
}

function Offers({ message: { payload } }: { message: MessageData }) {
  const { chat, state, t } = useChat();
  const { options = [], choices = [], handoff = false } = payload;
  const canAct = state.conversation?.status === "bot";
  if (options.length + choices.length === 0 && !handoff) return null;
  return (
    <div class="offers">
      {options.map(({ article_id, question }) => (
        <button
          key={article_id}
          type="button"
          class="chip"
          data-testid="chat-option"
          disabled={!canAct}
          onClick={() => chat.sendText(question, { article_id })}
        >
          {question}
        </button>
      ))}
      {choices.map((choice) => (
        <button
          key={choice}
          type="button"
          class="chip"
          data-testid="chat-choice"
          disabled={!canAct}
          onClick={() => chat.sendText(choice)}
        >
          {choice}
        </button>
      ))}
      {handoff && (
        <button type="button" class="chip chip-strong" disabled={!canAct} onClick={() => chat.requestHandoff()}>
          {t(options.length > 0 ? "message.handoff" : "composer.handoff")}
        </button>
      )}
    </div>
  );
}
