/** What happens on the stage, step by step. The customer's steps play by themselves; the agent's are the onlooker's. */
import { pause, type Phone } from "./phone";

export interface Step {
  /** Names the texts `stage.<scene>.<key>`. */
  key: string;
  who: "customer" | "agent";
  play?: (phone: Phone) => Promise<void>;
  /** Whether it has happened, seen from the customer's telephone; `before` was counted when the step began. */
  isDone: (phone: Phone, before: Counts) => boolean;
}

export interface Counts {
  bot: number;
  agent: number;
  cards: number;
}

export function counts(phone: Phone): Counts {
  return { bot: phone.count("bot"), agent: phone.count("agent"), cards: phone.count("agent", "card") };
}

/** 买家咨询: a parcel, a broken screen, a coupon, five stars. */
export const BUYER: Step[] = [
  {
    key: "ask",
    who: "customer",
    play: (phone) => phone.ask("我的快递到哪了"),
    isDone: (phone, before) => phone.count("bot") > before.bot,
  },
  {
    key: "complain",
    who: "customer",
    play: (phone) => phone.type("收到的平板屏幕碎了，要赔！"),
    isDone: (phone) => phone.find("chat-queue") !== null || phone.find("chat-handoff") === null,
  },
  { key: "reply", who: "agent", isDone: (phone, before) => phone.count("agent") > before.agent },
  { key: "coupon", who: "agent", isDone: (phone, before) => phone.count("agent", "card") > before.cards },
  {
    key: "thank",
    who: "customer",
    play: (phone) => phone.type("好的，那就换新吧，谢谢你"),
    isDone: () => true,
  },
  { key: "close", who: "agent", isDone: (phone) => phone.find("chat-rating-5") !== null },
  {
    key: "rate",
    who: "customer",
    play: async (phone) => {
      phone.press("chat-rating-5");
      await pause(600);
      phone.press("chat-rating-submit");
    },
    isDone: (phone) => phone.find("chat-rating-submit") === null,
  },
];
