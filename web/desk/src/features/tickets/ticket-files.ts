/** Files picked, pasted or dropped for a ticket or for what is said about it: they go up when it is sent. */
import { answer } from "@kefu/api";
import { ref } from "vue";
import { api } from "../../api";
import { pasted, picked, useStagedFiles } from "../conversations/staged-files";

export function useTicketFiles() {
  const { staged, stage, unstage, clear } = useStagedFiles();
  const isDropping = ref(false);
  const ids = new WeakMap<File, string>();

  /** Sends up what is not there yet, and returns the ids of all. What arrived need not go again when another is refused. */
  async function sendUp(): Promise<string[]> {
    const sent: string[] = [];
    for (const { file, problem } of staged.value) {
      if (problem) continue;
      if (!ids.has(file)) {
        const body = new FormData();
        body.append("file", file);
        ids.set(file, (await answer(api.POST("/api/v1/tickets/attachments", { body }))).id);
      }
      sent.push(ids.get(file)!);
    }
    return sent;
  }

  const onPaste = (event: ClipboardEvent) => stage(pasted(event));
  const onPick = (event: Event) => stage(picked(event));

  function onDrop(event: DragEvent): void {
    isDropping.value = false;
    if (event.dataTransfer?.files.length) stage(event.dataTransfer.files);
  }

  return { staged, unstage, sendUp, clear, isDropping, onPaste, onDrop, onPick };
}
