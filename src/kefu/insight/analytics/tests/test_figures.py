"""The one query against a slow and plain recomputation of every figure from the rows, over random days and filters."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from kefu.contact.routing.models import Contact, Rating
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts.models import PresenceInterval
from kefu.insight.analytics import queries, rules
from kefu.insight.analytics.queries import Filters, Period
from kefu.insight.analytics.tests.centre import NOW, ZONE, Centre, actor_of
from kefu.kernel.errors import Forbidden, Invalid
from kefu.kernel.ids import new_id

PERIOD_CODES = [
    code for code, figure in rules.FIGURES.items() if not (figure.moment or figure.of_tickets or code.startswith("bot"))
]
TIME_CODES = [code for code, figure in rules.FIGURES.items() if figure.needs_time]


def test_twenty_random_filters_give_what_the_rows_say(centre: Centre) -> None:
    for _ in range(20):
        period, filters = centre.filters()
        (line,) = queries.figures(centre.owner, PERIOD_CODES, period, filters)
        measures = plainly(centre, period, filters)
        assert line.values == {code: rules.value(code, measures) for code in PERIOD_CODES}, (period, filters)


@pytest.mark.parametrize("by", [by for by in queries.GROUPS if by not in ("team", "type")])
def test_the_parts_add_up_to_the_whole(centre: Centre, by: str) -> None:
    period = Period.of_days(NOW.date() - timedelta(days=3), NOW.date())
    counts = ["offered", "answered", "abandons", "short_abandons", "handled", "low_ratings", "sessions"]
    if by in ("day", "half_hour", "agent"):
        counts += ["signed_in_time", "break_time"]
    (whole,) = queries.figures(centre.owner, counts, period)
    parts = queries.figures(centre.owner, counts, period, by=by)
    assert len(parts) > 1
    for code in counts:
        assert sum(line.values[code] or 0 for line in parts) == pytest.approx(whole.values[code]), code


def test_every_second_of_a_day_is_in_one_state(centre: Centre) -> None:
    """Signed in by half-hours equals signed in by agents, and nobody has more than the day had until now."""
    period = Period.of_days(NOW.date(), NOW.date())
    by_agent = queries.figures(centre.owner, TIME_CODES, period, by="agent")
    lasted = (NOW - period.since).total_seconds()
    assert by_agent
    for line in by_agent:
        assert 0 <= (line.values["signed_in_time"] or 0) <= lasted
        assert (line.values["occupancy"] or 0) <= 1


def test_the_rows_behind_a_figure_are_as_many_as_it_says(centre: Centre) -> None:
    period = Period.of_days(NOW.date() - timedelta(days=3), NOW.date())
    for code in ("sessions", "offered", "answered", "handled", "abandons", "short_abandons", "low_ratings"):
        (line,) = queries.figures(centre.owner, [code], period)
        rows = queries.selected(centre.owner, period, only=rules.FIGURES[code].rows)
        assert rows.count() == line.values[code], code


def test_a_leader_sees_their_own_team_and_its_line(centre: Centre) -> None:
    lead = centre.hire("7001", role="supervisor")
    accounts.update_team(centre.system, team_id=centre.teams[0].id, changes={"leader_ids": [lead.id]})
    period = Period.of_days(NOW.date() - timedelta(days=3), NOW.date())
    (seen,) = queries.figures(actor_of(lead), ["offered", "abandons"], period)
    (team,) = queries.figures(
        centre.owner, ["offered", "abandons"], period, Filters(queue_ids=frozenset({centre.queues[0].id}))
    )
    assert seen.values == team.values
    agents = {line.label[:4] for line in queries.figures(actor_of(lead), ["handled"], period, by="agent")}
    assert agents & {"8002", "8003"} == set()
    with pytest.raises(Forbidden):
        queries.figures(actor_of(centre.agents[0]), ["offered"], period)


def test_ones_own_figures_are_those_of_the_report(centre: Centre) -> None:
    period = Period.of_days()
    report = {line.key: line.values for line in queries.figures(centre.owner, rules.MINE, period, by="agent")}
    for user in centre.agents:
        if mine := report.get(str(user.id)):
            assert queries.my_figures(actor_of(user), period) == mine


def test_each_figure_counts_the_channels_it_names(centre: Centre) -> None:
    """Worked by hand: a chat replied to after 10 s, a call taken after 20 s, a mail after an hour, and a call out to nobody."""
    Rating.objects.for_actor(centre.system).delete()
    Contact.objects.for_actor(centre.system).delete()
    at, agent, queue = NOW - timedelta(hours=3), centre.agents[0], centre.queues[0]

    def contact(
        channel: str, *, taken: float | None, replied: float | None, lasted: float, queued: bool = True
    ) -> Contact:
        return Contact.objects.create(
            organization=centre.organization, brand=centre.brand, subject_id=new_id(), channel=channel, agent=agent,
            queue=queue if queued else None, started_at=at, queued_at=at if queued else None, ended_at=at + timedelta(seconds=lasted),
            answered_at=None if taken is None else at + timedelta(seconds=taken),
            first_reply_at=None if replied is None else at + timedelta(seconds=replied),
        )  # fmt: skip

    contact("chat", taken=4, replied=10, lasted=104)
    call = contact("phone", taken=20, replied=None, lasted=320)
    contact("email", taken=6, replied=3600, lasted=3606)
    contact("phone", taken=None, replied=None, lasted=25, queued=False)
    Rating.objects.create(organization=centre.organization, contact=call, agent=agent, score=4)
    codes = (
        "sessions", "offered", "answered", "average_wait", "first_reply_in_time", "average_first_reply", "handled", "aht",
        "participation", "concurrency",
    )  # fmt: skip
    worked = {
        (): (4, 2, 2, 12, 1, 10, 2, 200, 1 / 3, 1),
        ("chat",): (1, 1, 1, 4, 1, 10, 1, 100, 0, None),
        ("phone",): (2, 1, 1, 20, None, None, 1, 300, 1, None),
        ("email",): (1, 0, 0, None, None, None, 0, None, 0, None),
    }
    for channels, values in worked.items():
        (line,) = queries.figures(centre.owner, codes, Period.of_days(), Filters(channels=frozenset(channels)))
        assert tuple(line.values.values()) == pytest.approx(values, abs=1e-6), channels
    by_channel = {line.key: line.values["offered"] for line in queries.figures(centre.owner, ["offered"], Period.of_days(), by="channel")}  # fmt: skip
    assert by_channel == {"chat": 1, "phone": 1, "email": 0}
    assert rules.FIGURES["average_first_reply"].means.zh.endswith("统计渠道：在线会话")
    assert rules.FIGURES["answered"].means.zh.endswith("统计渠道：在线会话、电话")


def test_what_does_not_exist_is_said(centre: Centre) -> None:
    for codes, by in ((["nonsense"], None), (["offered"], "weather")):
        with pytest.raises(Invalid):
            queries.figures(centre.owner, codes, Period.of_days(), by=by)
    with pytest.raises(Invalid):
        Period.of_days(NOW.date(), NOW.date() - timedelta(days=1))


def plainly(centre: Centre, period: Period, filters: Filters) -> dict[str, float]:
    """The measures, row by row."""
    people = {u.id for u in centre.agents}
    if filters.team_ids:
        people = {u.id for t, us in zip(centre.teams, (centre.agents[:2], centre.agents[2:]), strict=True) if t.id in filters.team_ids for u in us}  # fmt: skip
    if filters.agent_ids:
        people &= filters.agent_ids
    named = bool(filters.team_ids or filters.agent_ids)
    rows = [row for row in centre.contacts if not named or row.agent_id in people]
    rows = [
        row for row in rows
        if (not filters.queue_ids or row.queue_id in filters.queue_ids)
        and (not filters.disposition_ids or row.disposition_id in filters.disposition_ids)
        and (not filters.channels or row.channel in filters.channels)
    ]  # fmt: skip
    found: dict[str, float] = defaultdict(float)
    ratings = {rating.contact_id: rating for rating in Rating.objects.for_actor(centre.system)}
    for row in rows:
        at = row.queued_at or row.started_at
        if not (period.since <= at < period.until and in_half_hours(at, filters)):
            continue
        found["sessions"] += 1
        count_contact(found, row, row.channel in ("chat", "phone") and row.queued_at is not None)
        if row.ended_at and row.agent_id and (row.channel != "phone" or row.answered_at):
            found["invited"] += 1
        if rating := ratings.get(row.id):
            found["rated"] += 1
            found["score_sum"] += rating.score
            found["agent_rated"] += rating.counts_for_agent
            found["agent_score_sum"] += rating.score * rating.counts_for_agent
            found["low_rated"] += rating.score <= 2
            found["solved"] += rating.solved == "yes"
            found["solved_asked"] += rating.solved != ""
    if not filters.divides_an_agents_time:
        count_time(centre, found, people, named, period, filters)
    return dict(found)


def count_contact(found: dict[str, float], row: Contact, queued: bool) -> None:
    if not queued or row.queued_at is None:
        return
    found["entries"] += 1
    if row.answered_at:
        wait = (row.answered_at - row.queued_at).total_seconds()
        found["answered"] += 1
        found["answered_in_time"] += wait <= 30
        found["wait_seconds"] += wait
        found["transfers"] += row.transfers
        if row.channel == "chat":
            count_reply(found, row, row.queued_at)
        if row.ended_at:
            found["handled"] += 1
            found["handle_seconds"] += (
                (row.wrapped_at or row.ended_at) - row.answered_at - row.parked_for
            ).total_seconds()
            found["disposed"] += row.disposition_id is not None
    elif row.ended_at:
        found["abandons"] += 1
        found["short_abandons"] += (row.ended_at - row.queued_at).total_seconds() <= 5


def count_reply(found: dict[str, float], row: Contact, queued_at: datetime) -> None:
    if row.first_reply_at:
        reply = (row.first_reply_at - queued_at).total_seconds()
        found["replied"] += 1
        found["replied_in_time"] += reply <= 30
        found["reply_seconds"] += reply
    found["reply_known"] += bool(row.first_reply_at or row.ended_at or (NOW - queued_at).total_seconds() >= 30)


def count_time(
    centre: Centre, found: dict[str, float], people: set[UUID], named: bool, period: Period, filters: Filters
) -> None:
    """Second by second would be slow: by the half-hours of the period, with sets of seconds within each."""
    intervals = list(PresenceInterval.objects.for_actor(centre.system))
    slot = period.since
    while slot < min(period.until, NOW):
        end = min(slot + timedelta(minutes=30), NOW)
        if in_half_hours(slot, filters):
            for user in people:
                mine, talks = (
                    [part for c in centre.contacts if c.agent_id == user and c.channel in channels for part in in_hand(centre, c)]
                    for channels in (["chat"], ["phone", "email"])
                )  # fmt: skip
                on = [
                    (i.started_at, i.ended_at or NOW) for i in intervals if i.user_id == user and i.status == "online"
                ]
                off = [(i.started_at, i.ended_at or NOW) for i in intervals if i.user_id == user and i.status == "busy"]
                chats, others, online, busy = (within(spans, (slot, end)) for spans in (mine, talks, on, off))
                found["chat_seconds"] += sum(b - a for a, b in chats) / 1e6
                found["chatting_seconds"] += rules.union_seconds(chats)
                found["serving_seconds"] += rules.union_seconds([*chats, *others])
                found["staffed_seconds"] += rules.union_seconds([*chats, *others, *online])
                found["signed_in_seconds"] += rules.union_seconds([*online, *busy])
                found["busy_seconds"] += rules.union_seconds(busy)
        slot += timedelta(minutes=30)


def in_hand(centre: Centre, contact: Contact) -> list[tuple[datetime, datetime]]:
    """From the answer to the end of wrap-up, in the pieces that what was put off leaves."""
    if contact.answered_at is None:
        return []
    times = [contact.answered_at, *(at for gap in centre.gaps[contact.id] for at in gap)]
    times.append(contact.wrapped_at or contact.ended_at or NOW)
    return [pair for pair in zip(times[::2], times[1::2], strict=True) if pair[0] < pair[1]]


def in_half_hours(at: datetime, filters: Filters) -> bool:
    local = at.astimezone(ZONE)
    return not filters.half_hours or local.hour * 2 + local.minute // 30 in filters.half_hours


def within(spans: list[tuple[datetime, datetime]], window: tuple[datetime, datetime]) -> list[rules.Span]:
    return rules.clipped(
        [(rules.micros(a), rules.micros(b)) for a, b in spans], (rules.micros(window[0]), rules.micros(window[1]))
    )
