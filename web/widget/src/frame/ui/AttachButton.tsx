import { useRef } from "preact/hooks";

import { ACCEPT } from "../core/files";
import type { Tray } from "./files";
import { AttachIcon } from "./icons";

/** Opens the browser's own picker. */
export function AttachButton({ tray, label }: { tray: Tray; label: string }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="icon-button" title={label} aria-label={label} onClick={() => input.current?.click()}>
        <AttachIcon />
      </button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        multiple
        accept={ACCEPT}
        tabIndex={-1}
        aria-hidden="true"
        data-testid="chat-file"
        onChange={(event) => {
          tray.add(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
