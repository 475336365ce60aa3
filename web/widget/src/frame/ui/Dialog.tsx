import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { useChat } from "./context";
import { CloseIcon } from "./icons";

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled])";

interface Props {
  label: string;
  variant?: "sheet" | "small" | "picture";
  onClose: () => void;
  children: ComponentChildren;
}

/** Something above the conversation: keeps the focus inside, closes by Esc, gives the focus back. */
export function Dialog({ label, variant = "sheet", onClose, children }: Props) {
  const { t } = useChat();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => before instanceof HTMLElement && before.focus();
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    } else if (event.key === "Tab" && box.current) {
      keepInside(event, box.current);
    }
  }

  return (
    <div class={`overlay overlay-${variant}`} onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div ref={box} class="dialog" role="dialog" aria-modal="true" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
        {variant !== "small" && (
          <div class="dialog-head">
            <h2>{label}</h2>
            <button type="button" class="icon-button" aria-label={t("app.close")} onClick={onClose}>
              <CloseIcon />
            </button>
          </div>
        )}
        <div class="dialog-body">{children}</div>
      </div>
    </div>
  );
}

function keepInside(event: KeyboardEvent, box: HTMLElement) {
  const stops = Array.from(box.querySelectorAll<HTMLElement>(FOCUSABLE));
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (!first || !last) return;
  const active = document.activeElement;
  if (event.shiftKey && (active === first || active === box)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && active === last) {
    event.preventDefault();
    first.focus();
  }
}
