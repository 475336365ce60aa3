/** What the editor knows of a flow's steps: how one begins, how it is called in a list, and a first flow to change. */
import type { FlowDefinition, FlowStep } from "@kefu/api";
import type { ComposerTranslation } from "vue-i18n";

export const STEP_KINDS = ["say", "ask", "look_up", "choose", "hand_over", "end"] as const;
export const PATTERNS = ["order_number", "phone", "email", "digits", "text"] as const;
export const ORDER_FIELDS = ["order.number", "order.state", "order.items", "order.parcel"];

export function newStep(kind: FlowStep["kind"], steps: FlowStep[], t: ComposerTranslation): FlowStep {
  let n = steps.length + 1;
  while (steps.some(({ id }) => id === `s${n}`)) n += 1;
  const step: FlowStep = { id: `s${n}`, kind, text: "", tries: 2, options: [] };
  if (kind === "ask") Object.assign(step, { save_as: t("bot.flows.answer", { n }), pattern: "text" });
  if (kind === "choose") step.options = [{ label: "" }, { label: "" }];
  return step;
}

/** "3. 询问：请提供订单号" */
export function stepLabel(step: FlowStep, steps: FlowStep[], t: ComposerTranslation): string {
  const text = step.text.trim().slice(0, 16);
  return `${steps.indexOf(step) + 1}. ${t(`bot.flows.kind_${step.kind}`)}${text ? `：${text}` : ""}`;
}

/** The variables that a text may name: answers of earlier steps, and the order once one is looked up. */
export function variablesOf(steps: FlowStep[]): string[] {
  const saved = steps.flatMap((step) => (step.kind === "ask" && step.save_as ? [step.save_as] : []));
  return steps.some(({ kind }) => kind === "look_up") ? [...saved, ...ORDER_FIELDS] : saved;
}

/** Asks for an order number, looks it up, tells, and asks whether that was it. */
export function orderFlow(t: ComposerTranslation): FlowDefinition {
  const say = (name: string) => t(`bot.flows.order.${name}`);
  const plain = { tries: 2, options: [] };
  return {
    phrases: [say("phrase1"), say("phrase2")],
    steps: [
      {
        ...plain, id: "ask", kind: "ask", text: say("ask"), retry: say("retry"), save_as: say("name"), pattern: "order_number",
      },
      { ...plain, id: "find", kind: "look_up", text: "", by: say("name"), missing: "missing" },
      { ...plain, id: "tell", kind: "say", text: `${say("number")} {order.number}${say("colon")}{order.state}` },
      {
        ...plain,
        id: "solved",
        kind: "choose",
        text: say("solved"),
        options: [
          { label: say("yes"), next: "bye" },
          { label: say("no"), next: "person" },
        ],
      },
      { ...plain, id: "missing", kind: "say", text: say("missing"), next: "ask" },
      { ...plain, id: "person", kind: "hand_over", text: "" },
      { ...plain, id: "bye", kind: "end", text: say("bye") },
    ],
  };
}
