/** The script on the host page: one launcher, one iframe, one global. Including it twice changes nothing. */

import { hostState } from "./memory";
import { type Widget, mount } from "./widget";
import type { Entry, Identity, Product } from "../protocol";

interface KefuApi {
  open(): void;
  close(): void;
  identify(identity: Identity): void;
  setEntry(entry: Entry): void;
  setProduct(product: Product | null): void;
}

interface Calls {
  (act: string, value?: unknown): void;
  /** Calls made before this script was there. */
  q?: ArrayLike<unknown>[];
}

declare global {
  interface Window {
    Kefu?: KefuApi;
    /** The same as calls by name: kefu("product", { title, price … }). */
    kefu?: Calls;
  }
}

const script = (document.currentScript ??
  document.querySelector('script[data-site][src*="/widget.js"]')) as HTMLScriptElement | null;

if (script?.dataset.site && !window.Kefu) start(script, script.dataset.site);

function start(own: HTMLScriptElement, site: string) {
  const server = new URL(own.src).origin;
  const locale = own.dataset.locale || document.documentElement.lang || navigator.language;
  const { nonce } = own;
  let widget: Widget | null = null;
  const early: ((widget: Widget) => void)[] = [];

  const whenReady = (act: (widget: Widget) => void) => {
    if (widget) act(widget);
    else early.push(act);
  };
  window.Kefu = {
    open: () => whenReady((ready) => ready.toggle(true)),
    close: () => whenReady((ready) => ready.toggle(false)),
    identify: (identity) => whenReady((ready) => ready.identify(identity)),
    setEntry: (entry) => whenReady((ready) => ready.setEntry(entry)),
    setProduct: (product) => whenReady((ready) => ready.setProduct(product)),
  };
  const { Kefu } = window;
  const calls: Record<string, (value: unknown) => void> = {
    open: () => Kefu.open(),
    close: () => Kefu.close(),
    identify: (value) => Kefu.identify(value as Identity),
    entry: (value) => Kefu.setEntry(value as Entry),
    product: (value) => Kefu.setProduct((value ?? null) as Product | null),
  };
  const before = window.kefu?.q ?? [];
  window.kefu = (act, value) => calls[act]?.(value);
  for (const call of before) window.kefu(String(call[0]), call[1]);
  whenPageIsParsed(() => {
    widget = mount({ site, server, locale, nonce, memory: hostState(site) });
    for (const act of early) act(widget);
  });
}

function whenPageIsParsed(act: () => void) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act);
  else act();
}
