"""Making, renaming, moving and removing categories."""

from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, rules
from ..models import Article, Category
from .brands import bump_revision, lock


class CategoryChanges(TypedDict, total=False):
    """Fields to change; those that are absent stay."""

    name: str
    parent_id: UUID | None
    position: int


@transaction.atomic
def create_category(
    actor: Actor, *, brand_id: UUID, name: str, parent_id: UUID | None = None, position: int = 0
) -> Category:
    """Raises NotFound for a foreign brand, Invalid, and Conflict category_name_taken."""
    actor.require(permissions.MANAGE)
    lock(actor, brand_id)
    category = Category(
        organization_id=actor.organization_id,
        brand_id=brand_id,
        name=rules.category_name(name),
        parent_id=parent_id,
        position=position,
    )
    _check_place(actor, category)
    category.save(force_insert=True)
    _record(actor, category, action="category.created", after=_described(category))
    return category


@transaction.atomic
def update_category(actor: Actor, *, category_id: UUID, changes: CategoryChanges) -> Category:
    """Rename, move or reorder. Raises NotFound, Invalid (into itself, too deep), and Conflict category_name_taken."""
    actor.require(permissions.MANAGE)
    category = _locked(actor, category_id)
    before = _described(category)
    if "name" in changes:
        category.name = rules.category_name(changes["name"])
    if "parent_id" in changes:
        category.parent_id = changes["parent_id"]
    if "position" in changes:
        category.position = changes["position"]
    _check_place(actor, category)
    category.save()
    if category.name != before["name"]:
        bump_revision(actor, category.brand_id)
    _record(actor, category, action="category.updated", before=before, after=_described(category))
    return category


@transaction.atomic
def delete_category(actor: Actor, *, category_id: UUID, move_to: UUID | None = None) -> None:
    """Remove a category, its articles (archived ones too) going to `move_to`, another category of the brand.

    Raises NotFound, Conflict category_in_use when it holds articles and `move_to` is not given, and Conflict
    category_has_children.
    """
    actor.require(permissions.MANAGE)
    category = _locked(actor, category_id)
    if Category.objects.for_actor(actor).filter(parent=category).exists():
        raise Conflict(
            "category_has_children", Text("请先移走或删除下级分类。", "Move or delete the categories in it first.")
        )
    articles = Article.objects.for_actor(actor).filter(category=category)
    count = articles.count()
    if count and move_to is None:
        raise Conflict(
            "category_in_use",
            Text(
                f"分类下还有 {count} 篇知识，请选择移到哪个分类。",
                f"It holds {count} articles; say where they shall go.",
            ),
            extra={"article_count": count},
        )
    if move_to is not None:
        others = Category.objects.for_actor(actor).filter(brand_id=category.brand_id).exclude(pk=category.pk)
        articles.update(category=one(others.filter(pk=move_to)))
        bump_revision(actor, category.brand_id)
    _record(
        actor,
        category,
        action="category.deleted",
        before={**_described(category), "articles": count, "moved_to": str(move_to)},
    )
    category.delete()


def _locked(actor: Actor, category_id: UUID) -> Category:
    category = Category.objects.get_for(actor, category_id)
    lock(actor, category.brand_id)
    return Category.objects.get_for(actor, category_id)


def _check_place(actor: Actor, category: Category) -> None:
    """The parent is one of the same brand, not the category itself nor in it, not too deep; the name is free there."""
    tree = {row.id: row for row in Category.objects.for_actor(actor).filter(brand_id=category.brand_id)}
    above: list[UUID] = []
    parent_id = category.parent_id
    while parent_id is not None:
        if parent_id not in tree or parent_id == category.id:
            text = Text(
                "上级分类不存在，或是其自身的下级", "There is no such parent, or it is the category itself or in it"
            )
            raise Invalid("invalid_fields", text, errors=[FieldError("parent_id", text)])
        above.append(parent_id)
        parent_id = tree[parent_id].parent_id
    rules.ensure_depth(len(above) + _height(category.id, tree))
    siblings = (row for row in tree.values() if row.parent_id == category.parent_id and row.id != category.id)
    if any(row.name == category.name for row in siblings):
        raise Conflict(
            "category_name_taken",
            Text(f"已有名为“{category.name}”的分类。", f"There is a category named “{category.name}” already."),
        )


def _height(category_id: UUID, tree: dict[UUID, Category]) -> int:
    return 1 + max((_height(row.id, tree) for row in tree.values() if row.parent_id == category_id), default=0)


def _described(category: Category) -> dict[str, Any]:
    parent = str(category.parent_id) if category.parent_id else None
    return {"name": category.name, "parent_id": parent, "position": category.position}


def _record(
    actor: Actor,
    category: Category,
    *,
    action: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    audit.record(
        actor,
        action=action,
        target_type="category",
        target_id=category.id,
        target_label=category.name,
        before=before,
        after=after,
    )
