from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kefu.foundation.accounts.models import Brand
from kefu.foundation.knowledge import actions, permissions, queries
from kefu.kernel import files
from kefu.kernel.actor import Actor
from kefu.kernel.ids import new_id

ClientOf = Callable[[Actor], Any]
MakeActor = Callable[..., Actor]
MakeBrand = Callable[..., Brand]
CONTENT: dict[str, Any] = {"locale": "zh-CN", "question": "怎么退款?", "answer": "三天内到账。"}


@pytest.fixture
def client(editor: Actor, client_of: ClientOf) -> Any:
    return client_of(editor)


def test_an_article_from_making_to_archiving(client: Any, editor: Actor, brand: Brand) -> None:
    category = client.post("/knowledge/categories", json={"brand_id": str(brand.id), "name": "售后"}).json()
    answer = client.post(
        "/knowledge/articles",
        json={
            **CONTENT,
            "brand_id": str(brand.id),
            "similar": ["退款", "退 款"],
            "category_id": category["id"],
            "owner_id": str(editor.id),
            "review_on": "2026-06-01",
            "is_confirmed": True,
        },
    )
    made = answer.json()
    assert answer.status_code == 201
    assert {key: made[key] for key in made if key not in {"id", "updated_at"}} == {
        "brand_id": str(brand.id),
        "category": {"id": category["id"], "name": "售后"},
        "locale": "zh-CN",
        "key": None,
        "question": "怎么退款?",
        "answer": "三天内到账。",
        "similar": ["退款", "退 款"],
        "status": "draft",
        "version": 1,
        "owner": {"id": str(editor.id), "name": editor.name},
        "review_on": "2026-06-01",
        "is_confirmed": True,
    }
    path = f"/knowledge/articles/{made['id']}"
    changed = client.patch(path, json={"version": 1, "status": "published", "key": "refund", "review_on": None}).json()
    assert (changed["version"], changed["status"], changed["key"], changed["review_on"]) == (
        2,
        "published",
        "refund",
        None,
    )
    conflict = client.patch(path, json={"version": 1, "answer": "五天。"})
    assert (conflict.status_code, conflict.json()["code"], conflict.json()["changed_by"]["name"]) == (
        409,
        "version_conflict",
        editor.name,
    )
    assert client.patch(path, json={"version": 2, "answer": "五天。", "key": None}).json()["key"] is None
    versions = client.get(f"{path}/versions?limit=2").json()
    assert [item["version"] for item in versions["items"]] == [3, 2]
    assert versions["items"][0]["editor"] == {"id": str(editor.id), "name": editor.name}
    assert [v["version"] for v in client.get(f"{path}/versions?after={versions['next']}").json()["items"]] == [1]
    assert client.post(f"{path}/restore", json={"version": 1}).json()["answer"] == "三天内到账。"
    assert client.post(f"{path}/restore", json={"version": 99}).status_code == 404
    assert client.delete(path).status_code == 204
    assert client.get(path).json()["status"] == "archived"


def test_filters(client: Any, editor: Actor, brand: Brand) -> None:
    def make(question: str, **fields: Any) -> str:
        given = {**CONTENT, "question": question, **fields}
        return str(actions.create(editor, brand_id=brand.id, **given).id)

    today = queries.today()
    due = make("到期", review_on=today, status="published")
    later = make("未到期", review_on=today + timedelta(days=1), status="published")
    english = make("English", locale="en")
    make("归档", review_on=today, status="archived")

    def ids(query: str) -> set[str]:
        return {item["id"] for item in client.get(f"/knowledge/articles?{query}").json()["items"]}

    assert ids("due=true") == {due}
    assert later in ids("due=false")
    assert due not in ids("due=false")
    assert ids("locale=en") == {english}
    assert ids("status=published") == {due, later}
    assert ids("status=published&q=未到") == {later}
    assert ids(f"brand={new_id()}") == set()
    assert ids(f"category={new_id()}") == set()
    assert len(ids("")) == 4


