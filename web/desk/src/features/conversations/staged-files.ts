/** Files that were picked, pasted or dropped and are shown before they are sent. */
import { onUnmounted, ref } from "vue";

export interface StagedFile {
  file: File;
  /** An address of the picture in this page's memory; null for other files. */
  preview: string | null;
  /** Why it will not be sent: the key of a sentence. */
  problem: "too_large" | "empty" | null;
}

const MAX_BYTES = 20 * 1024 * 1024;
export const MAX_FILES = 9;

/** Files in the clipboard; none where there are words: what comes from a table or a document has a picture of them beside. */
export function pasted(event: ClipboardEvent): Iterable<File> {
  const files = event.clipboardData?.files;
  if (!files?.length || event.clipboardData?.getData("text/plain")) return [];
  event.preventDefault();
  return files;
}

/** What was chosen in a field for files, which is ready for the same ones again. */
export function picked(event: Event): Iterable<File> {
  const field = event.target as HTMLInputElement;
  const files = [...(field.files ?? [])];
  field.value = "";
  return files;
}

export function useStagedFiles() {
  const staged = ref<StagedFile[]>([]);

  function stage(files: Iterable<File>): void {
    for (const file of files) {
      if (staged.value.length >= MAX_FILES) return;
      const problem = file.size > MAX_BYTES ? "too_large" : file.size === 0 ? "empty" : null;
      const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
      staged.value.push({ file, preview: isPicture && !problem ? URL.createObjectURL(file) : null, problem });
    }
  }

  function unstage(index: number): void {
    const [gone] = staged.value.splice(index, 1);
    if (gone?.preview) URL.revokeObjectURL(gone.preview);
  }

  /** Empties the list and hands over what can be sent; the previews stay good for showing them on their way. */
  function take(): StagedFile[] {
    return staged.value.splice(0).filter(({ problem }) => !problem);
  }

  function clear(): void {
    while (staged.value.length) unstage(0);
  }

  onUnmounted(clear);
  return { staged, stage, unstage, take, clear };
}
