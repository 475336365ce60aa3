import { useEffect, useRef, useState } from "preact/hooks";

import type { Question } from "../core/door";
import { useChat } from "./context";

/** What the house asks before the conversation begins; what the visitor wrote waits and goes out afterwards. */
export function SumQuestion({ question }: { question: Question }) {
  const { chat, t } = useChat();
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => field.current?.focus(), []);

  function submit(event: Event) {
    event.preventDefault();
    if (typed.trim()) chat.door.answer(typed);
  }

  return (
    <form class="sum" data-testid="chat-sum" onSubmit={submit} noValidate>
      <p class="muted">{t("door.about")}</p>
      {question.problem && (
        <p class="problem" role="alert">
          {question.problem}
        </p>
      )}
      <label>
        {question.text}
        <span class="sum-row">
          <input
            ref={field}
            class="field"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            maxLength={12}
            data-testid="chat-sum-field"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <button type="submit" class="button button-primary" data-testid="chat-sum-submit" disabled={!typed.trim()}>
            {t("door.submit")}
          </button>
        </span>
      </label>
    </form>
  );
}
