/** Questions and bad news; a success needs no toast: it shows. */
import { Problem } from "@kefu/api";
import type { ComposerTranslation } from "vue-i18n";
import { ElMessage, ElMessageBox } from "./kit";

/** What went wrong, in the reader's words: what happened, whether anything was lost, what to do. */
export function explain(error: unknown, t: ComposerTranslation): string {
  return sentences(error, t).join(" ");
}

/** The same, sentence by sentence; a problem of one field often says the same twice, here it stands once. */
export function sentences(error: unknown, t: ComposerTranslation): string[] {
  if (!(error instanceof Problem) || error.code === "network") return [t("ui.network")];
  return [...new Set([error.message, ...error.errors.map((each) => each.message)])].filter(Boolean);
}

export function showProblem(error: unknown, t: ComposerTranslation): void {
  ElMessage({ type: "error", message: explain(error, t), grouping: true, showClose: true, duration: 6000 });
}

/** Resolves to true when the user says yes; Esc and the cross mean no. */
export async function confirm(
  t: ComposerTranslation,
  question: string,
  options: { yes?: string; no?: string; isDangerous?: boolean } = {},
): Promise<boolean> {
  try {
    await ElMessageBox.confirm(question, {
      confirmButtonText: options.yes ?? t("ui.confirm"),
      cancelButtonText: options.no ?? t("ui.cancel"),
      confirmButtonType: options.isDangerous ? "danger" : "primary",
    });
    return true;
  } catch {
    return false;
  }
}
