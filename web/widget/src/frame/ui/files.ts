/** Files a visitor has picked, pasted or dropped and not sent yet. */

import { useState } from "preact/hooks";

import { type FileProblem, fileProblem, isImage } from "../core/files";

export interface Picked {
  file: File;
  /** An address of the picture in this page's memory; null for other files. */
  preview: string | null;
}

export interface Refused {
  name: string;
  problem: FileProblem;
}

export interface Tray {
  picked: Picked[];
  refused: Refused[];
  add(files: Iterable<File> | ArrayLike<File>): void;
  remove(picked: Picked): void;
  /** Empties the tray and hands over what was in it. */
  take(): Picked[];
}

export function useTray(): Tray {
  const [picked, setPicked] = useState<Picked[]>([]);
  const [refused, setRefused] = useState<Refused[]>([]);
  return {
    picked,
    refused,
    add(files) {
      const accepted: Picked[] = [];
      const problems: Refused[] = [];
      for (const file of Array.from(files)) {
        const problem = fileProblem(file);
        if (problem) problems.push({ name: file.name, problem });
        else accepted.push({ file, preview: isImage(file.type) ? URL.createObjectURL(file) : null });
      }
      setPicked((before) => [...before, ...accepted]);
      setRefused(problems);
    },
    remove(gone) {
      if (gone.preview) URL.revokeObjectURL(gone.preview);
      setPicked((before) => before.filter((one) => one !== gone));
    },
    take() {
      setPicked([]);
      setRefused([]);
      return picked;
    },
  };
}
