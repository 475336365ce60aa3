import { isCutOff } from "../core/state";
import { useChat } from "./context";

/** What the visitor must know at once: no network, a service that does not answer, a conversation that expired; and that it is busy. */
export function Banners() {
  const { chat, state, t } = useChat();
  const isOffline = isCutOff(state);
  const announcement = state.config?.rush?.announcement;
  return (
    <div class="banners" aria-live="polite">
      {state.config?.bulletins?.map((words) => (
        <p key={words} class="banner banner-warning" data-testid="chat-bulletin">
          {words}
        </p>
      ))}
      {announcement && (
        <p class="banner" data-testid="chat-announcement">
          {announcement}
        </p>
      )}
      {isOffline && (
        <p class="banner banner-warning" data-testid="chat-offline">
          {t("link.offline")}
        </p>
      )}
      {state.configFailure && !state.config && !isOffline && (
        <p class="banner banner-warning">
          {t("config.failed")}
          <button type="button" class="link" onClick={() => chat.wake()}>
            {t("app.retry")}
          </button>
        </p>
      )}
      {state.notice && (
        <p class="banner">
          {t(`notice.${state.notice}`)}
          <button type="button" class="link" onClick={() => chat.dismissNotice()}>
            {t("notice.dismiss")}
          </button>
        </p>
      )}
    </div>
  );
}
