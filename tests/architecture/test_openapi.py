"""The API's document is whole, and the front end's copy of it is the present one."""

import importlib
import json
import pkgutil
from collections import defaultdict
from typing import Any

from ninja import Schema

import kefu
from kefu.config.cli.openapi import document

from .tree import ROOT


def test_the_front_end_has_the_present_document() -> None:
    copy = ROOT / "web" / "packages" / "api" / "openapi.json"
    assert copy.read_text(encoding="utf-8") == document(), "run make openapi"


def test_no_two_schemas_share_a_name() -> None:
    """Ninja files schemas by class name alone: of two that differ, the document would keep one."""
    shapes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for module in pkgutil.walk_packages(kefu.__path__, "kefu."):
        if ".api" in module.name:
            for schema in vars(importlib.import_module(module.name)).values():
                if isinstance(schema, type) and issubclass(schema, Schema) and schema.__module__ == module.name:
                    shapes[schema.__name__].append(schema.model_json_schema())
    filed = json.loads(document())["components"]["schemas"]
    assert [name for name in filed.keys() & shapes.keys() if any(s != shapes[name][0] for s in shapes[name])] == []
