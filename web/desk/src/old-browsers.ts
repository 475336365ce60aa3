/** What the oldest browser of the desk, Chrome 87, lacks of what the desk and its libraries call. `npm run size` looks for more. */

export function at<Item>(this: ArrayLike<Item>, index: number): Item | undefined {
  const whole = Math.trunc(index) || 0;
  return this[whole < 0 ? this.length + whole : whole];
}

export function hasOwn(object: object, key: PropertyKey): boolean {
  return Object.prototype.hasOwnProperty.call(object, key);
}

function give(owner: object, name: string, value: unknown): void {
  if (!(name in owner)) Object.defineProperty(owner, name, { value, writable: true, configurable: true });
}

give(Array.prototype, "at", at);
give(String.prototype, "at", at);
give(Object, "hasOwn", hasOwn);
