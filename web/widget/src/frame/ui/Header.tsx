import { useState } from "preact/hooks";

import { moment } from "../core/format";
import { type ChatState, isCutOff } from "../core/state";
import type { Translate } from "../i18n";
import { useChat } from "./context";
import { EndConversation } from "./EndConversation";
import { EndIcon, LanguageIcon, MinimiseIcon } from "./icons";

export function Header() {
  const { chat, host, state, t } = useChat();
  const [isEnding, setIsEnding] = useState(false);
  const { config, conversation } = state;
  const title = config?.title || t("app.title");
  const logo = config?.brand.logo_url;

  return (
    <header class="header">
      <span class={logo ? "avatar avatar-logo" : "avatar"} aria-hidden="true">
        {logo ? <img src={logo} alt="" /> : (config?.brand.name ?? title).slice(0, 1)}
      </span>
      <div class="header-text">
        <h1>{title}</h1>
        <p class="status" data-testid="chat-status" role="status">
          <span class={`dot dot-${presence(state)}`} />
          {statusText(state, t)}
        </p>
      </div>
      {conversation && conversation.status !== "closed" && (
        <button
          type="button"
          class="icon-button"
          data-testid="chat-end"
          title={t("app.end")}
          aria-label={t("app.end")}
          onClick={() => setIsEnding(true)}
        >
          <EndIcon />
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        title={t("app.language")}
        aria-label={t("app.language")}
        onClick={() => chat.setLocale(state.locale === "en" ? "zh-CN" : "en")}
      >
        <LanguageIcon />
      </button>
      {host.isEmbedded && (
        <button
          type="button"
          class="icon-button"
          title={t("app.minimise")}
          aria-label={t("app.minimise")}
          onClick={() => host.tell({ type: "close" })}
        >
          <MinimiseIcon />
        </button>
      )}
      {isEnding && <EndConversation onClose={() => setIsEnding(false)} />}
    </header>
  );
}

function presence(state: ChatState): "on" | "wait" | "off" {
  const { conversation, config } = state;
  if (isCutOff(state) || conversation?.status === "closed") return "off";
  if (conversation?.status === "queued") return "wait";
  return config && !config.is_open && conversation?.status !== "active" ? "wait" : "on";
}

function statusText({ config, conversation, locale }: ChatState, t: Translate): string {
  if (conversation?.status === "active") {
    return conversation.agent ? t("status.active", { agent: conversation.agent }) : t("status.active.anyone");
  }
  if (conversation && conversation.status !== "bot") return t(`status.${conversation.status}`);
  if (config && !config.is_open) {
    const opening = config.next_opening;
    return opening ? t("status.back_at", { time: moment(opening, new Date(), locale) }) : t("status.off_hours");
  }
  return t(conversation ? "status.bot" : "status.ready");
}
