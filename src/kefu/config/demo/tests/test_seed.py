"""The demo organization as a stranger finds it."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction

from kefu.config.demo import organization, script, seed, service, tickets
from kefu.config.demo.service import Window
from kefu.contact.bot import thought
from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations import queries as conversation_queries
from kefu.contact.conversations.models import Conversation, Message
from kefu.contact.replies import queries as replies
from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Contact, Rating, WorkItem
from kefu.contact.scripts import queries as scripts
from kefu.contact.telephony.models import QueueManner
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Presence, User
from kefu.foundation.calendars import queries as calendars
from kefu.foundation.customers import queries as customers
from kefu.foundation.knowledge import queries as knowledge
from kefu.foundation.notices.models import Notice
from kefu.foundation.sms import queries as sms
from kefu.kernel import clock, events
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Forbidden
from kefu.kernel.models import Organization
from kefu.service.incidents import actions as incidents
from kefu.service.incidents import queries as incident_queries
from kefu.service.incidents.rules import standard
from kefu.service.tickets import queries as ticket_queries
from kefu.service.tickets.models import Ticket, TicketLink

LOGINS = [organization.OWNER, *(colleague.email for colleague in organization.COLLEAGUES)]
NUMBERS = [colleague.number for colleague in organization.COLLEAGUES if colleague.number]


def staff(demo: Actor, login: str) -> Actor:
    user = User.objects.for_actor(demo).get(email=f"{login}@demo.test")
    actor = account_queries.actor_for_user(user.id, ip="127.0.0.1")
    assert actor
    return actor


def test_planting_twice_changes_nothing(demo: Actor) -> None:
    def counted() -> dict[str, int]:
        return {model.__name__: model._base_manager.count() for model in apps.get_models()}

    before = counted()
    seed.plant(report=lambda _: None)
    assert counted() == before
    assert before["Conversation"] == len(script.scenes(clock.now(), routing.start_of_today()))


def test_planting_completes_what_is_missing(demo: Actor) -> None:
    with transaction.atomic():
        team = account_queries.teams(demo).get(name="出行组")
        accounts.delete_team(demo, team_id=team.id)
        Organization.objects.filter(id=demo.organization_id).update(name="改过的名字")
        seed.plant(report=lambda _: None)
        again = account_queries.teams(demo).get(name="出行组")
        members = account_queries.members(demo, [again.id])[again.id]
        assert sorted(member.is_leader for member in members) == [False, False, True]
        assert Organization.objects.get(id=demo.organization_id).name == "改过的名字"
        transaction.set_rollback(True)


def test_a_company_that_is_no_demo_is_left_alone(demo: Actor) -> None:
    with transaction.atomic():
        Organization.objects.filter(id=demo.organization_id).update(is_demo=False)
        with pytest.raises(Conflict):
            seed.plant(report=lambda _: None)
        transaction.set_rollback(True)


@pytest.mark.parametrize("login", [*LOGINS, *NUMBERS])
def test_every_login_works_here_and_nowhere_else(demo: Actor, login: str) -> None:
    user = accounts.sign_in(login=login, password=organization.PASSWORD, ip="127.0.0.1", is_nearby=True)
    assert not user.must_change_password
    with pytest.raises(Forbidden) as refused:
        accounts.sign_in(login=login, password=organization.PASSWORD, ip="8.8.8.8")
    assert refused.value.code == "demo_login_refused"


def test_agents_1_to_6_are_8001_to_8006_and_everybody_is_offline(demo: Actor) -> None:
    numbers = dict(User.objects.for_actor(demo).exclude(employee_number=None).values_list("email", "employee_number"))
    assert numbers == {f"agent{n}@demo.test": f"800{n}" for n in range(1, 7)}
    assert set(Presence.objects.for_actor(demo).values_list("status", flat=True)) == {"offline"}
    assert len(account_queries.teams(demo)) == 3
    assert account_queries.default_brand(demo).code == organization.SHOP


def test_agent6_sees_only_the_travel_brand(demo: Actor) -> None:
    agent = staff(demo, "agent6")
    (brand,) = account_queries.brands(agent)
    assert brand.code == organization.TRAVEL
    assert {queue.name for queue in routing.queues(agent)} == {service.JOURNEYS}
    assert {customer.brand_id for customer in customers.visible(agent)} == {brand.id}
    assert {article.brand_id for article in knowledge.visible(agent)} == {brand.id}
    own = set(conversation_queries.conversations(agent))
    assert own and {conversation.brand_id for conversation in own} == {brand.id}


def test_each_brand_knows_answers(demo: Actor) -> None:
    articles = Counter(article.brand.code for article in knowledge.visible(demo).select_related("brand"))
    assert (
        articles[organization.SHOP] >= 80 and articles[organization.TRAVEL] >= 25 and articles[organization.BANK] == 77
    )


def test_the_shop_has_sixty_quick_replies_and_pc_is_compensation(demo: Actor) -> None:
    agent = staff(demo, "agent3")
    shop = account_queries.brands(demo).get(code=organization.SHOP)
    found = replies.search(agent, "pc", brand_id=shop.id)
    assert "赔偿" in found[0].text and found[0].disposition_id
    assert replies.listed(agent, brand_id=shop.id).count() >= 60
    assert replies.search(agent, "tk", brand_id=shop.id)[0].title.startswith("退款到账")
    assert any("亲，" in reply.text for reply in replies.listed(agent, text="亲"))
    bank = account_queries.brands(demo).get(code=organization.BANK)
    assert replies.listed(staff(demo, "agent1"), brand_id=bank.id).filter(brand=bank).count() == 12


def test_the_sites_are_open_and_suggest_questions(demo: Actor) -> None:
    for window in service.WINDOWS:
        site = conversation_queries.site_by_key(window.key)
        assert site.calendar_id
        for hours in range(0, 7 * 24, 5):
            assert calendars.is_open(demo, site.calendar_id, clock.now() + timedelta(hours=hours))
        assert site.settings["chips"][window.locale]
        assert conversation_queries.conversations(demo).filter(site=site).exists()


@pytest.mark.parametrize("window", service.WINDOWS, ids=lambda window: window.key)
def test_suggested_questions_are_answered_even_before_the_models_are_there(demo: Actor, window: Window) -> None:
    brand = conversation_queries.site_by_key(window.key).brand_id
    for question in window.chips[window.locale]:
        best = thought.by_words(demo, brand, question).guesses[0]
        assert best.probability == 1.0, question


def test_the_history_reconciles(demo: Actor) -> None:
    written = list(Conversation.objects.for_actor(demo).select_related("customer"))
    assert len(written) >= 40 and {c.status for c in written} == {"closed"}
    assert len({c.number for c in written}) == len(written)
    contacts = routing.contacts(demo, [c.id for c in written])
    work = {item.subject_id: item for item in WorkItem.objects.for_actor(demo)}
    now = clock.now()
    for conversation in written:
        contact, item = contacts[conversation.id], work[conversation.id]
        messages = list(Message.objects.for_actor(demo).filter(conversation=conversation).order_by("seq"))
        assert [m.seq for m in messages] == list(range(1, conversation.last_seq + 1))
        assert [m.created_at for m in messages] == sorted(m.created_at for m in messages)
        assert conversation.unanswered_since is None and conversation.unread == 0
        assert conversation.last_message_at == messages[-1].created_at
        served = (contact.queued_at, contact.answered_at, contact.first_reply_at, contact.ended_at)
        moments = [contact.started_at, *(at for at in served if at), now]
        assert len(moments) == 6 and moments == sorted(moments)
        assert (contact.agent_id, contact.queue_id) == (conversation.assignee_id, conversation.queue_id)
        assert (item.state, item.assigned_at, item.ended_at) == ("done", contact.answered_at, contact.ended_at)
        assert item.id == conversation.work_item_id
        assert conversation.queue and conversation.customer
        assert conversation.queue.brand_id == conversation.customer.brand_id == conversation.brand_id
        assert contact.started_at >= now - timedelta(days=script.DAYS)


def test_every_contact_is_in_its_customer_s_story(demo: Actor) -> None:
    told = {
        entry.object_id: (customer.id, entry.at)
        for customer in customers.visible(demo)
        for entry in customers.timeline(demo, customer.id).filter(kind="conversation")
    }
    written = Conversation.objects.for_actor(demo)
    assert told == {c.id: (c.customer_id, c.created_at) for c in written}
    visits = Counter(written.values_list("customer__name", flat=True))
    assert visits["赵先生"] == max(visits.values()) >= 4
    assert min(visits.values()) >= 2


def test_two_dozen_tickets_stand_in_every_stage_and_say_where_they_came_from(demo: Actor) -> None:
    planted = list(Ticket.objects.for_actor(demo).select_related("customer", "type", "owner"))
    assert len(planted) == len(tickets.stories()) == 24
    assert {ticket.category for ticket in planted} == set(Ticket.Category.values)
    assert {ticket.type.code for ticket in planted} >= {"request", "repair", "delivery", "complaint"}
    (urged,) = (ticket for ticket in planted if ticket.urges == 3)
    assert urged.supervised_until and urged.supervised_until > clock.now()
    counted = ticket_queries.counts(staff(demo, "supervisor"))
    assert (counted["overdue"], counted["unassigned"]) == (1, 3)
    for ticket in planted:
        assert ticket.customer and ticket.customer.brand_id == ticket.brand_id
        assert ticket.owner is None or ticket.owner in ticket_queries.workers(demo, ticket.brand_id)
        said = list(ticket_queries.entries(demo, ticket).order_by("id"))
        assert [entry.created_at for entry in said] == sorted(entry.created_at for entry in said)
        assert said[0].kind == "opened" and said[-1].created_at <= clock.now()
        (line,) = customers.timeline(demo, ticket.customer.id).filter(object_id=ticket.id)
        assert line.at == ticket.created_at == said[0].created_at
    came = TicketLink.objects.for_actor(demo).filter(kind="conversation").values_list("object_id", "ticket__created_at")
    assert len(came) >= 3
    for conversation_id, made_at in came:
        assert Conversation.objects.for_actor(demo).get(id=conversation_id).created_at < made_at


def test_nobody_begins_with_notices_of_a_past_that_never_was(demo: Actor) -> None:
    assert not Notice.objects.for_actor(demo).filter(read_at=None).exists()


def test_agents_only_served_what_they_may(demo: Actor) -> None:
    seats = {seat.user_id: seat for seat in routing.seats(demo.organization_id)}
    for item in WorkItem.objects.for_actor(demo).select_related("queue"):
        assert item.assignee_id
        seat = seats[item.assignee_id]
        assert seat.brand_ids and item.brand_id in seat.brand_ids
        assert all(seat.skills.get(skill, 0) >= level for skill, level in routing.as_item(item).skills.items())
    served = Counter(WorkItem.objects.for_actor(demo).values_list("assignee__employee_number", flat=True))
    assert set(served) == set(NUMBERS)


def test_customers_are_content_on_the_whole(demo: Actor) -> None:
    ratings = list(Rating.objects.for_actor(demo).select_related("contact"))
    assert 4.4 <= sum(rating.score for rating in ratings) / len(ratings) <= 4.7
    assert 0.3 <= len(ratings) / Contact.objects.for_actor(demo).count() <= 0.6
    for rating in ratings:
        assert rating.agent_id == rating.contact.agent_id
        assert rating.contact.ended_at and rating.contact.ended_at <= rating.created_at <= clock.now()
    newest = max(ratings, key=lambda rating: rating.id)
    assert newest.score == 1


def test_todays_figures_agree_with_each_other(demo: Actor) -> None:
    queues = list(routing.queues(demo))
    live = {row["queue"]["name"]: row for row in routing.live(demo, queues)}
    assert set(live) == set(service.LINES)
    midnight = routing.start_of_today()
    today = Contact.objects.for_actor(demo).filter(queued_at__gte=midnight)
    assert sum(row["service_level"]["offered"] for row in live.values()) == today.count()
    assert all(row["waiting"] == row["active"] == 0 for row in live.values())
    assert all(row["agents"]["offline"] > 0 and not row["agents"]["online"] for row in live.values())
    handled = sum(routing.today_of(staff(demo, f"agent{n}"))["handled"] for n in range(1, 7))
    assert handled == today.filter(ended_at__isnull=False).count()


@pytest.mark.parametrize(
    ("key", "login", "status"),
    [("demo-site", "agent3", "active"), ("demo-travel", "agent6", "active"), ("demo-bank", "agent1", "queued")],
)
def test_the_first_visitor_is_served_at_once(demo: Actor, key: str, login: str, status: str) -> None:
    with transaction.atomic():
        agent = staff(demo, login)
        accounts.set_presence(agent, status="online")
        visitor, started = conversations.start(conversation_queries.site_by_key(key), ip="127.0.0.1")
        conversations.hand_off(visitor, started.id)
        events.drain()
        now = conversation_queries.conversation(agent, started.id)
        work = routing.open_item(demo, started.id)
        assert work
        assert (now.status, work.assignee_id) == (status, agent.id)
        assert work.state == ("assigned" if status == "active" else "offered")
        transaction.set_rollback(True)


def test_a_complaint_offers_its_script(demo: Actor) -> None:
    complaint = next(reason for reason in routing.dispositions(demo) if reason.code == "complaint")
    (script_of_complaints,) = scripts.scripts(demo).filter(disposition_id=complaint.id)
    assert script_of_complaints.published is not None


def test_service_texts_are_there_to_be_seen_and_planting_again_adds_none(demo: Actor) -> None:
    seed.plant(report=lambda _: None)
    (line,) = sms.lines(demo)
    assert (line.provider, line.sign) == ("sandbox", "青禾优选")
    sent = sms.messages(demo, line.id)
    assert sent.count() == 3 and {each.state for each in sent} == {"delivered"}
    assert all(each.text.startswith("【青禾优选】") and each.text.endswith("拒收请回复R") for each in sent)
    assert sms.refusals(demo).count() == 1
    assert {manner.rating_sms_days for manner in QueueManner.objects.for_actor(demo)} == {30}


def test_incidents_are_looked_for_and_the_past_makes_none(demo: Actor) -> None:
    assert incident_queries.rules(demo).filter(is_enabled=True).count() == 1
    assert incident_queries.causes(demo).count() == len(standard.CAUSES)
    incidents.look(demo.organization_id)
    assert not incident_queries.incidents(demo).exists()
