/** What the host page remembers of the widget, so that a page view without a conversation costs the server nothing. */

export interface HostState {
  /** A conversation has begun in this browser: the chat is loaded at once, to count unread messages. */
  hasStarted?: boolean;
  color?: string;
  label?: string;
}

export interface Page {
  page: string;
  title: string;
}

export interface HostMemory {
  /** The pages this tab has been to; gone with the tab. */
  pages(): Page[];
  keepPages(pages: Page[]): void;
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
  const pages = (): Page[] => {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? "[]") as Page[];
    } catch {
      return [];
    }
  };
  return {
    pages,
    keepPages(seen) {
      try {
        sessionStorage.setItem(key, JSON.stringify(seen));
      } catch {
        // Without storage there is no track.
      }
    },
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
