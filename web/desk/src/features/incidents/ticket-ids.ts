/** From numbers that somebody wrote to the tickets that bear them. */
import { answer, Problem } from "@kefu/api";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";

/** Each number's ticket. Throws a problem at the field `tickets` for one that is not there. */
export async function ticketIds(written: string, t: ComposerTranslation): Promise<string[]> {
  const numbers = [...new Set(written.split(/[\s,，、;；]+/).filter(Boolean).map((number) => number.toUpperCase()))];
  return Promise.all(
    numbers.map(async (number) => {
      const { items } = await answer(api.GET("/api/v1/tickets", { params: { query: { q: number, state: "any", limit: 5 } } }));
      const found = items.find((ticket) => ticket.number === number);
      if (!found) throw new Problem({ status: 422, code: "unknown_tickets", errors: [{ field: "tickets", message: t("incidents.not_found", { number }) }] });
      return found.id;
    }),
  );
}
