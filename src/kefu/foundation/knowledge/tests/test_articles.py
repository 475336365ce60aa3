from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kefu.foundation.accounts.models import Brand
from kefu.foundation.knowledge import actions, queries
from kefu.foundation.knowledge.events import ArticleChanged
from kefu.foundation.knowledge.models import Article
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Invalid, NotFound
from kefu.kernel.ids import new_id
from kefu.kernel.models import AuditEntry, OutboxEvent

MakeBrand = Callable[..., Brand]


def made(actor: Actor, brand: Brand, **fields: Any) -> Article:
    content = {"locale": "zh-CN", "question": "怎么退款?", "answer": "三天内到账。", "status": "published", **fields}
    return actions.create(actor, brand_id=brand.id, **content)


def revision(brand: Brand) -> int:
    return queries.revision(brand.organization_id, brand.id)


def test_every_change_is_a_version_that_can_be_restored(editor: Actor, brand: Brand) -> None:
    article = made(editor, brand, similar=["退款", "钱退哪了"])
    changed = actions.update(
        editor, article_id=article.id, version=1, changes={"answer": "五天内到账。", "similar": ["要退钱"]}
    )
    assert (changed.version, changed.answer, queries.similar_of(changed)) == (2, "五天内到账。", ["要退钱"])
    restored = actions.restore(editor, article_id=article.id, version=1)
    assert (restored.version, restored.answer, queries.similar_of(restored)) == (
        3,
        "三天内到账。",
        ["退款", "钱退哪了"],
    )
    kept = queries.versions(editor, article.id).order_by("version").values_list("version", "answer", "similar")
    assert list(kept) == [
        (1, "三天内到账。", ["退款", "钱退哪了"]),
        (2, "五天内到账。", ["要退钱"]),
        (3, "三天内到账。", ["退款", "钱退哪了"]),
    ]
    with pytest.raises(NotFound):
        actions.restore(editor, article_id=article.id, version=10**12)


def test_saving_over_somebody_elses_change_is_refused_and_says_whose(
    editor: Actor, brand: Brand, make_user: Callable[..., Actor]
) -> None:
    article = made(editor, brand)
    other = make_user(brand, nickname="小青")
    actions.update(other, article_id=article.id, version=1, changes={"answer": "五天内到账。"})
    with pytest.raises(Conflict) as refused:
        actions.update(editor, article_id=article.id, version=1, changes={"answer": "七天内到账。"})
    assert refused.value.code == "version_conflict"
    assert "小青" in refused.value.text.zh
    assert refused.value.extra["changed_by"] == {"id": str(other.id), "name": "小青"}
    assert queries.get(editor, article.id).answer == "五天内到账。"


def test_changing_nothing_makes_no_version(editor: Actor, brand: Brand) -> None:
    article = made(editor, brand, similar=["退款"])
    before = revision(brand), OutboxEvent.objects.count()
    same = actions.update(
        editor, article_id=article.id, version=1, changes={"question": " 怎么退款? ", "similar": ["退款", "退款"]}
    )
    assert same.version == 1
    assert (revision(brand), OutboxEvent.objects.count()) == before


def test_the_revision_grows_with_what_the_bot_may_answer_and_only_then(editor: Actor, brand: Brand) -> None:
    seen = [revision(brand)]

    def grew() -> bool:
        seen.append(revision(brand))
        return seen[-1] > seen[-2]

    article = made(editor, brand, status="draft")
    assert seen == [0]
    assert not grew()
    steps: list[tuple[actions.ArticleChanges, bool]] = [
        ({"answer": "五天内到账。"}, False),
        ({"status": "published"}, True),
        ({"answer": "七天内到账。"}, True),
        ({"similar": ["要退钱"]}, True),
        ({"review_on": date(2026, 6, 1)}, False),
        ({"key": "refund"}, False),
        ({"locale": "en"}, True),
    ]
    for version, (changes, expected) in enumerate(steps, start=1):
        actions.update(editor, article_id=article.id, version=version, changes=changes)
        assert grew() is expected, changes
    actions.archive(editor, article_id=article.id)
    assert grew()
    actions.archive(editor, article_id=article.id)
    assert not grew()


