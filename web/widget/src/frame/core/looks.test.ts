import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { WidgetApi } from "./api";
import { ApiError } from "./http";
import { Looks } from "./looks";
import { initialState } from "./state";
import { Store } from "./store";
import type { SiteConfig } from "./types";

const ON = { rush: { announcement: "忙", topics_on_top: true } } as SiteConfig;
let store: Store;

function looks(config: () => Promise<SiteConfig>, random = 0.5): Looks {
  return new Looks({ config } as unknown as WidgetApi, store, () => random);
}

beforeEach(() => {
  vi.useFakeTimers();
  store = new Store(initialState("zh-CN"));
});
afterEach(() => {
  vi.useRealTimers();
});

it("asks once after several changes, at a moment of its own", async () => {
  const config = vi.fn(async () => ON);
  const site = looks(config);
  site.changed();
  site.changed();
  await vi.advanceTimersByTimeAsync(2_400);
  expect(config).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_600);
  expect(config).toHaveBeenCalledTimes(1);
  expect(store.state.config?.rush?.announcement).toBe("忙");
});

it("keeps what it knows when asking anew fails", async () => {
  let isAway = false;
  const site = looks(async () => (isAway ? Promise.reject(new ApiError(503, "http_503", "")) : ON));
  await site.load();
  isAway = true;
  site.changed();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(store.state.config).toEqual(ON);
});

it("looks again when the page comes back after a minute, and not before", async () => {
  const config = vi.fn(async () => ON);
  const site = looks(config);
  await site.load();
  site.seenAgain();
  expect(config).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(61_000);
  site.seenAgain();
  expect(config).toHaveBeenCalledTimes(2);
});
