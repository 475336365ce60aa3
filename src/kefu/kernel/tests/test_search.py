"""What can be found, by whom and how it may be typed."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kefu.kernel import search
from kefu.kernel.actor import Actor, system
from kefu.kernel.ids import new_id
from kefu.kernel.models import Organization
from kefu.kernel.text import tokens

with_database = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(actor: Actor, title: str, body: str = "", **fields: object) -> UUID:
    id = new_id()
    search.write(actor.organization_id, kind="article", object_id=id, title=title, body=body, **fields)  # type: ignore[arg-type]
    return id


def find(actor: Actor, query: str, *, every_word: bool = True) -> list[UUID]:
    return [hit.object_id for hit in search.find(actor, query, kinds=["article"], every_word=every_word)]


CORPUS = ["怎么开发票", "发票抬头怎么改", "退款多久到账", "電子發票在哪裡", "如何修改收货地址", "票务代理"]


@pytest.mark.parametrize("word", ["发票", "發票", "退款", "怎么", "地址", "收货", "电子", "到账"])
def test_two_characters_find_every_text_in_which_they_stand(actor: Actor, word: str) -> None:
    ids = {text: write(actor, text) for text in CORPUS}
    simplified = dict(zip(["怎么开发票", "發票"], ["怎么开发票", "发票"], strict=True))
    wanted = simplified.get(word, word)
    expected = {id for text, id in ids.items() if wanted in text.replace("電子發票在哪裡", "电子发票在哪里")}
    assert set(find(actor, word)) == expected and expected


@with_database
@given(text=st.text(alphabet="退款发票多久到账ab1 ,。", min_size=2, max_size=40), at=st.integers(0, 38))
def test_any_two_neighbours_of_a_text_find_it(actor: Actor, text: str, at: int) -> None:
    pair = text[at : at + 2]
    if len(pair) < 2 or not all("\u4e00" <= c <= "\u9fff" for c in pair):
        return
    id = write(actor, "题", body=text)
    assert id in find(actor, pair)


def test_one_character_is_found_too(actor: Actor) -> None:
    id = write(actor, "怎么开发票")
    assert find(actor, "票") == [id]
    assert find(actor, "汇") == []


@pytest.mark.parametrize("query", ["refund", "REFUND", "ｒｅｆｕｎｄ", "refund!", " refund\u200b "])
def test_words_are_found_however_they_are_typed(actor: Actor, query: str) -> None:
    id = write(actor, "How do I get a Refund?")
    write(actor, "Refunding is something else")
    assert find(actor, query) == [id]


@pytest.mark.parametrize("query", ["ＶＩＰ会员", "vip 會員", "VIP会员"])
def test_full_width_mixed_and_traditional(actor: Actor, query: str) -> None:
    id = write(actor, "VIP会员有什么权益")
    assert find(actor, query) == [id]


def test_every_word_or_any(actor: Actor) -> None:
    both, one = write(actor, "退款 发票"), write(actor, "退款")
    assert find(actor, "退款 发票") == [both]
    assert set(find(actor, "退款 发票", every_word=False)) == {both, one}


def test_titles_come_before_bodies(actor: Actor) -> None:
    body = write(actor, "售后", body="退款退款退款退款退款")
    title = write(actor, "退款多久到账", body="一般需要七天,请耐心等待,如有问题请联系客服。")
    alias = write(actor, "钱什么时候回来", aliases="退款时间")
    assert find(actor, "退款")[-1] == body
    assert set(find(actor, "退款")[:2]) == {title, alias}


@pytest.mark.parametrize(
    "hostile",
    ["'", "\\", "\\'", ":A", "a:*", "&", "|", "!", "()", "<->", "a'b", "a\\b", "a\\'b:*|!c", "' OR 1=1", "%s", "{}"],
)
def test_operators_are_only_characters(actor: Actor, hostile: str) -> None:
    id = write(actor, f"x{hostile}y 退款", body=hostile)
    assert find(actor, f"x{hostile}y 退款") == [id]
    find(actor, hostile)
    find(actor, f"退款 {hostile}", every_word=False)


@with_database
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_every_text_finds_itself_or_has_nothing_to_find(actor: Actor, text: str) -> None:
    id = write(actor, text, body=text)
    found = find(actor, text)
    assert id in found if tokens(text) else found == []


@with_database
@given(st.text(max_size=60))
def test_any_query_is_answered(actor: Actor, query: str) -> None:
    find(actor, query)
    find(actor, query, every_word=False)


def test_what_is_written_again_replaces_and_what_is_removed_is_gone(actor: Actor) -> None:
    id = write(actor, "退款")
    search.write(actor.organization_id, kind="article", object_id=id, title="发票")
    assert (find(actor, "退款"), find(actor, "发票")) == ([], [id])
    search.remove("article", id)
    assert find(actor, "发票") == []


def test_words_are_added_to_what_is_findable_already(actor: Actor) -> None:
    id = write(actor, "退款", "很久")
    search.add("article", id, "退款的发票")
    assert find(actor, "发票") == find(actor, "退款 很久 发票") == [id]
    other = write(actor, "发票")
    assert find(actor, "发票") == [other, id]  # titles first, still
    search.remove("article", id)
    search.add("article", id, "发票")
    assert find(actor, "发票") == [other]


def test_others_find_nothing_of_ours(actor: Actor, others: Organization) -> None:
    write(actor, "退款")
    assert find(system(others.id), "退款") == []


def test_brands_find_their_own_and_what_belongs_to_none(actor: Actor, organization: Organization) -> None:
    mine, other = new_id(), new_id()
    ids = [write(actor, "退款", brand_id=brand) for brand in (mine, other, None)]
    restricted = Actor(kind="user", organization_id=organization.id, brand_ids=frozenset({mine}))
    assert set(find(restricted, "退款")) == {ids[0], ids[2]}


def test_facets_and_kinds_narrow(actor: Actor) -> None:
    id = write(actor, "退款", facets=["published", "zh-CN"])
    assert list(
        search.find(actor, "退款", kinds=["article"], facets=["published"]).values_list("object_id", flat=True)
    ) == [id]
    assert not search.find(actor, "退款", kinds=["article"], facets=["draft"]).exists()
    assert not search.find(actor, "退款", kinds=["ticket"]).exists()


def test_a_novel_is_indexed_and_its_longest_word_too(actor: Actor) -> None:
    id = write(actor, "小说", body="章节很长" * 30_000 + " " + "a" * 10_000)
    assert find(actor, "章节") == [id]
    assert find(actor, "a" * 10_000) == []
    long = write(actor, "b" * 10_000)
    assert find(actor, "b" * 10_000) == [long]
