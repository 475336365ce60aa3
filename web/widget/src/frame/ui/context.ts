import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

import type { WidgetApi } from "../core/api";
import type { Chat } from "../core/chat";
import type { ChatState } from "../core/state";
import type { Host } from "../host";
import { type Translate, translator } from "../i18n";

export interface Ports {
  chat: Chat;
  api: WidgetApi;
  host: Host;
}

export const PortsContext = createContext<Ports | null>(null);

/** The conversation, its state now, and the words for it. */
export function useChat(): Ports & { state: ChatState; t: Translate } {
  const ports = useContext(PortsContext);
  if (!ports) throw new Error("PortsContext is missing.");
  const { store } = ports.chat;
  const [state, setState] = useState(store.state);
  useEffect(() => store.subscribe(() => setState(store.state)), [store]);
  return { ...ports, state, t: translator(state.locale) };
}
