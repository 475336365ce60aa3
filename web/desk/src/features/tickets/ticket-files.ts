/** Files picked, pasted or dropped for a ticket or for what is said about it: they go up when it is sent. */
import { answer } from "@kefu/api";
import { ref } from "vue";
import { api } from "../../api";
import { useStagedFiles } from "../conversations/staged-files";

export function useTicketFiles() {
  const { staged, stage, unstage } = useStagedFiles();
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

  function clear(): void {
    while (staged.value.length) unstage(0);
  }

  function onPaste(event: ClipboardEvent): void {
    const files = event.clipboardData?.files;
    // What comes from a table or a document is words first, with a picture of them beside.
    if (!files?.length || event.clipboardData?.getData("text/plain")) return;
    event.preventDefault();
    stage(files);
  }

  function onDrop(event: DragEvent): void {
    isDropping.value = false;
    if (event.dataTransfer?.files.length) stage(event.dataTransfer.files);
  }

  function onPick(event: Event): void {
    const picker = event.target as HTMLInputElement;
    if (picker.files) stage(picker.files);
    picker.value = "";
  }

  return { staged, unstage, sendUp, clear, isDropping, onPaste, onDrop, onPick };
}
