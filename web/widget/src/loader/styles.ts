/**
 * The only styles outside the iframe. They live in a shadow root, and `!important` on the host beats whatever resets the
 * page has: within a shadow root's own important rules the page cannot reach.
 */
export const styles = `
:host {
  all: initial !important;
  position: fixed !important;
  right: 0 !important;
  bottom: 0 !important;
  width: 0 !important;
  height: 0 !important;
  z-index: 2147483000 !important;
  display: block !important;
  visibility: visible !important;
  opacity: 1 !important;
}
@media print { :host { display: none !important; } }
.launcher {
  position: fixed;
  right: 20px;
  bottom: 20px;
  bottom: calc(20px + env(safe-area-inset-bottom, 0px));
  box-sizing: border-box;
  width: 56px;
  height: 56px;
  margin: 0;
  padding: 14px;
  border: 0;
  border-radius: 50%;
  background: var(--kefu-color, #2f6bff);
  color: var(--kefu-on-color, #fff);
  box-shadow: 0 6px 24px rgba(23, 32, 51, 0.24);
  cursor: pointer;
  transition: transform 120ms ease-out;
  -webkit-tap-highlight-color: transparent;
}
.launcher:hover { transform: scale(1.05); }
.launcher:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 5px var(--kefu-color, #2f6bff); }
.launcher svg { display: block; width: 28px; height: 28px; }
.badge {
  position: absolute;
  top: -4px;
  right: -4px;
  min-width: 20px;
  box-sizing: border-box;
  padding: 0 5px;
  border-radius: 10px;
  background: #d13438;
  color: #fff;
  font: 600 12px/20px system-ui, sans-serif;
  text-align: center;
}
.badge:empty { display: none; }
.panel {
  position: fixed;
  right: 20px;
  bottom: 88px;
  width: 376px;
  height: 640px;
  max-height: calc(100% - 108px);
  border: 0;
  border-radius: 14px;
  background: Canvas;
  box-shadow: 0 6px 24px rgba(23, 32, 51, 0.14), 0 0 1px rgba(23, 32, 51, 0.4);
  color-scheme: light dark;
}
.panel[hidden] { display: none; }
@media (max-width: 480px) {
  .panel {
    top: var(--kefu-top, 0);
    left: 0;
    right: 0;
    bottom: auto;
    width: 100%;
    height: var(--kefu-height, 100%);
    max-height: none;
    border-radius: 0;
    box-shadow: none;
  }
  .launcher.open { display: none; }
}
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } }
`;

/** Puts the styles into the shadow root in the way that a strict content security policy lets through. */
export function adopt(root: ShadowRoot, nonce: string | undefined): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Before Chrome 73 and Safari 16.4 a style element it is, which such a policy lets through with the script's nonce.
    const element = document.createElement("style");
    if (nonce) element.nonce = nonce;
    element.textContent = styles;
    root.appendChild(element);
  }
}