def test_the_list_is_paged_latest_change_first(
    client: Any, editor: Actor, brand: Brand, django_assert_num_queries: Any
) -> None:
    made = [
        actions.create(
            editor,
            brand_id=brand.id,
            **{**CONTENT, "question": f"问题{number}", "similar": ["a", "b"], "owner_id": editor.id},
        )
        for number in range(5)
    ]
    actions.update(editor, article_id=made[0].id, version=1, changes={"answer": "改了"})
    seen, after = [], ""
    while after is not None:
        with django_assert_num_queries(3):
            answer = client.get(f"/knowledge/articles?limit=2&after={after}").json()
        seen += [item["question"] for item in answer["items"]]
        after = answer["next"]
    assert seen == ["问题0", "问题4", "问题3", "问题2", "问题1"]


def test_search(client: Any, editor: Actor, brand: Brand) -> None:
    actions.create(editor, brand_id=brand.id, **CONTENT, status="published")
    (item,) = client.get("/knowledge/search?q=退款&locale=zh-CN").json()["items"]
    assert (item["article"]["question"], item["snippet"]) == ("怎么退款?", "三天内到账。")
    assert item["score"] > 0
    assert client.get(f"/knowledge/search?q=退款&brand={new_id()}").json()["items"] == []
    assert client.get("/knowledge/search").status_code == 422


def test_categories(client: Any, brand: Brand) -> None:
    outer = client.post("/knowledge/categories", json={"brand_id": str(brand.id), "name": "售后", "position": 2}).json()
    inner = client.post(
        "/knowledge/categories", json={"brand_id": str(brand.id), "name": "退款", "parent_id": outer["id"]}
    ).json()
    made = client.post(
        "/knowledge/articles", json={**CONTENT, "brand_id": str(brand.id), "category_id": inner["id"]}
    ).json()
    listed = client.get("/knowledge/categories").json()["items"]
    assert [(item["name"], item["parent_id"], item["article_count"]) for item in listed] == [
        ("退款", outer["id"], 1),
        ("售后", None, 0),
    ]
    assert client.patch(f"/knowledge/categories/{inner['id']}", json={"name": "退钱"}).json()["name"] == "退钱"
    assert client.delete(f"/knowledge/categories/{inner['id']}").status_code == 409
    assert client.delete(f"/knowledge/categories/{inner['id']}?move_to={outer['id']}").status_code == 204
    assert client.get(f"/knowledge/articles/{made['id']}").json()["category"]["id"] == outer["id"]


def test_import_export_and_template(client: Any, editor: Actor, brand: Brand) -> None:
    def send(content: bytes, name: str = "faq.csv") -> dict[str, Any]:
        answer = client.post(
            "/knowledge/import",
            data={"brand_id": str(brand.id), "locale": "zh-CN"},
            FILES={"file": SimpleUploadedFile(name, content)},
        )
        assert answer.status_code == 200, answer.json()
        return dict(answer.json())

    result = send("question,answer\n怎么退款?,三天。\n,无题\n".encode())
    link = result.pop("rejects_url")
    assert result == {"read": 2, "accepted": 1, "quarantined": 1, "created": 1, "updated": 0}
    rejects = files.opened(link.rsplit("/", 1)[1]).getvalue()
    assert send(rejects, "rejects.xlsx")["quarantined"] == 1
    exported = client.get(f"/knowledge/export?brand={brand.id}&locale=zh-CN")
    assert exported["Content-Disposition"].endswith('"knowledge-zh-CN.xlsx"')
    assert send(exported.content, "export.xlsx") == {
        "read": 1, "accepted": 1, "quarantined": 0, "created": 0, "updated": 0, "rejects_url": None,
    }  # fmt: skip
    assert send(client.get("/knowledge/import-template").content, "template.xlsx")["created"] == 2


def requests_on(article_id: Any, category_id: Any, brand: Brand) -> list[tuple[str, str, dict[str, Any]]]:
    article, category = f"/knowledge/articles/{article_id}", f"/knowledge/categories/{category_id}"
    return [
        ("GET", article, {}),
        ("GET", f"{article}/versions", {}),
        ("PATCH", article, {"json": {"version": 1, "answer": "x"}}),
        ("DELETE", article, {}),
        ("POST", f"{article}/restore", {"json": {"version": 1}}),
        ("POST", "/knowledge/articles", {"json": {**CONTENT, "brand_id": str(brand.id)}}),
        ("POST", "/knowledge/categories", {"json": {"name": "x", "brand_id": str(brand.id)}}),
        ("PATCH", category, {"json": {"name": "x"}}),
        ("DELETE", category, {}),
        (
            "POST",
            "/knowledge/import",
            {
                "data": {"brand_id": str(brand.id), "locale": "zh-CN"},
                "FILES": {"file": SimpleUploadedFile("a.csv", b"question,answer\na,b\n")},
            },
        ),
    ]


