/** Which colleagues a note may ask in by @, and what is written for each. */
import type { Agent } from "@kefu/api";

const SHOWN = 8;
const ORDER = { online: 0, busy: 1, offline: 2 };

/** As colleagues know somebody: by nickname, else by 工号, else by name. */
export function knownAs({ user }: Agent): string {
  return user.nickname || user.employee_number || user.name;
}

/** Those whom the typed words fit by name, 工号 or pinyin, oneself left out; who is online first, at most eight. */
export function colleaguesFor(all: Agent[], typed: string, myId: string): Agent[] {
  const words = typed.trim().toLowerCase();
  const fits = ({ user }: Agent) =>
    [user.nickname, user.name].some((name) => name.toLowerCase().includes(words)) ||
    [user.employee_number ?? "", ...user.pinyin.split(" ")].some((key) => key.toLowerCase().startsWith(words));
  return all
    .filter((agent) => agent.user.id !== myId && fits(agent))
    .sort((a, b) => ORDER[a.presence.status] - ORDER[b.presence.status])
    .slice(0, SHOWN);
}

/** What stands after @: the name, and 工号 where two go by one name. */
export function mentionOf(agent: Agent, all: Agent[]): string {
  const name = knownAs(agent);
  const isShared = all.some((other) => other.user.id !== agent.user.id && knownAs(other) === name);
  return (isShared && agent.user.employee_number) || name;
}
