import type { Site } from "@kefu/api";

/** A kept picture, and where it can be seen. */
export interface Logo {
  id: string;
  url: string;
}

export function logoOf({ logo_id, logo_url }: Site): Logo | null {
  return logo_id && logo_url ? { id: logo_id, url: logo_url } : null;
}
