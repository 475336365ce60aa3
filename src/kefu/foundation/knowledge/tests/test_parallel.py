"""Real transactions side by side: nobody overwrites anybody, and nothing is there twice."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from kefu.foundation.accounts.models import Brand
from kefu.foundation.knowledge import actions, queries
from kefu.foundation.knowledge.models import Article
from kefu.kernel.actor import system
from kefu.kernel.errors import Conflict


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call gave back or raised, all of them started together."""
    start = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_editors_who_save_at_once_one_wins(committing: None, make_brand: Callable[..., Brand]) -> None:
    brand = make_brand()
    editor = system(brand.organization_id)
    article = actions.create(
        editor, brand_id=brand.id, locale="zh-CN", question="怎么退款?", answer="三天。", status="published"
    )

    def save(answer: str) -> Callable[[], Article]:
        return lambda: actions.update(editor, article_id=article.id, version=1, changes={"answer": answer})

    results = at_once(*(save(answer) for answer in "甲乙丙丁"))
    won = [result for result in results if isinstance(result, Article)]
    lost = [result for result in results if isinstance(result, Conflict)]
    assert (len(won), len(lost)) == (1, 3)
    assert queries.get(editor, article.id).answer == won[0].answer
    assert queries.versions(editor, article.id).count() == 2
    assert queries.revision(brand.organization_id, brand.id) == 2


def test_a_file_sent_twice_at_once_is_there_once(committing: None, make_brand: Callable[..., Brand]) -> None:
    brand = make_brand()
    actor = system(brand.organization_id)
    content = "question,answer,category\n" + "".join(f"问题{number},答案,售后\n" for number in range(20))

    def send() -> actions.ImportResult:
        return actions.import_articles(
            actor, name="faq.csv", content=content.encode(), brand_id=brand.id, locale="zh-CN"
        )

    results = at_once(send, send, send)
    assert sorted(result.created for result in results) == [0, 0, 20]
    assert queries.matching(actor).count() == 20
    assert queries.categories(actor).count() == 1
