import { describe, expect, it } from "vitest";

import { snoozeTimes } from "./snoozing";

const at = (time: string) => new Date(`2026-11-26T${time}:00`);
const hourAfter = (time: string) => snoozeTimes(at(time), null)[1]!.at;

describe("the times that are offered", () => {
  it("are half an hour, a full hour that is worth waiting for, and tomorrow", () => {
    expect(snoozeTimes(at("13:20"), null).map(({ key, at: time }) => [key, time.getTime()])).toEqual([
      ["in_30", at("13:50").getTime()],
      ["hour", at("14:00").getTime()],
      ["tomorrow", new Date("2026-11-27T09:00:00").getTime()],
    ]);
    expect(hourAfter("13:46")).toEqual(at("15:00"));
    expect(hourAfter("13:45")).toEqual(at("15:00"));
    expect(hourAfter("23:30")).toEqual(new Date("2026-11-27T00:00:00"));
  });

  it("are the house's own where it keeps hours", () => {
    const opening = "2026-11-30T00:30:00Z";
    expect(snoozeTimes(at("13:20"), opening)[2]).toEqual({ key: "opening", at: new Date(opening) });
  });
});
