/** Whether this instance waits for its first organization; asked until it is known to have one. */
import { answer } from "@kefu/api";
import { api } from "../../api";

let isSettled = false;

export async function isNew(): Promise<boolean> {
  if (isSettled) return false;
  try {
    isSettled = !(await answer(api.GET("/api/v1/setup"))).is_needed;
  } catch {
    // The page one is sent to instead shows what is wrong.
    return false;
  }
  return !isSettled;
}
