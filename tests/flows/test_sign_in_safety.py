"""From where staff may work, and in how many places at once."""

from typing import Any

import pytest
from django.test import Client

from kefu.config import sockets
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.queries import actors
from kefu.kernel.events import drain
from kefu.kernel.models import AuditEntry, OutboxEvent

from .conftest import PASSWORD, Api, Shop, make_shop

SAFETY = "/organization/sign-in-safety"
OFFICE, HOME = "203.0.113.5", "198.51.100.7"


def at(address: str, token: str = "") -> Api:
    return Api(token, Client(REMOTE_ADDR=address, HTTP_HOST="localhost"))


def desk(address: str, login: str, *, expect: int = 200) -> Api:
    """A browser in which somebody has signed in."""
    browser = at(address)
    browser("POST", "/auth/login", {"login": login, "password": PASSWORD}, expect=expect)
    account_queries.forget()  # a test's transaction never commits, so that nothing tells the memory
    return browser


def limited(shop: Shop, *networks: str) -> None:
    """The owner, in the office, lets staff work from `networks`."""
    at(OFFICE, shop.owner.token)("PATCH", SAFETY, {"staff_networks": list(networks)})
    account_queries.forget()


def refusals(shop: Shop) -> list[AuditEntry]:
    return list(AuditEntry.objects.for_actor(shop.system).filter(action="sign_in_safety.refused"))


def test_nobody_is_limited_at_first(shop: Shop) -> None:
    found = at(HOME, shop.owner.token)("GET", SAFETY)
    assert (found["staff_networks"], found["one_session"], found["your_address"]) == ([], False, HOME)


@pytest.mark.parametrize(
    ("networks", "code", "named"),
    [
        (["203.0.113.0/24", "office", "10.0.0.0/40"], "wrong_network", ["office", "10.0.0.0/40"]),
        (["10.0.0.0/8"], "locks_oneself_out", [OFFICE]),
        ([f"10.0.{n}.0/24" for n in range(101)], "too_many_networks", ["100"]),
    ],
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_list_that_is_refused_says_why(
    shop: Shop, networks: list[str], code: str, named: list[str], language: str
) -> None:
    body = {"staff_networks": networks}
    told = at(OFFICE, shop.owner.token)("PATCH", SAFETY, body, expect=422, Accept_Language=language)
    assert (told["code"], told["errors"][0]["field"]) == (code, "staff_networks")
    assert all(each in told["detail"] for each in named) and "203.0.113.0/24" not in told["detail"]
    assert shop.owner("GET", SAFETY)["staff_networks"] == []


def test_whoever_is_behind_a_proxy_that_hides_them_cannot_limit(shop: Shop) -> None:
    body = {"staff_networks": ["0.0.0.0/0"]}
    for client in (
        Client(REMOTE_ADDR=OFFICE, HTTP_X_KEFU_RELAYED="1"),
        Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="1.2.3.4"),
    ):
        caller = Api(shop.owner.token, client)
        assert caller("GET", SAFETY)["your_address"] is None
        assert caller("PATCH", SAFETY, body, expect=422)["code"] == "address_unknown"


def test_networks_are_kept_as_one_writes_them(shop: Shop) -> None:
    limited(shop, " 203.0.113.77／24 ", "", "2001:DB8::1", "203.0.113.0/24", HOME)
    kept = at(OFFICE, shop.owner.token)("GET", SAFETY)["staff_networks"]
    assert kept == ["203.0.113.0/24", "2001:db8::1", HOME]
    changed = AuditEntry.objects.for_actor(shop.system).get(action="sign_in_safety.updated")
    assert (changed.before, changed.after) == ({"staff_networks": []}, {"staff_networks": kept})


def test_staff_elsewhere_are_refused_at_every_door(shop: Shop) -> None:
    agent = shop.agent("8001")
    browser = desk(HOME, "8001")
    ticket = at(HOME, agent.token)("POST", "/sockets/ticket")["ticket"]
    limited(shop, "203.0.113.0/24")

    doors: list[Any] = [
        lambda **told: desk(HOME, "8001", expect=403),
        lambda **told: at(HOME)("POST", "/auth/token", {"login": "8001", "password": PASSWORD}, **told),
        lambda **told: browser("GET", "/auth/me", **told),
        lambda **told: browser("POST", "/sockets/ticket", **told),
        lambda **told: at(HOME, agent.token)("GET", "/auth/me", **told),
    ]
    for door in doors[1:]:
        zh, en = (door(expect=403, Accept_Language=language) for language in ("zh-CN", "en"))
        assert zh["code"] == en["code"] == "outside_networks"
        assert HOME in zh["detail"] and HOME in en["detail"] and "指定的网络" in zh["detail"]
    doors[0]()
    for token in (ticket, agent.token):
        assert sockets.callbacks().resolve("desk", token, HOME) is None
        assert sockets.callbacks().resolve("desk", token, OFFICE) is not None
    assert [(entry.target_label, entry.ip) for entry in refusals(shop)] == [("小8001", HOME)]  # once in ten minutes

    desk(OFFICE, "8001")("GET", "/auth/me")
    at(f"::ffff:{OFFICE}", agent.token)("GET", "/auth/me")
    wrong = at(HOME)("POST", "/auth/login", {"login": "8001", "password": "no"}, expect=401)
    assert wrong["code"] == "wrong_login"  # from outside nobody learns which passwords are right


