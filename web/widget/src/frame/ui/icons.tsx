/** Line icons on a 20 px grid; decoration only, the controls around them carry the words. */

function icon(path: string) {
  return function Icon() {
    return (
      <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
        <path d={path} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
      </svg>
    );
  };
}

export const MinimiseIcon = icon("M5 8l5 5 5-5");
export const CloseIcon = icon("M5 5l10 10M15 5L5 15");
export const SendIcon = icon("M10 16V4M5 9l5-5 5 5");
export const AttachIcon = icon("M14.5 9.5l-5 5a3 3 0 01-4.3-4.3l6-6a2 2 0 012.9 2.9l-6 6a1 1 0 01-1.4-1.5l5-5");
export const PersonIcon = icon("M10 9.5a3 3 0 100-6 3 3 0 000 6zM4 16.5c.8-3 3.2-4.2 6-4.2s5.2 1.2 6 4.2");
export const EmojiIcon = icon("M10 17a7 7 0 100-14 7 7 0 000 14zM7 11.500c.7 1.300 1.700 2 3 2s2.300-.7 3-2M7.700 8v.200M12.300 8v.200");
export const EndIcon = icon("M8 4H5v12h3M12 6.5l3.5 3.5-3.5 3.5M15 10H8.5");
export const FileIcon = icon("M6 3h5l4 4v10H6zM11 3v4h4");
export const BookIcon = icon("M10 5.5C8.500 4.300 6.500 4 4 4v10.500c2.500 0 4.500.300 6 1.500 1.500-1.200 3.500-1.500 6-1.500V4c-2.500 0-4.500.300-6 1.500zM10 5.500V16");
export const WriteIcon = icon("M4 16h3l8.500-8.500-3-3L4 13z");
export const LanguageIcon = icon("M10 17a7 7 0 100-14 7 7 0 000 14zM3 10h14M10 3c2 2 2.800 4.300 2.800 7s-.8 5-2.800 7c-2-2-2.800-4.300-2.800-7S8 5 10 3z");

export const ThumbUpIcon = icon("M3.500 9h3v7.500h-3zM6.500 9l3.200-6c1.300 0 2 .8 2 2L11.200 8h4.600c.9 0 1.400.8 1.200 1.600l-1.400 5.700c-.2.700-.7 1.200-1.500 1.200H6.500");
export const ThumbDownIcon = icon("M3.500 11h3V3.500h-3zM6.500 11l3.200 6c1.300 0 2-.8 2-2l-.5-3h4.600c.9 0 1.400-.8 1.200-1.600l-1.400-5.700c-.2-.7-.7-1.200-1.500-1.200H6.500");

export function StarIcon() {
  return (
    <svg class="star" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false">
      <path d="M12 3.200l2.700 5.600 6.100.8-4.500 4.200 1.100 6.100L12 17l-5.400 2.900 1.100-6.100L3.200 9.600l6.100-.8z" />
    </svg>
  );
}
