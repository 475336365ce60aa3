/** A recording as it is drawn: one bar for each slice, the customer's above the middle line, the agent's below. */

export const HEIGHT = 48;
const MIDDLE = HEIGHT / 2;
const SHARE = 0.7; // of a slice's width is its bar
const LEAST = 1.5; // so that silence is a line and no gap

/** The bars of one side as an SVG path in a box as wide as there are slices. `where`: above or below the middle, or around it. */
export function bars(peaks: number[], where: "above" | "below" | "around"): string {
  return peaks
    .map((peak, index) => {
      const tall = Math.max(LEAST, (Math.min(100, peak) / 100) * (where === "around" ? HEIGHT : MIDDLE));
      const top = { above: MIDDLE - tall, below: MIDDLE, around: MIDDLE - tall / 2 }[where];
      return `M${index} ${round(top)}h${SHARE}v${round(tall)}h-${SHARE}z`;
    })
    .join("");
}

/** The part that is heard when one has ended; null after the last. */
export function partAfter(parts: { part: string }[], part: string): string | null {
  const at = parts.findIndex((one) => one.part === part);
  return at < 0 ? null : (parts[at + 1]?.part ?? null);
}

const round = (value: number) => Math.round(value * 100) / 100;

/** Where a key leads on the time line, in seconds; null for keys that are none of it. */
export function jumped(key: string, at: number, whole: number): number | null {
  const to = { ArrowLeft: at - 5, ArrowDown: at - 5, ArrowRight: at + 5, ArrowUp: at + 5, PageDown: at - 30, PageUp: at + 30, Home: 0, End: whole }[key];
  return to === undefined ? null : Math.max(0, Math.min(whole, to));
}
