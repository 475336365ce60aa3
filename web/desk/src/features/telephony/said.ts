/** What was said, as it is shown. */
import type { Segment } from "@kefu/api";

/** Below it a word is better listened to before it is believed. */
export const UNSURE = 0.5;

/** 0:07, 12:30, 1:02:03. */
export function moment(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const padded = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${padded}` : `${minutes}:${padded}`;
}

export function isUnsure(segment: Segment): boolean {
  return segment.confidence < UNSURE;
}

/** Which segment is being heard at this second of the recording; -1 for none. */
export function heardAt(segments: Segment[], seconds: number): number {
  return segments.reduce((found, { start, end }, index) => (start <= seconds && seconds < end ? index : found), -1);
}

/** What belongs to the part of the recording that is heard; old texts know of no parts. */
export function ofPart(segments: Segment[], part: string): Segment[] {
  return segments.filter((segment) => !segment.part || !part || segment.part === part);
}

/** The text in pieces, every other of which is what is sought, in whatever case. */
export function pieces(text: string, sought: string): string[] {
  const wanted = sought.trim().toLowerCase();
  if (!wanted) return [text];
  const found: string[] = [];
  let from = 0;
  for (let at = text.toLowerCase().indexOf(wanted); at >= 0; at = text.toLowerCase().indexOf(wanted, from)) {
    found.push(text.slice(from, at), text.slice(at, at + wanted.length));
    from = at + wanted.length;
  }
  return [...found, text.slice(from)];
}
