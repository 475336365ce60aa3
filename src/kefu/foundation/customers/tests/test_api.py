from collections.abc import Callable
from typing import Any

import pytest

from kefu.foundation.accounts.models import Brand
from kefu.foundation.customers import actions, permissions, queries
from kefu.kernel.actor import Actor
from kefu.kernel.ids import new_id

ClientOf = Callable[[Actor], Any]
MakeActor = Callable[..., Actor]
MakeBrand = Callable[..., Brand]


def test_create_read_change(agent: Actor, brand: Brand, client_of: ClientOf) -> None:
    client = client_of(agent)
    answer = client.post(
        "/customers",
        json={
            "name": "张三",
            "phone": "138 1234 5678",
            "email": "A@b.com",
            "external_id": "U1",
            "tags": ["老客户"],
            "note": "喜欢红色",
            "address": "上海市浦东新区世纪大道1号",
        },
    )
    assert answer.status_code == 201
    made = answer.json()
    assert {key: made[key] for key in made if key not in {"id", "created_at"}} == {
        "brand_id": str(brand.id),
        "name": "张三",
        "tier": "normal",
        "phones": ["+8613812345678"],
        "emails": ["a@b.com"],
        "external_ids": ["U1"],
        "tags": ["老客户"],
        "note": "喜欢红色",
        "address": "上海市浦东新区世纪大道1号",
        "values": {},
    }
    changed = client.patch(f"/customers/{made['id']}", json={"tier": "vip"}).json()
    assert changed == {**made, "tier": "vip"}
    assert client.get(f"/customers/{made['id']}").json() == changed
    taken = client.post("/customers", json={"name": "李四", "email": "a@B.com"})
    assert (taken.status_code, taken.json()["code"], taken.json()["customer"]["name"]) == (
        409,
        "identity_taken",
        "张三",
    )


@pytest.mark.parametrize(
    "query",
    ["q=张三", "q=張三", "q=三丰", "q=zhangs", "q=ZS", "q=5678", "q=13812345678", "q=138 1234-5678", "q=zhang@example.com",
     "q=U-1001", "phone=%2B86 138 1234 5678", "email=Zhang@Example.com"],
)  # fmt: skip
def test_found_by(agent: Actor, client_of: ClientOf, query: str) -> None:
    wanted = actions.create(agent, name="张三丰", phone="13812345678", email="zhang@example.com", external_id="U-1001")
    actions.create(agent, name="李四", phone="13900001111", email="li@example.org", external_id="U-2002")
    items = client_of(agent).get(f"/customers?{query}").json()["items"]
    assert [item["id"] for item in items] == [str(wanted.id)]


def test_the_list_is_paged_newest_first(agent: Actor, client_of: ClientOf) -> None:
    made = [str(actions.create(agent, name=f"客户{number}", phone=f"1381234567{number}").id) for number in range(5)]
    client, seen, after = client_of(agent), [], ""
    while after is not None:
        answer = client.get(f"/customers?limit=2&after={after}").json()
        seen += [item["id"] for item in answer["items"]]
        after = answer["next"]
    assert seen == made[::-1]


