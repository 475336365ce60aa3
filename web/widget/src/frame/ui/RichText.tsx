import { pieces } from "../core/text";

/** Text as it was written, with its web addresses clickable; never markup. */
export function RichText({ text }: { text: string }) {
  return (
    <span class="rich-text" dir="auto">
      {pieces(text).map(({ text: piece, href }, index) =>
        href === null ? (
          piece
        ) : (
          <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow">
            {piece}
          </a>
        ),
      )}
    </span>
  );
}
