/** How long a customer has waited for an answer, as a level: amber from 60 s, red from 180 s. */
export function waitLevel(seconds: number): "calm" | "amber" | "red" {
  if (seconds >= 180) return "red";
  return seconds >= 60 ? "amber" : "calm";
}
