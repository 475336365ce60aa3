"""Setting robots up, giving them something to say, and saying it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kefu.kernel import audit, clock, masking, outbound, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.i18n import Text
from kefu.kernel.ids import new_id
from kefu.kernel.text import storable

from . import permissions, queries, rules
from .models import GroupRobot, RobotMessage

FIELDS = ("name", "url", "secret", "events", "locale", "is_active")
SECONDS = 5.0  # for one answer
DELIVER = "kefu.insight.integrations.jobs.deliver"


@transaction.atomic
def create_robot(actor: Actor, *, kind: str, changes: Mapping[str, Any]) -> GroupRobot:
    """A robot of this kind; `changes` as in change_robot. Raises Invalid for an address or events that cannot be."""
    actor.require(permissions.MANAGE)
    return _saved(actor, GroupRobot(organization_id=actor.organization_id, kind=kind), changes, before=None)


@transaction.atomic
def change_robot(actor: Actor, robot_id: UUID, changes: Mapping[str, Any]) -> GroupRobot:
    """Change name, url, secret, events, locale or is_active. Raises Invalid."""
    robot = queries.robot(actor, robot_id)
    return _saved(actor, robot, changes, before=_described(robot))


@transaction.atomic
def delete_robot(actor: Actor, robot_id: UUID) -> None:
    """What it said goes with it."""
    robot = queries.robot(actor, robot_id)
    audit.record(
        actor,
        action="group_robot.deleted",
        target_type="group_robot",
        target_id=robot.id,
        target_label=robot.name,
        before=_described(robot),
    )
    robot.delete()


@transaction.atomic
def try_robot(actor: Actor, robot_id: UUID) -> RobotMessage:
    """Let it say that it works."""
    robot = queries.robot(actor, robot_id)
    title = Text("测试通知", "A test")
    text = Text("能看到这条消息，说明通知已经接通。", "If you can read this, notices arrive here.")
    saying = rules.Saying(title.in_language(robot.locale), text.in_language(robot.locale), link("/desk"))
    message = _given(robot, "test", f"test {new_id()}", saying)
    assert message is not None
    return message


@transaction.atomic
def tell(organization_id: UUID, *, event: str, fact: str, title: Text, text: Text, path: str) -> None:
    """Give every robot that tells of `event` something to say, once for each `fact`; `path` is opened in the desk."""
    robots = GroupRobot.objects.for_actor(system(organization_id)).filter(is_active=True, events__contains=[event])
    for robot in robots:
        saying = rules.Saying(title.in_language(robot.locale), text.in_language(robot.locale), link(path))
        _given(robot, event, fact, saying)


def deliver(organization_id: UUID, message_id: UUID) -> None:
    """Post one message; a group that does not take it is asked again, four times within 13 minutes.

    A robot that dies between the group's answer and our note says it twice: groups know no idempotency.
    """
    rows = RobotMessage.objects.for_actor(system(organization_id))
    message = rows.select_related("robot").filter(id=message_id, state=RobotMessage.State.WAITING).first()
    if message is None:
        return
    problem, is_final = _posted(message)
    with transaction.atomic():
        message.attempts += 1
        message.error = storable(problem)[:300]
        if not problem:
            message.state, message.sent_at = RobotMessage.State.SENT, clock.now()
        elif is_final or message.attempts > len(rules.PAUSES):
            message.state = RobotMessage.State.FAILED
        else:
            at = clock.now() + rules.PAUSES[message.attempts - 1]
            _defer(message, at=at)
        message.save(update_fields=["attempts", "error", "state", "sent_at"])


def link(path: str) -> str:
    """The address of a page of the desk, as people reach it."""
    return f"{settings.PUBLIC_ADDRESS}{path}"


def _posted(message: RobotMessage) -> tuple[str, bool]:
    """What went wrong, if anything, and whether asking again is in vain."""
    robot = message.robot
    if robot.kind == GroupRobot.Kind.SANDBOX:
        return "", True
    saying = rules.Saying(message.title, message.text, message.link)
    request = rules.request(robot.kind, robot.url, robot.secret, saying, seconds=int(clock.now().timestamp()))
    headers = {"Content-Type": "application/json; charset=utf-8"}
    try:
        answer = outbound.send("POST", request.url, body=request.body, headers=headers, seconds=SECONDS)
    except outbound.NotReached as error:
        return str(error), error.is_refused
    return rules.refusal(answer.status, answer.body), False


def _given(robot: GroupRobot, event: str, fact: str, saying: rules.Saying) -> RobotMessage | None:
    # it leaves the house: nobody knows who reads a group
    title, text = masking.masked(saying.title), masking.masked(saying.text)
    message = RobotMessage(
        organization_id=robot.organization_id,
        robot=robot,
        event=event,
        fact=fact,
        title=storable(title)[:120],
        text=storable(text)[:500],
        link=saying.link[:300],
    )
    if RobotMessage.objects.for_actor(system(robot.organization_id)).filter(robot=robot, fact=fact).exists():
        return None
    message.save(force_insert=True)
    _defer(message)
    return message


def _defer(message: RobotMessage, **when: Any) -> None:
    timers.defer(DELIVER, queue="deliveries", organization_id=message.organization_id, message_id=message.id, **when)


def _saved(actor: Actor, robot: GroupRobot, changes: Mapping[str, Any], before: dict[str, Any] | None) -> GroupRobot:
    for field in FIELDS:
        if field in changes:
            setattr(robot, field, changes[field])
    robot.url = rules.ensure_address(robot.kind, robot.url)
    robot.events = rules.ensure_told(robot.events)
    robot.save()
    audit.record(
        actor,
        action="group_robot.updated" if before else "group_robot.created",
        target_type="group_robot",
        target_id=robot.id,
        target_label=robot.name,
        before=before,
        after=_described(robot),
    )
    return robot


def _described(robot: GroupRobot) -> dict[str, Any]:
    """Without address and secret: both are keys to the group."""
    return {"name": robot.name, "kind": str(robot.kind), "events": list(robot.events), "is_active": robot.is_active}