def test_an_invitation_is_accepted_inside_only(shop: Shop) -> None:
    role = next(role["id"] for role in shop.owner("GET", "/roles")["items"] if role["code"] == "agent")
    token = shop.owner("POST", "/invitations", {"role_id": role})["url"].rsplit("/", 1)[1]
    limited(shop, OFFICE)
    body = {"name": "新人", "employee_number": "8100", "password": PASSWORD}
    assert at(HOME)("POST", f"/invitations/{token}/accept", body, expect=403)["code"] == "outside_networks"
    at(OFFICE)("POST", f"/invitations/{token}/accept", body)


def test_open_screens_show_again_where_they_stand_when_the_networks_change(shop: Shop) -> None:
    shop.agent("8001")
    session = sockets.callbacks().resolve("desk", shop.owner.token, OFFICE)
    assert session is not None
    limited(shop, OFFICE)
    at(OFFICE, shop.owner.token)("PATCH", SAFETY, {"one_session": True})  # concerns nobody who is in
    (told,) = OutboxEvent.objects.filter(name="accounts.networks_changed")
    assert set(told.audience) <= session.topics
    sockets.callbacks().access_changed()
    assert sockets.callbacks().resolve("desk", shop.owner.token, HOME) is None


def test_visitors_are_never_concerned(shop: Shop) -> None:
    limited(shop, OFFICE)
    opened = at(HOME)("POST", f"/widget/{shop.site.key}/conversations", {"text": "你好"}, expect=201)
    visitor = at(HOME, opened["visitor_token"])
    visitor("POST", f"/widget/conversations/{opened['id']}/messages", {"text": "在吗"}, expect=201)
    ticket = visitor("POST", "/sockets/ticket")["ticket"]
    assert sockets.callbacks().resolve("widget", ticket, HOME) is not None


def test_another_organization_keeps_its_own_ways(shop: Shop) -> None:
    other = make_shop("other")
    limited(shop, OFFICE)
    at(HOME, other.owner.token)("GET", "/auth/me")


def test_the_list_costs_a_request_no_query(shop: Shop, django_assert_num_queries: Any) -> None:
    limited(shop, *[f"10.{n}.0.0/16" for n in range(90)], OFFICE)
    inside = at(OFFICE, shop.owner.token)
    inside("GET", "/auth/me")
    with django_assert_num_queries(0):
        assert account_queries.actor_for_token(shop.owner.token, OFFICE) is not None


def test_the_operator_has_a_way_back(shop: Shop) -> None:
    limited(shop, OFFICE)
    at(HOME, shop.owner.token)("GET", "/auth/me", expect=403)
    accounts.unlock(shop.organization.code)
    account_queries.forget()
    at(HOME, shop.owner.token)("GET", "/auth/me")
    entry = AuditEntry.objects.for_actor(shop.system).filter(action="sign_in_safety.updated").latest("id")
    assert (entry.actor_kind, entry.actor_name, entry.before) == (
        "system",
        "kefu org unlock",
        {"staff_networks": [OFFICE]},
    )


def test_several_sessions_are_fine_unless_the_organization_says_otherwise(shop: Shop) -> None:
    shop.agent("8001")
    first, second = desk(OFFICE, "8001"), desk(HOME, "8001")
    first("GET", "/auth/me")
    shop.owner("PATCH", SAFETY, {"one_session": True})
    first("GET", "/auth/me")  # only a new sign-in ends what is older
    second("GET", "/auth/me")


def test_a_new_sign_in_ends_the_older_sessions_and_no_token(shop: Shop) -> None:
    agent, colleague = shop.agent("8001"), shop.agent("8002")
    first, theirs = desk(OFFICE, "8001"), desk(OFFICE, "8002")
    shop.owner("PATCH", SAFETY, {"one_session": True})
    drain()
    heard = OutboxEvent.objects.filter(name="accounts.access_changed").count()
    second = desk(HOME, "8001")
    assert OutboxEvent.objects.filter(name="accounts.access_changed").count() == heard + 1  # the open desk is told
    for language, word in (("zh-CN", "别处登录"), ("en", "elsewhere")):
        told = first("GET", "/auth/me", expect=401, Accept_Language=language)
        assert told["code"] == "signed_in_elsewhere" and word in told["detail"]
    first("POST", "/sockets/ticket", expect=401)
    for alive in (second, agent, theirs, colleague):
        alive("GET", "/auth/me")
    at(HOME)("POST", "/auth/token", {"login": "8001", "password": PASSWORD})  # a token is no session
    second("GET", "/auth/me")
    third = desk(OFFICE, "8001")
    second("GET", "/auth/me", expect=401)
    third("GET", "/auth/me")


def test_a_process_that_remembers_the_older_sign_in_lets_the_newer_in(shop: Shop) -> None:
    shop.agent("8001")
    shop.owner("PATCH", SAFETY, {"one_session": True})
    first = desk(OFFICE, "8001")
    first("GET", "/auth/me")
    remembered = dict(actors._known)
    second = desk(HOME, "8001")
    actors._known.update(remembered)
    second("GET", "/auth/me")
    first("GET", "/auth/me", expect=401)
