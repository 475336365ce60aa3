"""What a customer says in a conversation becomes a ticket, where a rule says so (会话自动建单)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.contact.conversations import actions as conversation_actions
from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.models import Conversation
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Problem
from kefu.kernel.i18n import Text
from kefu.service.tickets import actions as tickets
from kefu.service.tickets import queries as ticket_queries
from kefu.service.tickets.models import Ticket

from .. import permissions, queries
from ..models import AutomationRule, RuleFiring
from ..rules import definitions, judging, texts
from . import firing

BEGIN_LOCK = 7_304_047
SUBJECT_LIMIT = 60


@transaction.atomic
def heed_words(organization_id: UUID, conversation_id: UUID, words: str) -> None:
    """The first of the rules for conversations whose conditions hold makes a ticket of this one, and acts on it.

    Not where the conversation has an unfinished ticket, and once a rule and conversation.
    """
    actor = system(organization_id, "automations")
    rules = queries.waiting_for(actor, definitions.SPOKEN)
    if not rules:
        return
    lock_for_transaction(BEGIN_LOCK, str(conversation_id))
    conversation = conversations.conversation(actor, conversation_id)
    if ticket_queries.listed(actor, conversation_id=conversation_id).exists():
        return
    facts = queries.spoken_facts(actor, conversation, words)
    fact = f"conversation {conversation_id}"
    known = RuleFiring.objects.for_actor(actor).filter(rule__in=rules, fact=fact).values_list("rule_id", flat=True)
    for rule in rules:
        judgement = judging.judge(rule.definition, facts)
        if judgement.holds and rule.id not in known:
            return _begin(actor, rule, conversation, words, fact, judgement.held)


def _begin(
    actor: Actor,
    rule: AutomationRule,
    conversation: Conversation,
    words: str,
    fact: str,
    held: list[dict[str, Any]],
) -> None:
    """The ticket stays where an act on it is refused: the customer's matter is not lost with it."""
    doer = firing.doer_of(rule)
    new = tickets.NewTicket(
        subject=" ".join(words.split())[:SUBJECT_LIMIT],
        description=words,
        type_id=UUID(rule.definition["trigger"]["type_id"]),
        brand_id=conversation.brand_id,
        conversation_id=conversation.id,
    )
    try:
        with transaction.atomic():
            ticket = tickets.create(doer, new)
    except Problem as problem:
        return _tell_refused(actor, rule, conversation, problem)
    trace = RuleFiring(
        organization_id=actor.organization_id, rule=rule, ticket=ticket, fact=fact, held=held, created_at=clock.now()
    )
    firing.carry_out(actor, rule, ticket, trace)
    trace.save(force_insert=True)
    if trace.state == RuleFiring.State.DONE:
        _answer(actor, rule, ticket, conversation.id)


def _answer(actor: Actor, rule: AutomationRule, ticket: Ticket, conversation_id: UUID) -> None:
    """What the rule answered on the ticket stands where the customer asked, too."""
    acts: list[Mapping[str, Any]] = rule.definition["actions"]
    for at, act in enumerate(acts):
        if act["kind"] == "answer":
            conversation_actions.rule_says(
                actor,
                conversation_id,
                text=texts.filled(act["text"], queries.spoken(ticket)),
                rule=rule.name,
                client_id=f"rule {rule.id} {at}",
            )


def _tell_refused(actor: Actor, rule: AutomationRule, conversation: Conversation, problem: Problem) -> None:
    notices.notify(
        actor,
        user_ids=accounts.holders(actor, permissions.MANAGE),
        kind="automation",
        text=Text(
            f"自动化规则“{rule.name}”未能为会话 {conversation.number} 建工单：{problem.text.zh}",
            f"The rule “{rule.name}” could make no ticket of conversation {conversation.number}: {problem.text.en}",
        ),
        link="/settings/automation_rules",
        fact=f"{rule.id} {conversation.id}",
    )
