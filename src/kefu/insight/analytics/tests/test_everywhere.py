"""The same figure on the API, on a wallboard, in a report and in both kinds of files; who may take what away."""

import csv
import io
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage
from python_calamine import CalamineWorkbook

from kefu.contact.missed.models import MissedCall
from kefu.contact.routing import actions as routing
from kefu.contact.routing.models import Contact, Rating
from kefu.contact.telephony.models import Call, Callback
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.notices.models import Notice
from kefu.insight.analytics import actions, queries, rules
from kefu.insight.analytics.models import Export
from kefu.insight.analytics.queries import Filters, Period
from kefu.insight.analytics.tests.centre import NOW, Centre, actor_of
from kefu.kernel.errors import Forbidden
from kefu.kernel.models import AuditEntry, StoredFile

CODES = [code for code, figure in rules.FIGURES.items() if not figure.moment]


def address(path: str, period: Period, filters: Filters, **more: Any) -> str:
    query = {
        "first_day": period.since.date(), "last_day": (period.until - timedelta(seconds=1)).date(),
        "queue": filters.queue_ids, "agent": filters.agent_ids, "team": filters.team_ids, "brand": filters.brand_ids,
        "disposition": filters.disposition_ids, "channel": filters.channels, "half_hour": filters.half_hours, **more,
    }  # fmt: skip
    return f"/api/v1{path}?" + urlencode(
        {k: [*v] if isinstance(v, frozenset) else v for k, v in query.items()}, doseq=True
    )


