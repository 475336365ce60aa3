/** Whole seconds in which an own mail can still be undone; 0: it is on its way. */
export function secondsLeft(dueAt: string | undefined, now: number): number {
  return dueAt ? Math.max(0, Math.ceil((Date.parse(dueAt) - now) / 1000)) : 0;
}

/** What somebody typed or pasted as recipients: addresses apart by commas, semicolons or spaces, of names in brackets the address. */
export function recipients(typed: string): string[] {
  const found = typed.split(/[,，;；、\n]+/).flatMap((each) => {
    const inBrackets = /<([^<>\s]+)>/.exec(each);
    return inBrackets ? [inBrackets[1]!] : each.trim().split(/\s+/);
  });
  return [...new Set(found.filter(Boolean))];
}
