import { useEffect, useState } from "preact/hooks";

import type { Article } from "../core/types";
import { useChat } from "./context";
import { Dialog } from "./Dialog";
import { RichText } from "./RichText";

/** The article a bot's answer came from, in full. */
export function ArticleDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { api, t } = useChat();
  const [article, setArticle] = useState<Article | null>(null);
  const [hasFailed, setHasFailed] = useState(false);

  useEffect(() => {
    let isWanted = true;
    api.article(id).then(
      (found) => isWanted && setArticle(found),
      () => isWanted && setHasFailed(true),
    );
    return () => {
      isWanted = false;
    };
  }, [api, id]);

  return (
    <Dialog label={t("article.title")} onClose={onClose}>
      {article ? (
        <article>
          <h3>{article.question}</h3>
          <p>
            <RichText text={article.answer} />
          </p>
        </article>
      ) : (
        <p class="muted" role="status">
          {t(hasFailed ? "article.failed" : "article.loading")}
        </p>
      )}
    </Dialog>
  );
}
