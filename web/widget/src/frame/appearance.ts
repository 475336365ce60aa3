/** What the page takes from outside its style sheets: the brand's colour, dark mode, the height above a keyboard. */

import { contrast, isHexColor, textOn } from "../color";

const root = document.documentElement;
const SURFACES = { light: "#ffffff", dark: "#181c25" };

export function followColorScheme(): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => root.setAttribute("data-theme", dark.matches ? "dark" : "light");
  // Safari 12 knows only the older form.
  if (dark.addEventListener) dark.addEventListener("change", apply);
  else dark.addListener(apply);
  apply();
}

export function applyBrandColor(color: string): void {
  if (!isHexColor(color)) return;
  root.style.setProperty("--accent", color);
  root.style.setProperty("--text-on-accent", textOn(color));
  const theme = root.getAttribute("data-theme") === "dark" ? "dark" : "light";
  if (contrast(color, SURFACES[theme]) >= 4.5) root.style.setProperty("--accent-text", color);
}

/** Keeps the composer above the on-screen keyboard where the browser would push it out of sight. */
export function followVisualViewport(): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const apply = () => {
    root.style.setProperty("--height", `${viewport.height}px`);
    window.scrollTo(0, 0);
  };
  viewport.addEventListener("resize", apply);
  apply();
}
