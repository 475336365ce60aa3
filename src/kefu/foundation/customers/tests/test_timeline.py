from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kefu.foundation.accounts.models import Brand
from kefu.foundation.customers import actions, queries
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound
from kefu.kernel.i18n import Text
from kefu.kernel.ids import new_id

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)


def written(actor: Actor, **fields: Any) -> None:
    entry = {
        "at": AT,
        "kind": "conversation.closed",
        "title": Text("在线会话", "Chat"),
        "summary": "问退款",
        "object_type": "conversation",
        "object_id": new_id(),
        "agent_name": "小青",
        **fields,
    }
    actions.add_timeline(actor.organization_id, **entry)


def test_writing_twice_is_once(agent: Actor) -> None:
    first, second = (actions.create(agent, name=name) for name in ("张三", "李四"))
    object_id = new_id()
    written(agent, customer_id=first.id, object_id=object_id)
    written(agent, customer_id=first.id, object_id=object_id, summary="退款\0 😀 \u202eabc", data={"number": "C-1"})
    (entry,) = queries.timeline(agent, first.id)
    assert (entry.summary, entry.data) == ("退款 😀 \u202eabc", {"number": "C-1"})

    written(agent, customer_id=second.id, object_id=object_id)
    assert not queries.timeline(agent, first.id).exists()
    assert queries.timeline(agent, second.id).count() == 1


def test_only_the_organizations_own_customers_have_a_timeline(agent: Actor, make_brand: Callable[..., Brand]) -> None:
    customer = actions.create(agent, name="张三")
    with pytest.raises(NotFound):
        actions.add_timeline(
            make_brand().organization_id,
            customer_id=customer.id,
            at=AT,
            kind="conversation.closed",
            title=Text("在线会话", "Chat"),
            summary="",
            object_type="conversation",
            object_id=new_id(),
        )


def test_it_is_read_newest_first_in_pages_and_in_the_readers_language(agent: Actor, client_of: Any) -> None:
    customer = actions.create(agent, name="张三")
    for days in (1, 3, 2):
        written(agent, customer_id=customer.id, at=AT + timedelta(days=days), summary=str(days), agent_name="")
    client = client_of(agent)
    first = client.get(f"/customers/{customer.id}/timeline?limit=2").json()
    assert [item["summary"] for item in first["items"]] == ["3", "2"]
    assert first["items"][0]["title"] == "在线会话"
    assert first["items"][0]["agent"] is None
    rest = client.get(f"/customers/{customer.id}/timeline?limit=2&after={first['next']}").json()
    assert [item["summary"] for item in rest["items"]] == ["1"]
    assert rest["next"] is None
