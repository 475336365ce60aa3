import type { SiteConfig } from "../core/types";
import { useChat } from "./context";

/** What a visitor may choose instead of writing: below the greeting, in a rush on top of the chat. */
export function Topics({ config }: { config: SiteConfig }) {
  const { chat } = useChat();
  return (
    <>
      {config.topics.map((topic) => (
        <button
          key={topic.id}
          type="button"
          class="chip"
          data-testid="chat-topic"
          onClick={() => chat.sendText(topic.text, { disposition_id: topic.id })}
        >
          {topic.text}
        </button>
      ))}
    </>
  );
}

export function Chips({ config }: { config: SiteConfig }) {
  const { chat } = useChat();
  return (
    <>
      {config.chips.map(({ text }) => (
        <button key={text} type="button" class="chip" data-testid="chat-chip" onClick={() => chat.sendText(text)}>
          {text}
        </button>
      ))}
    </>
  );
}

/** In a rush the choices stay on top until the visitor waits for a person; a shop without any shows its first questions. */
export function TopicsOnTop() {
  const { state, t } = useChat();
  const { config, conversation } = state;
  if (!config?.rush?.topics_on_top || (conversation && conversation.status !== "bot")) return null;
  if (config.topics.length + config.chips.length === 0) return null;
  return (
    <div class="topics" role="group" aria-label={t("topics.label")} data-testid="chat-topics">
      {config.topics.length > 0 ? <Topics config={config} /> : <Chips config={config} />}
    </div>
  );
}