@pytest.mark.parametrize("whose", ["another brand", "another organization"])
def test_nobody_reaches_over_the_wall(
    editor: Actor, brand: Brand, make_brand: MakeBrand, make_actor: MakeActor, client_of: ClientOf, whose: str
) -> None:
    category = actions.create_category(editor, brand_id=brand.id, name="售后")
    article = actions.create(editor, brand_id=brand.id, **CONTENT, status="published", category_id=category.id)
    if whose == "another brand":
        stranger = make_actor(brand, brand_ids=frozenset({make_brand(brand.organization).id}))
    else:
        stranger = make_actor(make_brand())
    client = client_of(stranger)
    for method, path, sent in requests_on(article.id, category.id, brand):
        assert client.request(method, path, **sent).status_code == 404, (method, path)
    for path in ("articles", "articles?q=退款", f"articles?brand={brand.id}", "search?q=退款", "categories"):
        assert client.get(f"/knowledge/{path}").json()["items"] == []
    assert queries.get(editor, article.id).version == 1


@pytest.mark.parametrize("granted", [(), (permissions.READ,)])
def test_permissions(
    editor: Actor, brand: Brand, make_actor: MakeActor, client_of: ClientOf, granted: tuple[str, ...]
) -> None:
    category = actions.create_category(editor, brand_id=brand.id, name="售后")
    article = actions.create(editor, brand_id=brand.id, **CONTENT)
    client = client_of(make_actor(brand, permissions=frozenset(granted)))
    for method, path, sent in requests_on(article.id, category.id, brand):
        expected = 200 if method == "GET" and granted else 403
        assert client.request(method, path, **sent).status_code == expected, (method, path)
    for path in ("articles", "search?q=a", "categories", "import-template", f"export?brand={brand.id}&locale=en"):
        assert client.get(f"/knowledge/{path}").status_code == (200 if granted else 403)


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": ""},
        {"question": "\0"},
        {"question": "问" * 1_000_000},
        {"answer": "\u200b"},
        {"answer": "答" * 1_000_000},
        {"similar": ["似" * 501]},
        {"similar": [str(number) for number in range(51)]},
        {"key": "k" * 121},
        {"locale": "fr"},
        {"status": "secret"},
        {"category_id": str(new_id())},
        {"owner_id": str(new_id())},
        {"review_on": "tomorrow"},
        {"review_on": "9999-99-99"},
        {"brand_id": 7},
    ],
)
def test_what_cannot_be_stored_is_a_clear_422(client: Any, brand: Brand, wrong: dict[str, Any]) -> None:
    answer = client.post("/knowledge/articles", json={**CONTENT, "brand_id": str(brand.id), **wrong})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"]


def test_any_script_is_kept_as_it_was_written(client: Any, brand: Brand) -> None:
    text = "كيف 😀 \u202eabc <script>\0"
    made = client.post(
        "/knowledge/articles", json={**CONTENT, "brand_id": str(brand.id), "question": text, "key": "\0"}
    ).json()
    assert made["question"] == text.replace("\0", "")
    assert made["key"] is None


@pytest.mark.parametrize(
    "query", ["q=%00", "q=' & |", "q=" + "长" * 5000, "after=%00", "after=WzEsMl0", "limit=-1", "due=maybe", "q=😀"]
)
def test_odd_queries_never_fail(client: Any, query: str) -> None:
    for path in ("articles", "categories", "search"):
        assert client.get(f"/knowledge/{path}?{query}").status_code in {200, 422}


@pytest.mark.parametrize("version", [-1, 0, 10**20])
def test_odd_versions(client: Any, editor: Actor, brand: Brand, version: int) -> None:
    article = actions.create(editor, brand_id=brand.id, **CONTENT)
    path = f"/knowledge/articles/{article.id}"
    assert client.patch(path, json={"version": version, "answer": "x"}).status_code == 409
    assert client.post(f"{path}/restore", json={"version": version}).status_code == 404
