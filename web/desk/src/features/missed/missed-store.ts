/** How many missed calls wait to be rung back: the figure beside their place in the rail. */
import { answer, type ToRingBack } from "@kefu/api";
import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import { api } from "../../api";
import { useSession } from "../accounts/session";

export const useMissed = defineStore("missed", () => {
  const toRingBack = shallowRef<ToRingBack>({ mine: 0, all: 0 });
  /** Grows with every change; a list that is open asks anew. */
  const changes = ref(0);

  async function load(): Promise<void> {
    if (!useSession().may("missed.serve")) return;
    toRingBack.value = await answer(api.GET("/api/v1/missed-calls/to-ring-back"));
    changes.value += 1;
  }
  return { toRingBack, changes, load };
});
