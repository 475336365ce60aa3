/** Message text cut into plain and clickable pieces; it is shown as text, never as markup. */

export type Piece = { text: string; href: string | null };

const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"'`|\\^{}\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+/gi;
const TRAILING = /[.,;:!?)\]]+$/;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of allMatches(text)) {
    const address = match.value.replace(TRAILING, "");
    if (match.index > from) found.push({ text: text.slice(from, match.index), href: null });
    found.push({ text: address, href: /^www\./i.test(address) ? `https://${address}` : address });
    from = match.index + address.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), href: null });
  return found;
}

/** A link that is safe to open, or null: the web only, no scripts and no local addresses. */
export function safeLink(address: string | undefined): string | null {
  return address !== undefined && /^https?:\/\//i.test(address) ? address : null;
}

function allMatches(text: string): { value: string; index: number }[] {
  const matches: { value: string; index: number }[] = [];
  text.replace(ADDRESS, (value: string, index: number) => {
    matches.push({ value, index });
    return value;
  });
  return matches;
}
