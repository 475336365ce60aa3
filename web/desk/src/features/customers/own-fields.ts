/** The fields that the organization gives its customers, without those that are archived. */
import { answer } from "@kefu/api";
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api } from "../../api";

export function useOwnFields() {
  const found = useQuery({
    queryKey: ["customer-fields"],
    staleTime: 60_000, // they change seldom, and every conversation shows a customer
    queryFn: () => answer(api.GET("/api/v1/customer-fields")),
  });
  return computed(() => found.data.value?.fields.filter((field) => !field.is_archived) ?? []);
}
