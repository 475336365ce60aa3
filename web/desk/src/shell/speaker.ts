/** Of several tabs of one desk only the one that was last in front speaks; when it goes, another one takes over. */
const KEY = "kefu.speaker";
const GONE_MS = 15_000;
const me = `${Date.now()}-${Math.random()}`;

interface Speaker {
  tab: string;
  at: number;
}

function speaker(): Speaker | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null") as Speaker | null;
  } catch {
    return null;
  }
}

function claim(): void {
  localStorage.setItem(KEY, JSON.stringify({ tab: me, at: Date.now() } satisfies Speaker));
}

/** Whether this tab makes the sounds and notices. To be asked every few seconds: that says that the tab is still there. */
export function speaks(): boolean {
  const now = speaker();
  const isFree = !now || Math.abs(Date.now() - now.at) > GONE_MS;
  if (!isFree && now.tab !== me) return false;
  claim();
  return true;
}

for (const sign of ["focus", "pointerdown"]) window.addEventListener(sign, claim, { capture: true, passive: true });
window.addEventListener("pagehide", () => {
  if (speaker()?.tab === me) localStorage.removeItem(KEY);
});
if (document.hasFocus()) claim();
