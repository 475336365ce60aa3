/** Until when a conversation may be put off. */

export interface SnoozeTime {
  key: "in_30" | "hour" | "opening" | "tomorrow";
  at: Date;
}

const MINUTE = 60_000;

/** The times that are offered, from `now`: the next full hour is one that is a quarter away at least. */
export function snoozeTimes(now: Date, opening: string | null): SnoozeTime[] {
  const hour = new Date(now.getTime() + 15 * MINUTE);
  hour.setHours(hour.getHours() + 1, 0, 0, 0);
  const tomorrow = new Date(now);
  tomorrow.setDate(now.getDate() + 1);
  tomorrow.setHours(9, 0, 0, 0);
  return [
    { key: "in_30", at: new Date(now.getTime() + 30 * MINUTE) },
    { key: "hour", at: hour },
    opening ? { key: "opening", at: new Date(opening) } : { key: "tomorrow", at: tomorrow },
  ];
}
