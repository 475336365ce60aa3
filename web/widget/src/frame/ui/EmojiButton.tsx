import { useEffect, useRef, useState } from "preact/hooks";

import { useChat } from "./context";
import { EmojiIcon } from "./icons";

const EMOJI = "😀 😄 😂 😊 😍 🤔 😅 😭 😢 😡 👍 👎 👌 🙏 👏 🌹 ❤️ 🎉 ✅ ❓ 📦 🚚 💰 🧾".split(" ");

/** A small set for those whose keyboard has none; the browser's own font draws them. */
export function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useChat();
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!isOpen) return undefined;
    const leave = (event: Event) => !box.current?.contains(event.target as Node) && setIsOpen(false);
    document.addEventListener("click", leave);
    return () => document.removeEventListener("click", leave);
  }, [isOpen]);

  return (
    <div
      class="emoji"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        event.stopPropagation();
        setIsOpen(false);
      }}
    >
      <button
        type="button"
        class="icon-button"
        title={t("composer.emoji")}
        aria-label={t("composer.emoji")}
        aria-expanded={isOpen}
        data-testid="chat-emoji"
        onClick={() => setIsOpen(!isOpen)}
      >
        <EmojiIcon />
      </button>
      {isOpen && (
        <div class="emoji-set" role="group" aria-label={t("composer.emoji")}>
          {EMOJI.map((emoji) => (
            <button
              key={emoji}
              type="button"
              onClick={() => {
                setIsOpen(false);
                onPick(emoji);
              }}
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
