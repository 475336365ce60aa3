/** The longest message the server takes, in characters. */
export const MAX_TEXT = 10_000;
