/** What may be attached. The server looks into the files as well; this spares the visitor a vain upload. */

export const MAX_FILE_BYTES = 20 * 1024 * 1024;

const EXTENSIONS =
  "png jpg jpeg gif webp pdf txt csv docx xlsx pptx doc xls zip mp3 wav m4a mp4".split(" ");

/** For the `accept` of a file picker. */
export const ACCEPT = EXTENSIONS.map((extension) => `.${extension}`).join(",");

export type FileProblem = "file_empty" | "file_too_large" | "file_type";

export function fileProblem(file: { name: string; size: number }): FileProblem | null {
  if (file.size === 0) return "file_empty";
  if (file.size > MAX_FILE_BYTES) return "file_too_large";
  const extension = file.name.split(".").pop()?.toLowerCase() ?? "";
  return EXTENSIONS.includes(extension) ? null : "file_type";
}

export function isImage(type: string): boolean {
  return /^image\/(png|jpe?g|gif|webp)$/i.test(type);
}
