/** Text onto the clipboard, also where the page is not https and the browser keeps the newer way closed. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // refused, such as in a frame: the older way may still be open
    }
  }
  return copySelected(text);
}

/** A selection of its own, without taking the focus: a dialog would take it back before the text is copied. */
function copySelected(text: string): boolean {
  const selection = document.getSelection();
  const before = selection?.rangeCount ? selection.getRangeAt(0) : null;
  const holder = document.createElement("span");
  holder.textContent = text;
  holder.style.cssText = "position:fixed;top:0;opacity:0;white-space:pre;user-select:text";
  holder.addEventListener("copy", (event) => {
    event.stopPropagation();
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
  });
  document.body.append(holder);
  const range = document.createRange();
  range.selectNodeContents(holder);
  selection?.removeAllRanges();
  selection?.addRange(range);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    selection?.removeAllRanges();
    if (before) selection?.addRange(before);
    holder.remove();
  }
}
