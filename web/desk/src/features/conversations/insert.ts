import type { InjectionKey } from "vue";

/** Puts a text into the composer at the caret. */
export const insertIntoComposer: InjectionKey<(text: string) => void> = Symbol("insertIntoComposer");
