/** What the page takes from outside its style sheets: the brand's colour, dark mode, the height above a keyboard. */

import { filled, isHexColor, legibleOn, mix } from "../color";

const root = document.documentElement;
let brandColor = "";
/** The bubbles of each theme; their tint is, of the surfaces that coloured text stands on, the one nearest to it. */
const SURFACES = { light: "#eff1f5", dark: "#242a37" };

export function followColorScheme(): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    root.setAttribute("data-theme", dark.matches ? "dark" : "light");
    applyBrandColor(brandColor);
  };
  // Safari 12 knows only the older form.
  if (dark.addEventListener) dark.addEventListener("change", apply);
  else dark.addListener(apply);
  apply();
}

/** Puts the brand's colour in the place of the accent and of every shade made of it. */
export function applyBrandColor(color: string): void {
  if (!isHexColor(color)) return;
  brandColor = color;
  const surface = SURFACES[root.getAttribute("data-theme") === "dark" ? "dark" : "light"];
  const tint = mix(color, surface, 0.88);
  const { background, text } = filled(color);
  const shades = {
    "--accent": background,
    "--text-on-accent": text,
    "--accent-text": legibleOn(tint, color),
    "--accent-tint": tint,
    "--accent-border": mix(color, surface, 0.55),
  };
  for (const [name, value] of Object.entries(shades)) root.style.setProperty(name, value);
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
