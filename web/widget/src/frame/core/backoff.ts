/**
 * How long to wait before the next attempt, in milliseconds: doubling from `base` up to `cap`, and spread over the upper
 * half of that time so that a thousand visitors do not return in the same instant.
 * `attempt` counts from 0; `random` is in [0, 1).
 */
export function backoff(attempt: number, random: number, { base = 1000, cap = 30_000 } = {}): number {
  const ceiling = Math.min(cap, base * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + random / 2));
}
