/** The tab's icon with the number of what is unread. */
const SIZE = 32;

export function badge(count: number): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel='icon']");
  if (!link) return;
  link.dataset.plain ??= link.href;
  link.href = count ? drawn(count) : link.dataset.plain;
}

function drawn(count: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  const colors = getComputedStyle(document.documentElement);
  if (!pen) return "";
  pen.fillStyle = colors.getPropertyValue("--danger");
  pen.beginPath();
  pen.arc(SIZE / 2, SIZE / 2, SIZE / 2, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = colors.getPropertyValue("--text-on-accent");
  pen.font = `bold ${count > 9 ? 18 : 22}px sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(count > 99 ? "99" : String(count), SIZE / 2, SIZE / 2 + 1);
  return canvas.toDataURL();
}
