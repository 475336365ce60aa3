/** Whether a brand's colour can be read, and which text goes on it (WCAG 2 contrast). */

export function isHexColor(value: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(value);
}

/** Contrast of two #rrggbb colours, 1..21. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** A surface of this colour with its label: white, darkening the surface a little if need be, or near black on light ones. */
export function filled(color: string): { background: string; text: string } {
  if (contrast(color, "#ffffff") < 3) return { background: color, text: "#11151c" };
  return { background: legibleOn("#ffffff", color), text: "#ffffff" };
}

/** The colour itself where it can be read on the surface, else the nearest shade of it that can. */
export function legibleOn(surface: string, color: string): string {
  const pole = contrast(surface, "#000000") > contrast(surface, "#ffffff") ? "#000000" : "#ffffff";
  for (let share = 0; share < 1; share += 0.05) {
    const shade = mix(color, pole, share);
    if (contrast(shade, surface) >= 4.5) return shade;
  }
  return pole;
}

/** `share` (0..1) of the other colour in the one. */
export function mix(one: string, other: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [one, other].map((hex) => parseInt(hex.slice(at, at + 2), 16)) as [number, number];
    return Math.round(a + (b - a) * share).toString(16).padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
