/** What survives a reload: a few short strings under one prefix per site. */

export interface Storage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
  /** Calls back when another tab of the same visitor has changed something. */
  onForeignChange(listener: (key: string) => void): () => void;
}

/** Keeps things in this page only: for browsers that refuse storage to an embedded page, and for tests. */
export function memoryStorage(values = new Map<string, string>()): Storage {
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    keys: () => Array.from(values.keys()),
    onForeignChange: () => () => undefined,
  };
}

/** The browser's local storage for one site, or this page's memory when the browser refuses it. */
export function browserStorage(site: string): Storage {
  const prefix = `kefu.${site}.`;
  let area: globalThis.Storage;
  try {
    area = window.localStorage;
    area.setItem(prefix + "probe", "1");
    area.removeItem(prefix + "probe");
  } catch {
    return memoryStorage();
  }
  return {
    get: (key) => area.getItem(prefix + key),
    set: (key, value) => {
      try {
        area.setItem(prefix + key, value);
      } catch {
        // The quota is used up: the page goes on from its memory, only a reload would miss this value.
      }
    },
    remove: (key) => area.removeItem(prefix + key),
    keys: () => {
      const found: string[] = [];
      for (let index = 0; index < area.length; index += 1) {
        const key = area.key(index);
        if (key !== null && key.startsWith(prefix)) found.push(key.slice(prefix.length));
      }
      return found;
    },
    onForeignChange: (listener) => {
      const heard = (event: StorageEvent) => {
        if (event.key !== null && event.key.startsWith(prefix)) listener(event.key.slice(prefix.length));
      };
      window.addEventListener("storage", heard);
      return () => window.removeEventListener("storage", heard);
    },
  };
}

/** A stored JSON value, or null when there is none or it is damaged. */
export function readJson<T>(storage: Storage, key: string): T | null {
  try {
    return JSON.parse(storage.get(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}
