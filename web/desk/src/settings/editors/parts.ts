/** Codes are for the API and for history: they are given once, and never told. */
export function code(prefix: string, taken: { code: string }[]): string {
  let n = taken.length + 1;
  while (taken.some((one) => one.code === `${prefix}_${n}`)) n += 1;
  return `${prefix}_${n}`;
}
export function moved<T>(all: T[], at: number, by: number): T[] {
  const copy = [...all];
  const [one] = copy.splice(at, 1);
  copy.splice(at + by, 0, one!);
  return copy;
}
