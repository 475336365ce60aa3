"""Writes of knowledge, each in one transaction."""

from .articles import ArticleChanges, archive, create, restore, update
from .categories import CategoryChanges, create_category, delete_category, update_category
from .importing import ImportResult, import_articles, import_rows
from .packs import PackResult, adopt_pack, confirm

__all__ = [
    "ArticleChanges",
    "CategoryChanges",
    "ImportResult",
    "PackResult",
    "adopt_pack",
    "archive",
    "confirm",
    "create",
    "create_category",
    "delete_category",
    "import_articles",
    "import_rows",
    "restore",
    "update",
    "update_category",
]
