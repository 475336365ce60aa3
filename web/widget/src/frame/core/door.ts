/** Passes the challenge that may come before a conversation: works in silence, and asks the visitor where a sum is wanted. */

import { ApiError, asApiError } from "./http";
import { firstBits } from "./sha256";

export interface Challenge {
  id: string;
  token: string;
  /** Zero bits that a hash must begin with. */
  bits: number;
  /** A sum in words; null where the browser's work is enough. */
  question: string | null;
}

/** A sum that waits for the visitor; `problem` says that the last answer was wrong. */
export interface Question {
  text: string;
  problem: string;
}

/** Tries in one go, so that the page stays lively on an old telephone. */
const SLICE_MS = 12;
const BATCH = 200;
const MAX_ROUNDS = 6;

export class Door {
  private answered: ((sum: string) => void) | null = null;

  constructor(private readonly ask: (question: Question | null) => void) {}

  /** Does `attempt`, and again with the header that answers the challenge it was refused for. Throws what remains. */
  async pass<T>(attempt: (answer?: string) => Promise<T>): Promise<T> {
    let answer: string | undefined;
    for (let round = 0; ; round += 1) {
      try {
        return await attempt(answer);
      } catch (caught) {
        const { challenge, detail } = asApiError(caught);
        if (!challenge || round >= MAX_ROUNDS) throw caught;
        answer = await this.solved(challenge, answer ? detail : "");
      }
    }
  }

  /** What the visitor has typed; nothing where nothing is asked. */
  answer(sum: string): void {
    this.answered?.(sum);
  }

  private async solved({ id, token, bits, question }: Challenge, problem: string): Promise<string> {
    const work = workedOut(id, bits);
    if (question === null) return `${token} ${await work}`;
    const sum = await new Promise<string>((resolve) => {
      this.answered = resolve;
      this.ask({ text: question, problem });
    });
    this.answered = null;
    this.ask(null);
    return `${token} ${await work} ${encodeURIComponent(sum.trim())}`;
  }
}

/** The first number for which the hash of "id:number" begins with so many zero bits. */
export async function workedOut(id: string, bits: number): Promise<number> {
  if (bits > 31) throw new ApiError(0, "unexpected", "");
  const below = 2 ** (32 - bits);
  for (let number = 0; ; ) {
    const until = Date.now() + SLICE_MS;
    while (Date.now() < until) {
      for (const end = number + BATCH; number < end; number += 1) {
        if (firstBits(`${id}:${number}`) < below) return number;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
