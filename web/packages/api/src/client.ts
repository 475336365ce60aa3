/** The one way to the back end: problem details become errors, writes carry CSRF and an idempotency key. */
import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { paths } from "./paths";
import type { FieldError, Locale, ProblemDetail } from "./types";

/** An answer that is not a success. `code` is stable; `message` is in the reader's language. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: FieldError[];
  /** The answer as it came: some codes tell more than the rest (`stale` its differences). */
  readonly told: Readonly<Record<string, unknown>>;

  constructor(detail: Partial<ProblemDetail> & { status: number; code: string }) {
    super(detail.detail || detail.title || detail.code);
    this.name = "Problem";
    this.status = detail.status;
    this.code = detail.code;
    this.title = detail.title ?? "";
    this.errors = detail.errors ?? [];
    this.told = { ...detail };
  }

  /** True when whoever was signed in here may not go on: the session has ended, or the place is none to work from. */
  get endsSession(): boolean {
    return (this.status === 401 && this.code !== "wrong_login") || this.code === "outside_networks";
  }

  /** True when nobody knows whether the request arrived: the same request may be sent again. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 502;
  }
}

export interface ApiOptions {
  baseUrl?: string;
  locale: () => Locale;
  onSignedOut?: (why: Problem) => void;
  /** The `Date` of each answer of the server. */
  onDate?: (date: string | null) => void;
  fetch?: (request: Request) => Promise<Response>;
}

export type Api = Client<paths>;

export function createApi(options: ApiOptions): Api {
  const client = createClient<paths>({
    baseUrl: options.baseUrl ?? location.origin,
    credentials: "same-origin",
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  client.use(headers(options.locale), problems(options.onSignedOut));
  if (options.onDate) client.use(dates(options.onDate));
  return client;
}

/** The body of a successful answer; problems have been thrown before this is reached. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** A random UUID; `crypto.randomUUID` is missing where a page is not served over https. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function headers(locale: () => Locale): Middleware {
  return {
    onRequest({ request }) {
      request.headers.set("Accept-Language", locale());
      if (request.method === "GET") return;
      const token = cookie("csrftoken");
      if (token) request.headers.set("X-CSRFToken", token);
      if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
        request.headers.set("Idempotency-Key", newId());
      }
    },
  };
}

function dates(onDate: (date: string | null) => void): Middleware {
  return {
    onResponse({ response }) {
      onDate(response.headers.get("Date"));
    },
  };
}

function problems(onSignedOut?: (why: Problem) => void): Middleware {
  return {
    async onResponse({ response }) {
      if (response.ok) return;
      const problem = await problemOf(response);
      if (problem.endsSession) onSignedOut?.(problem);
      throw problem;
    },
    onError({ error }) {
      return error instanceof Problem ? error : new Problem({ status: 0, code: "network" });
    },
  };
}

async function problemOf(response: Response): Promise<Problem> {
  const detail = (await response.json().catch(() => null)) as Partial<ProblemDetail> | null;
  return new Problem({ code: `http_${response.status}`, ...detail, status: response.status });
}

export function cookie(name: string): string | null {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}
