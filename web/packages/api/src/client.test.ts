// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { answer, createApi, newId, Problem } from "./client";

function apiAnswering(response: () => Response | Promise<Response>, onSignedOut?: () => void) {
  const fetch = vi.fn<(request: Request) => Promise<Response>>(async () => response());
  const api = createApi({ baseUrl: "http://desk.test", locale: () => "zh-CN", onSignedOut, fetch });
  return { api, fetch };
}

function problem(status: number, code: string, extra: object = {}) {
  return new Response(JSON.stringify({ status, code, title: "T", detail: "D", ...extra }), { status });
}

describe("the API client", () => {
  beforeEach(() => {
    document.cookie = "csrftoken=abc";
  });

  it("sends the language, and on writes the CSRF token and an idempotency key", async () => {
    const { api, fetch } = apiAnswering(() => new Response(null, { status: 204 }));
    await api.POST("/api/v1/auth/logout");
    const request = fetch.mock.calls[0]![0];
    expect(request.headers.get("Accept-Language")).toBe("zh-CN");
    expect(request.headers.get("X-CSRFToken")).toBe("abc");
    expect(request.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("keeps the idempotency key it is given, so that a retry cannot double", async () => {
    const { api, fetch } = apiAnswering(() => new Response("{}"));
    await api.POST("/api/v1/skills", { body: {}, headers: { "Idempotency-Key": "mine" } });
    expect(fetch.mock.calls[0]![0].headers.get("Idempotency-Key")).toBe("mine");
  });

  it("turns problem details into an error with its field errors", async () => {
    const errors = [{ field: "name", message: "required" }];
    const { api } = apiAnswering(() => problem(422, "invalid", { errors }));
    const failure = await answer(api.GET("/api/v1/auth/me")).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Problem);
    expect(failure).toMatchObject({ status: 422, code: "invalid", message: "D", errors, isUncertain: false });
  });

  it("reports a lost connection as uncertain", async () => {
    const { api } = apiAnswering(() => Promise.reject(new TypeError("Failed to fetch")));
    await expect(api.GET("/api/v1/auth/me")).rejects.toMatchObject({ code: "network", isUncertain: true });
  });

  it("survives an error page that is not JSON", async () => {
    const { api } = apiAnswering(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(api.GET("/api/v1/auth/me")).rejects.toMatchObject({ code: "http_502", isUncertain: true });
  });

  it("says when the session is gone, but not for a wrong password", async () => {
    const onSignedOut = vi.fn();
    const wrong = apiAnswering(() => problem(401, "wrong_login"), onSignedOut);
    await wrong.api.GET("/api/v1/auth/me").catch(() => null);
    expect(onSignedOut).not.toHaveBeenCalled();
    const gone = apiAnswering(() => problem(401, "not_signed_in"), onSignedOut);
    await gone.api.GET("/api/v1/auth/me").catch(() => null);
    expect(onSignedOut).toHaveBeenCalledOnce();
  });
});

describe("newId", () => {
  it("is a version 4 UUID, new each time", () => {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(newId()).not.toBe(newId());
  });
});
