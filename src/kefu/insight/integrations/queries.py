"""Reads of robots and what they said."""

from uuid import UUID

from django.db.models import QuerySet

from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from . import permissions
from .models import GroupRobot, RobotMessage


def robots(actor: Actor) -> QuerySet[GroupRobot]:
    actor.require(permissions.MANAGE)
    return GroupRobot.objects.for_actor(actor)


def robot(actor: Actor, robot_id: UUID) -> GroupRobot:
    return one(robots(actor).filter(id=robot_id))


def messages(actor: Actor, robot_id: UUID) -> QuerySet[RobotMessage]:
    """What this robot was given to say in the last 30 days."""
    return RobotMessage.objects.for_actor(actor).filter(robot=robot(actor, robot_id))