def test_the_list_takes_the_same_queries_however_long_it_is(
    agent: Actor, client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        actions.create(agent, name=f"客户{number}", phone=f"1381234567{number}")
    with django_assert_num_queries(2):
        assert len(client_of(agent).get("/customers").json()["items"]) == 4


def test_one_brand_sees_nothing_of_another(
    agent: Actor, brand: Brand, make_brand: MakeBrand, make_actor: MakeActor, client_of: ClientOf
) -> None:
    customer = actions.create(agent, name="张三", phone="13812345678", brand_id=brand.id)
    other = make_brand(brand.organization)
    limited = make_actor(brand, brand_ids=frozenset({other.id}))
    client = client_of(limited)
    assert client.get("/customers").json()["items"] == []
    assert client.get("/customers?q=张三").json()["items"] == []
    assert client.get("/customers?phone=13812345678").json()["items"] == []
    assert client.get(f"/customers?brand={brand.id}").json()["items"] == []
    assert client.get(f"/customers/{customer.id}").status_code == 404
    assert client.get(f"/customers/{customer.id}/timeline").status_code == 404
    assert client.patch(f"/customers/{customer.id}", json={"note": "x"}).status_code == 404
    assert client.post("/customers", json={"name": "李四", "brand_id": str(brand.id)}).status_code == 404
    assert queries.summaries(limited, [customer.id]) == {}
    own = client.post("/customers", json={"name": "李四", "phone": "13812345678"})
    assert (own.status_code, own.json()["brand_id"]) == (201, str(other.id))


def test_another_organization_sees_nothing(
    agent: Actor, make_brand: MakeBrand, make_actor: MakeActor, client_of: ClientOf
) -> None:
    customer = actions.create(agent, name="张三", phone="13812345678")
    stranger = make_actor(make_brand())
    client = client_of(stranger)
    assert client.get("/customers?q=张三").json()["items"] == []
    assert client.get(f"/customers/{customer.id}").status_code == 404
    assert client.get(f"/customers/{customer.id}/timeline").status_code == 404
    assert client.patch(f"/customers/{customer.id}", json={"note": "x"}).status_code == 404
    assert queries.summaries(stranger, [customer.id]) == {}


@pytest.mark.parametrize(("granted", "read", "write"), [((), 403, 403), ((permissions.READ,), 200, 403)])
def test_permissions(
    agent: Actor,
    brand: Brand,
    make_actor: MakeActor,
    client_of: ClientOf,
    granted: tuple[str, ...],
    read: int,
    write: int,
) -> None:
    customer = actions.create(agent, name="张三")
    client = client_of(make_actor(brand, permissions=frozenset(granted)))
    for path in ("/customers", "/customers?q=a", f"/customers/{customer.id}", f"/customers/{customer.id}/timeline"):
        assert client.get(path).status_code == read
    assert client.post("/customers", json={"name": "李四"}).status_code == write
    assert client.patch(f"/customers/{customer.id}", json={"note": "x"}).status_code == write


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "\0"},
        {"name": "名" * 1_000_000},
        {"name": "张三", "phone": "110"},
        {"name": "张三", "phone": "1" * 1_000_000},
        {"name": "张三", "email": "😀"},
        {"name": "张三", "external_id": "x" * 1_000},
        {"name": "张三", "tags": ["x" * 100]},
        {"name": "张三", "tier": "gold"},
        {"name": "张三", "note": "长" * 5_001},
        {"name": "张三", "brand_id": "none"},
    ],
)
def test_what_cannot_be_read_is_a_clear_422(agent: Actor, client_of: ClientOf, body: dict[str, Any]) -> None:
    answer = client_of(agent).post("/customers", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"]


def test_any_script_is_kept_as_it_was_written(agent: Actor, client_of: ClientOf) -> None:
    client = client_of(agent)
    made = client.post(
        "/customers", json={"name": "محمد 😀", "note": "<script>\0\u202e\u200b", "tags": ["老客户 🎉"]}
    ).json()
    assert (made["name"], made["note"], made["tags"]) == ("محمد 😀", "<script>\u202e\u200b", ["老客户 🎉"])


@pytest.mark.parametrize(
    "query", ["q=%00", "q=' OR 1=1", "q=" + "长" * 5000, "after=%00", "after=zzz", "limit=-1", "q=😀"]
)
def test_odd_queries_never_fail(agent: Actor, client_of: ClientOf, query: str) -> None:
    assert client_of(agent).get(f"/customers?{query}").status_code in {200, 422}


def test_summaries_in_one_query(agent: Actor, django_assert_num_queries: Any) -> None:
    customer = actions.create(agent, name="张三", tier="vip")
    with django_assert_num_queries(1):
        found = queries.summaries(agent, [customer.id, customer.id, new_id()])
    assert found == {customer.id: queries.CustomerSummary(customer.id, "张三", "vip")}
