/** What was said in calls. */
export interface Segment {
  speaker: "caller" | "agent";
  /** Of the recording; empty for what was heard before parts were told apart. */
  part: string;
  /** Seconds of the track. */
  start: number;
  end: number;
  text: string;
  /** 0 to 1. */
  confidence: number;
}

export interface Transcript {
  /** none: nobody has heard it; `reason` then says why nobody can, or is empty. */
  state: "none" | "pending" | "ready" | "failed";
  reason: string;
  segments: Segment[];
  edited_at: string | null;
}

export interface LegalHold {
  is_held: boolean;
  reason: string;
  user_name: string;
  held_at: string | null;
}
