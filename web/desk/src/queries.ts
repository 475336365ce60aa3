import { Problem } from "@kefu/api";
import { QueryClient } from "@tanstack/vue-query";

/** Lists are read again when somebody looks; what the server refused is not asked three times. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && error instanceof Problem && error.isUncertain,
    },
  },
});
