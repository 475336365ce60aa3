/** What the host page remembers of the widget, so that a page view without a conversation costs the server nothing. */

export interface HostState {
  /** A conversation has begun in this browser: the chat is loaded at once, to count unread messages. */
  hasStarted?: boolean;
  color?: string;
  label?: string;
}

export interface HostMemory {
  read(): HostState;
  write(change: HostState): void;
}

export function hostState(site: string): HostMemory {
  const key = `kefu.${site}`;
  const read = (): HostState => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "{}") as HostState;
    } catch {
      return {};
    }
  };
  return {
    read,
    write(change) {
      try {
        localStorage.setItem(key, JSON.stringify({ ...read(), ...change }));
      } catch {
        // A page without storage: the launcher learns its colour anew on each view.
      }
    },
  };
}
