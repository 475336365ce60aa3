from collections.abc import Callable

import pytest

from kefu.foundation.accounts.models import Brand
from kefu.foundation.knowledge import actions, queries
from kefu.foundation.knowledge.models import Category
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Invalid, NotFound

Make = Callable[..., Category]


@pytest.fixture
def make(editor: Actor, brand: Brand) -> Make:
    def make(name: str, parent: Category | None = None) -> Category:
        return actions.create_category(editor, brand_id=brand.id, name=name, parent_id=parent.id if parent else None)

    return make


def test_a_category_with_articles_does_not_vanish(editor: Actor, brand: Brand, make: Make) -> None:
    old, new = make("退款"), make("售后")
    article = actions.create(
        editor,
        brand_id=brand.id,
        locale="zh-CN",
        question="怎么退?",
        answer="这样。",
        status="published",
        category_id=old.id,
    )
    with pytest.raises(Conflict) as refused:
        actions.delete_category(editor, category_id=old.id)
    assert (refused.value.code, refused.value.extra) == ("category_in_use", {"article_count": 1})
    with pytest.raises(NotFound):
        actions.delete_category(editor, category_id=old.id, move_to=old.id)

    before = queries.revision(brand.organization_id, brand.id)
    actions.delete_category(editor, category_id=old.id, move_to=new.id)
    assert queries.get(editor, article.id).category_id == new.id
    assert queries.revision(brand.organization_id, brand.id) == before + 1
    assert [category.name for category in queries.categories(editor)] == ["售后"]


def test_a_category_with_categories_does_not_vanish(editor: Actor, make: Make) -> None:
    outer = make("售后")
    inner = make("退款", outer)
    with pytest.raises(Conflict):
        actions.delete_category(editor, category_id=outer.id)
    actions.delete_category(editor, category_id=inner.id)
    actions.delete_category(editor, category_id=outer.id)
    assert not queries.categories(editor).exists()


def test_categories_stand_in_a_tree_of_five_levels(
    editor: Actor, brand: Brand, make: Make, make_brand: Callable[..., Brand]
) -> None:
    levels = [make("1")]
    for name in "2345":
        levels.append(make(name, levels[-1]))
    elsewhere = actions.create_category(editor, brand_id=make_brand(brand.organization).id, name="别处")
    with pytest.raises(Invalid):
        make("6", levels[-1])
    other = make("0")
    for category, parent in ((levels[0], levels[2]), (levels[0], levels[0]), (levels[0], other), (other, elsewhere)):
        with pytest.raises(Invalid):
            actions.update_category(editor, category_id=category.id, changes={"parent_id": parent.id})
    actions.update_category(editor, category_id=levels[4].id, changes={"parent_id": None, "position": 3})
    actions.update_category(editor, category_id=levels[0].id, changes={"parent_id": other.id})


def test_a_name_stands_once_in_its_place(editor: Actor, make: Make) -> None:
    first, second = make("售后"), make("订单")
    make("售后", first)
    with pytest.raises(Conflict):
        make(" 售后 ")
    with pytest.raises(Conflict):
        actions.update_category(editor, category_id=second.id, changes={"name": "售后"})
    for wrong in ("", "a/b", "x" * 101, "\0"):
        with pytest.raises(Invalid):
            make(wrong)


def test_a_category_filters_with_those_in_it(editor: Actor, brand: Brand, make: Make) -> None:
    outer = make("售后")
    inner = make("退款", outer)
    for category in (outer, inner, None):
        actions.create(
            editor,
            brand_id=brand.id,
            locale="zh-CN",
            question=f"在{category}",
            answer="答",
            category_id=category.id if category else None,
        )
    found = queries.matching(editor, category_id=outer.id).order_by("id")
    assert [article.question for article in found] == ["在售后", "在退款"]
    assert queries.article_counts(editor, [outer.id, inner.id]) == {outer.id: 1, inner.id: 1}
