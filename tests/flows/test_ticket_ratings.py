"""What customers say of their tickets on a help centre stands in the figures, by whom and by what it was done."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import time_machine

from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Team
from kefu.kernel import clock, lines

from .conftest import Shop
from .help import Guest, opened, team_of, tickets
from .work import do, id_of, make, move

CODES = ("ticket_csat", "ticket_satisfied", "ticket_participation", "ticket_ratings", "low_ticket_ratings")


def figures(api: Any, *, by: str = "", codes: tuple[str, ...] = CODES, **filters: str) -> dict[str, list[float | None]]:
    query = "&".join([*(f"code={code}" for code in codes), *(f"{k}={v}" for k, v in filters.items())])
    lines = api("GET", f"/analytics/figures?{query}{f'&by={by}' if by else ''}")["items"]
    return {line["label"]: [line["values"][code]["value"] for code in codes] for line in lines}


def finished(shop: Shop, guest: Guest, owner: Any, score: int | None, team: Team | None = None) -> Any:
    """A ticket of the help centre that its owner finishes, and its customer rates."""
    guest.client.cookies.clear()
    guest.fill()
    ticket = tickets(shop)[0]
    do(shop.owner, ticket, "assign", owner_id=id_of(owner), team_id=str(team.id) if team else None)
    move(owner, ticket, "done")
    if score:
        guest.get("/ticket/view")
        guest.post("/ticket/view", {"act": "rate", "score": str(score)})
    return ticket


def test_ratings_of_tickets_are_told_by_agent_team_and_type_beside_how_many_rated(shop: Shop) -> None:
    ann, bob = shop.agent("5901"), shop.agent("5902")
    team = team_of(shop, ann)
    account_queries.forget()
    guest = opened(shop)
    assert figures(shop.owner) == {"合计": [None, None, None, 0, 0]}
    for owner, score, of in ((ann, 5, team), (ann, 4, team), (ann, None, team), (bob, 1, None)):
        finished(shop, guest, owner, score, of)
    move(shop.owner, make(shop.owner), "done")  # nobody could rate it
    guest.client.cookies.clear()
    guest.fill()
    (again, *_) = tickets(shop)
    do(shop.owner, finished(shop, guest, bob, None), "merge", ticket_id=again["id"])  # its end is that of the other
    third = round(10 / 3, 6)
    assert figures(shop.owner) == {"合计": [third, round(2 / 3, 6), 0.6, 3, 1]}
    by_agent = {label.split()[0]: values for label, values in figures(shop.owner, by="agent").items()}
    assert by_agent["5901"] == [4.5, 1.0, round(2 / 3, 6), 2, 0] and by_agent["5902"] == [1.0, 0.0, 0.5, 1, 1]
    assert figures(shop.owner, by="team") == {
        "售后组": [4.5, 1.0, round(2 / 3, 6), 2, 0],
        "（无）": [1.0, 0.0, 0.5, 1, 1],
    }
    assert figures(shop.owner, by="type") == {"咨询办理": [third, round(2 / 3, 6), 0.6, 3, 1]}
    assert figures(shop.owner, team=str(team.id))["合计"][3] == 2
    assert set(map(tuple, figures(shop.owner, by="channel", codes=(*CODES, "sessions")).values())) <= {
        (None,) * 5 + (0,)
    }
    assert figures(shop.owner, channel="chat") == {"合计": [None] * 5}
    assert figures(shop.owner, by="team", codes=("csat", "offered")) == {}


def test_a_rating_stays_where_it_was_given_when_its_ticket_is_opened_again(shop: Shop) -> None:
    ann = shop.agent("5903")
    guest = opened(shop)
    ticket = finished(shop, guest, ann, 2)
    today = clock.now().date().isoformat()
    guest.post("/ticket/view", {"act": "reopen", "text": "还是坏的"})
    assert figures(shop.owner)["合计"] == [2.0, 0.0, 1.0, 1, 1]
    with time_machine.travel(clock.now() + timedelta(days=1), tick=True):
        move(ann, ticket, "done")
        assert figures(shop.owner)["合计"] == [2.0, 0.0, 1.0, 1, 1], "it counts at the end of its ticket"
        assert figures(shop.owner, first_day=today, last_day=today)["合计"] == [None, None, None, 0, 0]


def test_the_definition_the_file_and_ones_own_figures_have_them(shop: Shop) -> None:
    ann = shop.agent("5904")
    guest = opened(shop)
    finished(shop, guest, ann, 5)
    known = {one["code"]: one for one in shop.owner("GET", "/analytics/dictionary")["items"]}
    assert known["ticket_csat"]["formula"].startswith(
        "工单评分之和 ÷ 工单评价数（1–5 分）。统计客户在帮助中心提交的工单"
    )
    assert {"ticket_csat", "ticket_participation"} <= set(known["csat"]["beside"])
    assert ann("GET", "/analytics/me")["values"]["ticket_csat"] == {"value": 5.0, "standing": "good"}
    address = "/api/v1/analytics/report.xlsx?by=type&code=ticket_csat&code=ticket_participation"
    book = shop.owner.client.get(address, headers={"Authorization": f"Bearer {shop.owner.token}"})
    rows = [cells for _, cells in lines.lines("a.xlsx", io.BytesIO(book.content))]
    assert rows[1][:3] == ("咨询办理", "5", "1")
    lead = shop.agent("5905", role="supervisor")
    team_of(shop, lead)
    assert figures(lead, by="agent") == {}, "somebody else's people"
