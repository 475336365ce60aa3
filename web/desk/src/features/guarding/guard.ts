/** What an agent must know before answering: kept once for the banner and the menu of a conversation. */
import { answer, type Guard } from "@kefu/api";
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { api } from "../../api";

export function useGuard(conversationId: () => string) {
  const client = useQueryClient();
  const key = () => ["guard", conversationId()];
  const guard = useQuery({
    queryKey: ["guard", conversationId] as const,
    queryFn: () =>
      answer(api.GET("/api/v1/conversations/{id}/guard", { params: { path: { id: conversationId() } } })),
    staleTime: 30_000,
  });
  const put = (fresh: Guard) => client.setQueryData(key(), fresh);

  async function accept(): Promise<void> {
    const params = { path: { id: conversationId() } };
    put(await answer(api.POST("/api/v1/conversations/{id}/warnings/accept", { params })));
  }
  async function warn(body: { reason: string; grade: string; days: number | null }): Promise<void> {
    const params = { path: { id: conversationId() } };
    put(await answer(api.POST("/api/v1/conversations/{id}/warnings", { params, body })));
  }
  async function askBlock(body: { reason: string; days: number; with_address: boolean }): Promise<void> {
    const params = { path: { id: conversationId() } };
    put(await answer(api.POST("/api/v1/conversations/{id}/block-requests", { params, body })));
  }
  return { guard, accept, warn, askBlock };
}