def sheet(content: bytes, number: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(number).to_python()


def written(export: Export) -> bytes:
    export.refresh_from_db()
    assert export.state == "done"
    file = StoredFile.objects.across_organizations("the test reads it").get(id=str(export.file_id))
    with default_storage.open(file.key) as content:
        return bytes(content.read())


def test_twenty_random_filters_agree_on_api_report_and_files(centre: Centre) -> None:
    client = centre.client(centre.chief)
    names = {rules.FIGURES[code].name.zh: code for code in CODES}
    for _ in range(20):
        period, filters = centre.filters()
        answer = client.get(address("/analytics/figures", period, filters, code=CODES)).json()
        (line,) = answer["items"]
        shown = {code: value["value"] for code, value in line["values"].items()}
        (asked,) = queries.figures(centre.owner, CODES, period, filters)
        assert shown == asked.values

        header, *rows = sheet(
            client.get(address("/analytics/report.xlsx", period, filters, code=CODES, by="agent")).content
        )
        total = dict(zip(header, rows[-1], strict=False))
        assert {names[name]: value for name, value in total.items() if name in names and value != ""} == {
            code: pytest.approx(value) for code, value in shown.items() if value is not None
        }

        page = client.get(address("/contacts", period, filters, limit=200)).json()
        assert len(page["items"]) == shown["sessions"]


def test_a_wallboard_shows_what_the_report_says_without_any_account(centre: Centre) -> None:
    codes = ["offered", "abandon_rate", "csat", "first_reply_in_time", "occupancy", "waiting"]
    client = centre.client(centre.chief)
    for queues, teams in ([], []), ([centre.queues[0].id], []), ([], [centre.teams[1].id]):
        made = client.post(
            "/api/v1/wallboards",
            {"name": "大厅", "codes": codes, "queue_ids": queues, "team_ids": teams},
            "application/json",
        )
        token = made.json()["url"].rsplit("/", 1)[1]
        shown = client.__class__().get(f"/api/v1/wall/{token}").json()
        filters = Filters(queue_ids=frozenset(queues), team_ids=frozenset(teams))
        (line,) = queries.figures(centre.owner, codes, Period.of_days(), filters)
        assert {code: value["value"] for code, value in shown["values"].items()} == line.values
        assert set(shown) == {"name", "as_of", "figures", "values", "series"}
        assert sum(filter(None, shown["series"]["offered"])) == line.values["offered"]


def test_a_revoked_link_and_one_whose_maker_left_show_nothing(centre: Centre) -> None:
    client = centre.client(centre.chief)
    made = client.post("/api/v1/wallboards", {"name": "大厅"}, "application/json").json()
    path = "/api/v1/wall/" + made["url"].rsplit("/", 1)[1]
    assert client.get(path).status_code == 200
    assert client.delete(f"/api/v1/wallboards/{made['id']}").status_code == 204
    assert client.get(path).status_code == 410
    lead = centre.hire("7009", role="supervisor")
    _, token = actions.create_wallboard(actor_of(lead), name="班组", codes=["handled"])
    assert client.get(f"/api/v1/wall/{token}").status_code == 200
    accounts.deactivate_user(centre.system, user_id=lead.id)
    actor_of(centre.chief)
    assert client.get(f"/api/v1/wall/{token}").status_code == 410


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_an_export_has_a_row_for_each_contact_and_its_identifiers_as_text(centre: Centre, format: str) -> None:
    first = NOW.date() - timedelta(days=3)
    wanted = {"first_day": first.isoformat(), "last_day": NOW.date().isoformat(), "only": "answered"}
    export = actions.ask_for_export(centre.owner, format=format, parameters=wanted)
    actions.run_export(centre.organization.id, export.id)
    actions.run_export(centre.organization.id, export.id)
    content = written(export)
    if format == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    else:
        header, *rows = sheet(content)
        assert [row[4] for row in sheet(content, 2)][1:] == list(rules.FIGURES)
        assert ["时区", "北京时间（UTC+8）"] in sheet(content, 3)
    (line,) = queries.figures(centre.owner, ["answered"], Period.of_days(first, NOW.date()))
    assert len(rows) == line.values["answered"] == export.rows_total
    at = header.index("会话标识")
    subjects = {str(contact.subject_id) for contact in centre.contacts}
    assert {row[at] for row in rows} <= subjects
    assert header[:3] == ["会话编号", "渠道", "进线时间（北京时间）"]
    assert AuditEntry.objects.for_actor(centre.system).filter(action="contacts.exported").count() == 1
    (notice,) = Notice.objects.for_actor(centre.system).filter(kind="export_done")
    assert (notice.user_id, str(len(rows)) in notice.text_zh) == (centre.chief.id, True)


def test_an_export_holds_only_what_its_owner_may_see(centre: Centre) -> None:
    lead: User = centre.hire("7001", role="supervisor")
    accounts.update_team(centre.system, team_id=centre.teams[0].id, changes={"leader_ids": [lead.id]})
    first = (NOW.date() - timedelta(days=3)).isoformat()
    export = actions.ask_for_export(
        actor_of(lead), format="csv", parameters={"first_day": first, "last_day": NOW.date().isoformat()}
    )
    actions.run_export(centre.organization.id, export.id)
    header, *rows = csv.reader(io.StringIO(written(export).decode("utf-8-sig")))
    seen = {row[header.index("客服")][:4] for row in rows}
    assert seen - {"", "8000", "8001"} == set()
    assert {row[header.index("技能组")] for row in rows} <= {"售前", ""}
    with pytest.raises(Forbidden):
        actions.ask_for_export(actor_of(centre.agents[0]), format="csv", parameters={})


def test_whoever_lost_the_permission_gets_no_file(centre: Centre) -> None:
    lead = centre.hire("7002", role="supervisor")
    export = actions.ask_for_export(actor_of(lead), format="xlsx", parameters={})
    accounts.deactivate_user(centre.system, user_id=lead.id)
    actor_of(centre.chief)
    actions.run_export(centre.organization.id, export.id)
    export.refresh_from_db()
    assert (export.state, export.file_id) == ("failed", None)


def test_low_ratings_to_follow_up_are_one_number_everywhere_until_a_leader_has(centre: Centre) -> None:
    """Of any day: what was left open yesterday is still owed today."""
    open_ones = [r for r in Rating.objects.for_actor(centre.system) if r.score <= rules.LOW_SCORE]
    Rating.objects.for_actor(centre.system).filter(id__in=[r.id for r in open_ones]).update(follow_up="open")
    client = centre.client(centre.chief)
    board = client.post("/api/v1/wallboards", {"name": "大厅"}, "application/json").json()

    def told(filters: Filters = queries.ALL) -> set[float | None]:
        query = {"code": "open_low_ratings"}
        today = Period.of_days()
        figure = client.get(address("/analytics/figures", today, filters, **query)).json()["items"][0]["values"]
        (row,) = sheet(client.get(address("/analytics/report.xlsx", today, filters, **query)).content)[1:]
        rows = client.get(address("/contacts", today, filters, only="open_low_rated", limit=200)).json()["items"]
        assert all(row["score"] <= rules.LOW_SCORE for row in rows)
        return {figure["open_low_ratings"]["value"], row[1], len(rows)}

    def on_the_wall() -> float:
        shown = client.get("/api/v1/wall/" + board["url"].rsplit("/", 1)[1]).json()
        return float(shown["values"]["open_low_ratings"]["value"])

    def exported() -> int:
        export = actions.ask_for_export(centre.owner, format="xlsx", parameters={"only": "open_low_rated"})
        actions.run_export(centre.organization.id, export.id)
        return len(sheet(written(export))) - 1

    assert len(open_ones) > 2
    assert told() == {len(open_ones)} == {on_the_wall()} == {exported()}
    one_line = Filters(queue_ids=frozenset({centre.queues[0].id}))
    in_line = sum(r.contact.queue_id == centre.queues[0].id for r in open_ones)
    assert told(one_line) == {in_line} and 0 < in_line < len(open_ones)
    routing.follow_up(centre.owner, open_ones[0].id, "已回访")
    assert told() == {len(open_ones) - 1} == {on_the_wall()} == {exported()}


def test_who_is_to_be_called_back_is_one_number_everywhere(centre: Centre) -> None:
    """Missed calls that are open and callbacks that wait, of any day, under twenty random filters."""
    calls = [contact for contact in centre.contacts if contact.channel == "phone"]
    missed, promised, settled = calls[:9], calls[9:14], calls[14:17]
    for contact in [*missed, *settled]:
        MissedCall.objects.create(
            organization=centre.organization, brand=centre.brand, day=NOW.date(), why="waiting", last_call=call_of(centre, contact),
            first_at=NOW, last_at=NOW, closed_at=NOW if contact in settled else None,
        )  # fmt: skip
    for contact in promised:
        Callback.objects.create(
            organization=centre.organization, brand=centre.brand, queue=contact.queue or centre.queues[0],
            call=call_of(centre, contact), number="13800138000", queued_at=NOW,
        )  # fmt: skip
    client = centre.client(centre.chief)
    board = client.post("/api/v1/wallboards", {"name": "大厅"}, "application/json").json()
    wall = client.get("/api/v1/wall/" + board["url"].rsplit("/", 1)[1]).json()
    assert wall["values"]["to_call_back"]["value"] == 14
    seen = set()
    for period, filters in [(Period.of_days(), queries.ALL), *(centre.filters() for _ in range(20))]:
        query = {"code": "to_call_back"}
        (figure,) = client.get(address("/analytics/figures", period, filters, **query)).json()["items"]
        (row,) = sheet(client.get(address("/analytics/report.xlsx", period, filters, **query)).content)[1:]
        rows = client.get(address("/contacts", period, filters, only="to_call_back", limit=200)).json()["items"]
        assert {figure["values"]["to_call_back"]["value"], row[1]} == {len(rows)}, filters
        assert {one["conversation_id"] for one in rows} <= {str(c.subject_id) for c in [*missed, *promised]}
        seen.add(len(rows))
    assert {0, 14} < seen
    export = actions.ask_for_export(centre.owner, format="xlsx", parameters={"only": "to_call_back"})
    actions.run_export(centre.organization.id, export.id)
    assert [line[1] for line in sheet(written(export))[1:]] == ["电话"] * 14


def call_of(centre: Centre, contact: Contact) -> Call:
    return Call.objects.create(
        id=contact.subject_id, organization=centre.organization, brand=centre.brand, channel_id=str(contact.id),
        caller="13800138000", started_at=contact.started_at, ended_at=NOW, phase=Call.Phase.ENDED,
    )  # fmt: skip


def test_a_target_of_ones_own_holds_on_every_screen_and_in_every_file(centre: Centre) -> None:
    client = centre.client(centre.chief)
    board = client.post("/api/v1/wallboards", {"name": "大厅", "codes": ["answer_rate"]}, "application/json").json()

    def held() -> dict[str, Any]:
        query = {"code": "answer_rate"}
        period = Period.of_days(NOW.date() - timedelta(days=3), NOW.date())
        known = {figure["code"]: figure for figure in client.get("/api/v1/analytics/dictionary").json()["items"]}
        shown = client.get(address("/analytics/figures", period, queries.ALL, **query)).json()
        book = client.get(address("/analytics/report.xlsx", period, queries.ALL, **query)).content
        wall = client.get("/api/v1/wall/" + board["url"].rsplit("/", 1)[1]).json()
        export = actions.ask_for_export(centre.owner, format="xlsx", parameters={})
        actions.run_export(centre.organization.id, export.id)
        names = {row[4]: row[3] for row in sheet(written(export), 2)}
        return {
            "targets": {known["answer_rate"]["target"], sheet(book, 1)[1][3], wall["figures"][0]["target"], names["answer_rate"]},
            "standing": shown["items"][0]["values"]["answer_rate"]["standing"],
        }  # fmt: skip

    def change(target: float | None) -> Any:
        said = client.patch("/api/v1/analytics/targets/answer_rate", {"target": target}, "application/json")
        return said.status_code, said.json()

    assert held()["targets"] == {0.85}
    assert change(0.1)[1]["own"] == 0.1
    assert held() == {"targets": {0.1}, "standing": "good"}
    assert change(1)[0] == 200
    assert held() == {"targets": {1}, "standing": "bad"}
    listed = {row["id"]: row for row in client.get("/api/v1/analytics/targets").json()["items"]}
    assert (listed["answer_rate"]["own"], listed["answer_rate"]["default"]) == (1, 0.85)
    assert "offered" not in listed, "it has no target to be held against"
    assert change(None)[1]["own"] is None
    assert held()["targets"] == {0.85}
    entries = AuditEntry.objects.for_actor(centre.system).filter(target_type="figure")
    assert {(e.action, (e.before or {})["target"], (e.after or {})["target"]) for e in entries} == {
        ("target.updated", 0.85, 0.1), ("target.updated", 0.1, 1), ("target.reset", 1, 0.85),
    }  # fmt: skip


def test_a_target_out_of_its_units_range_or_of_no_figure_is_refused(centre: Centre) -> None:
    client = centre.client(centre.chief)
    for code, value in (("answer_rate", 85), ("csat", 0), ("waiting", 2.5), ("average_wait", 0), ("average_wait", -1)):
        said = client.patch(f"/api/v1/analytics/targets/{code}", {"target": value}, "application/json")
        assert (said.status_code, said.json()["errors"][0]["field"]) == (422, "target"), code
    for code in ("offered", "nonsense"):
        assert client.patch(f"/api/v1/analytics/targets/{code}", {"target": 1}, "application/json").status_code == 404
    with pytest.raises(Forbidden):
        actions.set_target(actor_of(centre.agents[0]), "csat", 4)
