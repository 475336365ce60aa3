/** Levels change at 50, 75, 90 and 100 % of the time allowed. */
export function ringLevel(share: number): "calm" | "watch" | "warning" | "late" | "over" {
  if (share >= 1) return "over";
  if (share >= 0.9) return "late";
  if (share >= 0.75) return "warning";
  return share >= 0.5 ? "watch" : "calm";
}
