"""What was said about a ticket elsewhere, out of the ways in which exports write it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One comment as an export has it; `at` as written. `author` is a name, else what the other system calls them by."""

    id: str
    at: str
    author: str
    text: str
    is_public: bool = True
    by_customer: bool = False


def comments_of(written: str, fields: Mapping[str, str], people: Mapping[str, str]) -> list[Said] | None:
    """The comments in a JSON list of Zendesk's shape; None when it is none. `people` are names by their number there."""
    try:
        found = json.loads(written) if written else []
    except ValueError:
        return None
    if not isinstance(found, list):
        return None
    return [said for one in found if isinstance(one, dict) and (said := _comment(one, fields, people)).text]


def _comment(one: Mapping[str, Any], fields: Mapping[str, str], people: Mapping[str, str]) -> Said:
    author = one.get("author") if isinstance(one.get("author"), dict) else {}
    author_id = str(one.get("author_id") or (author or {}).get("id") or "")
    name = (author or {}).get("name") or people.get(author_id) or (f"#{author_id}" if author_id else "")
    return Said(
        id=str(one.get("id") or ""),
        at=str(one.get("created_at") or one.get("at") or ""),
        author=str(name),
        text=str(one.get("plain_body") or one.get("body") or one.get("text") or "").strip(),
        is_public=one.get("public", True) is not False,
        by_customer=bool(author_id) and author_id == fields.get("customer_key", ""),
    )


def people_of(cells: Mapping[str, str]) -> dict[str, str]:
    """Who is named beside a number in a flattened record: requester.id with requester.name, and so on."""
    return {
        number: cells[f"{path}.name"]
        for path in ("requester", "submitter", "assignee")
        if (number := cells.get(f"{path}.id", "")) and cells.get(f"{path}.name")
    }
