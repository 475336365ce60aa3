/** Files go up by XMLHttpRequest, since fetch does not tell how much has gone. */
import { cookie, newId, Problem } from "./client";
import type { Attachment, Locale, ProblemDetail } from "./types";

export interface UploadOptions {
  locale: Locale;
  /** Told the fraction of the bytes that have gone up, 0..1. */
  onProgress: (fraction: number) => void;
  signal?: AbortSignal;
}

/** Throws Problem when the file is refused or does not arrive; an AbortError when it was called off. */
export function upload(path: string, file: File, { locale, onProgress, signal }: UploadOptions): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Accept-Language", locale);
    request.setRequestHeader("X-CSRFToken", cookie("csrftoken") ?? "");
    request.setRequestHeader("Idempotency-Key", newId());
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status < 300) resolve(body as Attachment);
      else reject(new Problem({ code: `http_${request.status}`, ...(body as Partial<ProblemDetail>), status: request.status }));
    };
    request.onerror = () => reject(new Problem({ status: 0, code: "network" }));
    request.onabort = () => reject(new DOMException("The upload was called off.", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