def test_a_change_is_announced_and_remembered(editor: Actor, brand: Brand) -> None:
    article = made(editor, brand)
    actions.update(editor, article_id=article.id, version=1, changes={"answer": "五天内到账。"})
    events = OutboxEvent.objects.filter(organization_id=brand.organization_id, name=ArticleChanged.name)
    assert [event.payload for event in events] == [{"article_id": str(article.id), "brand_id": str(brand.id)}] * 2
    entry = AuditEntry.objects.for_actor(editor).get(action="article.updated")
    assert (entry.before, entry.after) == ({"answer": "三天内到账。"}, {"answer": "五天内到账。"})


def test_a_key_is_used_once_in_a_brand_and_language(editor: Actor, brand: Brand, make_brand: MakeBrand) -> None:
    first = made(editor, brand, key="refund")
    made(editor, brand, key="refund", locale="en")
    made(editor, make_brand(brand.organization), key="refund")
    with pytest.raises(Conflict) as refused:
        made(editor, brand, key=" refund ")
    assert refused.value.code == "key_taken"
    assert refused.value.extra == {"article_id": str(first.id)}
    for _ in range(2):
        made(editor, brand, key="")


def test_category_and_owner_belong_to_the_brand_and_the_organization(
    editor: Actor, brand: Brand, make_brand: MakeBrand, make_user: Callable[..., Actor]
) -> None:
    elsewhere = make_brand(brand.organization)
    foreign = actions.create_category(editor, brand_id=elsewhere.id, name="售后")
    for field, value in (
        ("category_id", foreign.id),
        ("category_id", new_id()),
        ("owner_id", make_user(make_brand()).id),
    ):
        with pytest.raises(Invalid) as refused:
            made(editor, brand, **{field: value})
        assert refused.value.errors[0]["field"] == field
    assert not Article.objects.for_actor(editor).exists()


def test_the_bot_learns_what_is_published_in_two_queries(
    editor: Actor, brand: Brand, make_brand: MakeBrand, django_assert_num_queries: Any
) -> None:
    category = actions.create_category(editor, brand_id=brand.id, name="售后")
    first = made(editor, brand, similar=["退款", "要退钱"], category_id=category.id)
    second = made(editor, brand, question="How do I get a refund?", answer="Ask us.", locale="en")
    made(editor, brand, question="草稿", status="draft")
    made(editor, brand, question="已归档", status="archived")
    made(editor, make_brand(brand.organization), question="别的品牌")
    with django_assert_num_queries(2):
        number, entries = queries.entries_for_bot(brand.organization_id, brand.id)
    assert number == revision(brand) == 2
    assert entries == [
        queries.BotEntry(first.id, "zh-CN", "怎么退款?", ("退款", "要退钱"), "三天内到账。", "售后"),
        queries.BotEntry(second.id, "en", "How do I get a refund?", (), "Ask us.", ""),
    ]
    assert queries.entries_for_bot(make_brand().organization_id, brand.id) == (0, [])


def test_anybody_reads_what_is_published(editor: Actor, brand: Brand, make_brand: MakeBrand) -> None:
    article, draft = made(editor, brand), made(editor, brand, status="draft")
    visitor = Actor(kind="visitor", organization_id=brand.organization_id, brand_ids=frozenset({brand.id}))
    assert queries.published(visitor, article.id) == article
    other_brand = Actor(kind="visitor", organization_id=brand.organization_id, brand_ids=frozenset({new_id()}))
    stranger = Actor(kind="visitor", organization_id=make_brand().organization_id)
    for actor, id in ((visitor, draft.id), (other_brand, article.id), (stranger, article.id)):
        with pytest.raises(NotFound):
            queries.published(actor, id)
