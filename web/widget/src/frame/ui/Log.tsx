import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { moment } from "../core/format";
import { stillWaiting } from "../core/timeline";
import type { Message as MessageData } from "../core/types";
import { useChat } from "./context";
import { Message } from "./Message";
import { RatingForm } from "./RatingForm";
import { Chips, Topics } from "./Topics";
import { UnsentMessage, UploadingFile } from "./Unsent";

const NEAR_BOTTOM_PX = 80;
const PAUSE_MS = 5 * 60_000;

/** Everything that has been said, the newest at the bottom; never moves what somebody is reading. */
export function Log() {
  const { state, t } = useChat();
  const { messages, earlier, uploads, conversation, config } = state;
  const waiting = stillWaiting(state.outbox, messages);
  const box = useRef<HTMLDivElement>(null);
  const isAtBottom = useRef(true);
  const lastTop = useRef(0);
  const ownBefore = useRef(0);
  const [passedBy, setPassedBy] = useState(0);
  const newestId = messages[messages.length - 1]?.id;
  const own = waiting.length + uploads.length;
  const canRate = conversation?.can_rate === true && !conversation.rating && isRatingDue(conversation.status, messages);

  function toBottom() {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
    setPassedBy(0);
  }

  function stay() {
    if (isAtBottom.current) toBottom();
  }

  function onScroll() {
    const element = box.current;
    if (!element) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_BOTTOM_PX;
    // A picture that has just grown also leaves the bottom behind; only going up is the visitor's own wish.
    if (isNear) isAtBottom.current = true;
    else if (element.scrollTop < lastTop.current) isAtBottom.current = false;
    lastTop.current = element.scrollTop;
    if (isAtBottom.current) setPassedBy(0);
  }

  useLayoutEffect(() => {
    if (isAtBottom.current) toBottom();
    else setPassedBy((count) => count + 1);
  }, [newestId]);
  useLayoutEffect(() => {
    if (own > ownBefore.current) toBottom();
    ownBefore.current = own;
  }, [own]);
  useLayoutEffect(stay, [state.isAgentTyping, conversation?.status, canRate, config]);
  useEffect(() => {
    if (!box.current || !("ResizeObserver" in window)) return undefined;
    const observer = new ResizeObserver(stay);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  return (
    <div class="log-frame">
      <div
        class="log"
        ref={box}
        role="log"
        aria-live="polite"
        aria-label={t("log.label")}
        tabIndex={0}
        onScroll={onScroll}
      >
        <EarlierButton />
        {earlier.map((transcript) => (
          <Fragment key={transcript.id}>
            <Run messages={transcript.messages} onGrow={stay} />
            <p class="divider">{t("log.ended")}</p>
          </Fragment>
        ))}
        <Greeting isAlone={messages.length + own === 0} />
        <Run messages={messages} onGrow={stay} />
        {waiting.map((entry) => (
          <UnsentMessage key={entry.client_id} entry={entry} />
        ))}
        {uploads.map((upload) => (
          <UploadingFile key={upload.client_id} upload={upload} />
        ))}
        {state.isAgentTyping && (
          <p class="typing">
            <span class="typing-dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {t("message.typing", { agent: conversation?.agent ?? t("sender.agent") })}
          </p>
        )}
        {canRate && <RatingForm />}
        {conversation?.rating && (
          <p class="system-line">{t("rating.given", { score: "★".repeat(conversation.rating.score) })}</p>
        )}
      </div>
      {passedBy > 0 && (
        <button type="button" class="newest" aria-label={t("log.newest")} onClick={toBottom}>
          {t("log.new", { n: passedBy })} ↓
        </button>
      )}
    </div>
  );
}

/** Leads back to the conversation before those on the screen. */
function EarlierButton() {
  const { chat, t } = useChat();
  const [hasFailed, setHasFailed] = useState(false);
  if (!chat.hasEarlier()) return null;
  return (
    <p class="earlier">
      <button type="button" class="link" onClick={() => chat.loadEarlier().catch(() => setHasFailed(true))}>
        {t("log.earlier")}
      </button>
      {hasFailed && <span class="problem">{t("log.earlier.failed")}</span>}
    </p>
  );
}

/** The welcome on top of a conversation, with the questions most people come with. */
function Greeting({ isAlone }: { isAlone: boolean }) {
  const { state, t } = useChat();
  const { config } = state;
  if (!config) return null;
  const isOnTop = config.rush?.topics_on_top === true;
  return (
    <div class="message message-bot" data-testid="chat-greeting">
      <p class="sender">{t("sender.bot")}</p>
      <div class="bubble">
        <span class="rich-text">{config.greeting}</span>
      </div>
      {isAlone && (
        <div class="offers">
          {!(isOnTop && config.topics.length === 0) && <Chips config={config} />}
          {!isOnTop && <Topics config={config} />}
        </div>
      )}
    </div>
  );
}

function Run({ messages, onGrow }: { messages: MessageData[]; onGrow: () => void }) {
  const { state } = useChat();
  const read = [...messages].reverse().find(({ sender, seq }) => sender.kind === "visitor" && seq <= state.agentReadSeq);
  const byId = new Map(messages.map((message) => [message.id, message]));
  return (
    <>
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const isAfterPause = !before || Date.parse(message.created_at) - Date.parse(before.created_at) > PAUSE_MS;
        return (
          <Fragment key={message.id}>
            {isAfterPause && (
              <p class="moment">
                <time dateTime={message.created_at}>{moment(message.created_at, new Date(), state.locale)}</time>
              </p>
            )}
            <Message
              message={message}
              quoted={message.quote_id === null ? undefined : byId.get(message.quote_id)}
              isLastRead={messages === state.messages && message === read && state.conversation?.status === "active"}
              isFirstOfRun={isAfterPause || before?.sender.kind !== message.sender.kind}
              onGrow={onGrow}
            />
          </Fragment>
        );
      })}
    </>
  );
}

function isRatingDue(status: string, messages: MessageData[]): boolean {
  return status === "closed" || messages.some((message) => message.kind === "rating_invite");
}
