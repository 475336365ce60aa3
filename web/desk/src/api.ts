/** The desk's own client; a session that has ended leads to the sign-in page. */
import { createApi, type Page, type Problem } from "@kefu/api";
import { learnServerTime } from "./clock";
import { currentLocale } from "./i18n";

let leave: (why: Problem) => void = () => undefined;

export function onSignedOut(handler: (why: Problem) => void): void {
  leave = handler;
}

export const api = createApi({ locale: currentLocale, onSignedOut: (why) => leave(why), onDate: learnServerTime });

/** Everything of a list that is small by design (teams, skills …). */
export async function whole<T>(page: (after?: string) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const answer = await page(after);
    items.push(...answer.items);
    after = answer.next ?? undefined;
  } while (after);
  return items;
}
