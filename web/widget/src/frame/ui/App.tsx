import { useEffect } from "preact/hooks";

import { unread } from "../core/state";
import { Banners } from "./Banners";
import { Composer } from "./Composer";
import { type Ports, PortsContext, useChat } from "./context";
import { Header } from "./Header";
import { LeaveMessage } from "./LeaveMessage";
import { Log } from "./Log";
import { Strip } from "./Strip";
import { SumQuestion } from "./SumQuestion";
import { TopicsOnTop } from "./Topics";

export function App(ports: Ports) {
  return (
    <PortsContext.Provider value={ports}>
      <Conversation />
    </PortsContext.Provider>
  );
}

function Conversation() {
  const { chat, host, state, t } = useChat();
  const { config, conversation, locale, isLeavingMessage, question } = state;
  const unreadCount = unread(state);
  const title = config?.title || t("app.title");

  useEffect(() => host.tell({ type: "unread", count: unreadCount }), [host, unreadCount]);
  useEffect(() => {
    if (conversation) host.tell({ type: "started" });
  }, [host, conversation?.id]);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = title;
  }, [locale, title]);

  return (
    <main
      class={host.isEmbedded ? "app" : "app app-page"}
      onKeyDown={(event) => event.key === "Escape" && host.tell({ type: "close" })}
    >
      <Header />
      <Banners />
      {!isLeavingMessage && <TopicsOnTop />}
      {isLeavingMessage ? <LeaveMessage /> : <Log />}
      {question && <SumQuestion key={question.text + question.problem} question={question} />}
      {!isLeavingMessage && (
        <>
          <Strip />
          {conversation?.status === "closed" ? (
            <div class="ended">
              <p class="muted">{t("composer.closed")}</p>
              <button
                type="button"
                class="button button-primary"
                data-testid="chat-new"
                onClick={() => chat.startOver()}
              >
                {t("composer.start")}
              </button>
            </div>
          ) : (
            <Composer />
          )}
        </>
      )}
    </main>
  );
}
