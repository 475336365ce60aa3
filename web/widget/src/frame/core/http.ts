/** HTTP as the widget needs it: JSON both ways, a bearer, problem documents turned into errors, uploads with progress. */

import type { Challenge } from "./door";
import type { Locale } from "./types";

const TIMEOUT_MS = 15_000;

/** A refusal of the server (`status` from 400), or no answer at all (`status` 0). `detail` is fit to be shown. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly retryAfterMs: number | null = null,
    readonly challenge: Challenge | null = null,
  ) {
    super(`${status} ${code}`);
  }

  /** Whether the same request may succeed a little later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 425 || this.status === 429 || this.status >= 500;
  }

  /** Whether the conversation cannot be reached with this token any more. */
  get isGone(): boolean {
    return this.status === 401 || this.status === 404 || this.status === 410;
  }
}

/** What of an error is worth keeping and showing; `detail` is the server's own sentence, or empty. */
export interface Failure {
  status: number;
  detail: string;
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0, "unexpected", "");
}

export function asFailure({ status, detail }: ApiError): Failure {
  return { status, detail };
}

export interface RequestOptions {
  body?: unknown;
  token?: string;
  idempotencyKey?: string;
  challengeAnswer?: string;
}

export interface Http {
  request<T>(method: "GET" | "POST" | "PUT", path: string, options?: RequestOptions): Promise<T>;
  upload<T>(path: string, file: File, token: string | undefined, onProgress: (fraction: number) => void): Promise<T>;
}

export function browserHttp(base: string, locale: () => Locale): Http {
  return {
    async request<T>(method: "GET" | "POST" | "PUT", path: string, options: RequestOptions = {}): Promise<T> {
      const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": locale() };
      if (options.token) headers.Authorization = `Bearer ${options.token}`;
      if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
      if (options.challengeAnswer) headers["Challenge-Answer"] = options.challengeAnswer;
      if (options.body !== undefined) headers["Content-Type"] = "application/json";
      const limit = new AbortController();
      const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
      try {
        const response = await fetch(base + path, {
          method,
          headers,
          body: options.body === undefined ? undefined : JSON.stringify(options.body),
          credentials: "omit",
          cache: "no-store",
          signal: limit.signal,
        });
        const text = await response.text();
        if (!response.ok) throw refusal(response.status, text, response.headers.get("Retry-After"));
        return (text ? JSON.parse(text) : null) as T;
      } catch (error) {
        throw error instanceof ApiError ? error : unreachable();
      } finally {
        clearTimeout(timer);
      }
    },

    // fetch cannot tell how much of a body has gone up; XMLHttpRequest can.
    upload<T>(path: string, file: File, token: string | undefined, onProgress: (fraction: number) => void): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("POST", base + path);
        request.setRequestHeader("Accept", "application/json");
        request.setRequestHeader("Accept-Language", locale());
        if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
        request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
        request.onerror = () => reject(unreachable());
        request.onload = () => {
          if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T);
          else reject(refusal(request.status, request.responseText, request.getResponseHeader("Retry-After")));
        };
        const form = new FormData();
        form.append("file", file, file.name);
        request.send(form);
      });
    },
  };
}

/** The error of a refused request; proxies in between answer with pages of their own, so nothing is taken for granted. */
export function refusal(status: number, body: string, retryAfter: string | null): ApiError {
  let problem: { code?: unknown; detail?: unknown; challenge?: Challenge } = {};
  try {
    problem = (JSON.parse(body) ?? {}) as typeof problem;
  } catch {
    // Not a problem document: the status alone has to do.
  }
  const seconds = Number(retryAfter);
  return new ApiError(
    status,
    typeof problem.code === "string" ? problem.code : `http_${status}`,
    typeof problem.detail === "string" ? problem.detail : "",
    retryAfter !== null && seconds > 0 ? seconds * 1000 : null,
    problem.code === "challenge_required" ? (problem.challenge ?? null) : null,
  );
}

function unreachable(): ApiError {
  return new ApiError(0, "unreachable", "");
}
