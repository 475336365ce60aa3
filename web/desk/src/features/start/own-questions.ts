/** What somebody pasted, line by line: a question, then its answer behind a tab, a bar, or the question mark itself. */
export interface Pair {
  question: string;
  answer: string;
}

export function pairsOf(pasted: string): { pairs: Pair[]; unread: string[] } {
  const pairs: Pair[] = [];
  const unread: string[] = [];
  for (const line of pasted.split(/\r?\n/)) {
    const text = line.trim().replace(/^\d+\s*[.、．)]\s*/, "");
    if (!text) continue;
    const found = /^(.+?)\s*[\t|｜]\s*(.+)$/.exec(text) ?? /^(.+?[?？])\s*(.+)$/.exec(text);
    if (found) pairs.push({ question: found[1]!, answer: found[2]! });
    else unread.push(text);
  }
  return { pairs, unread };
}

/** A CSV that the import reads. */
export function csvOf(pairs: Pair[]): string {
  const cell = (text: string) => `"${text.replace(/"/g, '""')}"`;
  return ["question,answer", ...pairs.map(({ question, answer }) => `${cell(question)},${cell(answer)}`)].join("\n");
}
