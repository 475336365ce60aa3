import { describe, expect, it } from "vitest";
import { type BrowserWindow, whatIsOff } from "./insecure";

const pastes = { prototype: { clipboardData: null } };
const whole = { mediaDevices: {}, serviceWorker: {} };
const page = (over: Partial<BrowserWindow>): BrowserWindow => ({
  isSecureContext: false,
  navigator: {},
  ClipboardEvent: pastes,
  ...over,
});

describe("what is off", () => {
  it("is nothing on a secure page, whatever the browser lacks", () => {
    expect(whatIsOff(page({ isSecureContext: true, ClipboardEvent: undefined }))).toEqual([]);
  });

  it("is what the browser closes on an insecure one", () => {
    expect(whatIsOff(page({}))).toEqual(["notices", "microphone", "offline"]);
  });

  it("is desktop notices in any browser, and no more than that where the rest is open", () => {
    expect(whatIsOff(page({ navigator: whole }))).toEqual(["notices"]);
  });

  it("is pasting of pictures where the browser hands none over", () => {
    expect(whatIsOff(page({ navigator: whole, ClipboardEvent: undefined }))).toEqual(["notices", "pictures"]);
    expect(whatIsOff(page({ navigator: whole, ClipboardEvent: { prototype: {} } }))).toEqual(["notices", "pictures"]);
  });
});
