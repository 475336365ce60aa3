/** What a browser keeps closed on a page that is neither https nor this machine's own. */
export const LOSSES = ["notices", "microphone", "pictures", "offline"] as const;
export type Loss = (typeof LOSSES)[number];

export interface BrowserWindow {
  isSecureContext: boolean;
  navigator: { mediaDevices?: unknown; serviceWorker?: unknown };
  ClipboardEvent?: { prototype: object };
}

/** Nothing on a secure page; elsewhere what this browser really lacks, and desktop notices, which none shows there. */
export function whatIsOff({ isSecureContext, navigator, ClipboardEvent }: BrowserWindow): Loss[] {
  if (isSecureContext) return [];
  const isOff: Record<Loss, boolean> = {
    notices: true,
    microphone: !navigator.mediaDevices,
    pictures: !ClipboardEvent || !("clipboardData" in ClipboardEvent.prototype),
    offline: !navigator.serviceWorker,
  };
  return LOSSES.filter((loss) => isOff[loss]);
}
