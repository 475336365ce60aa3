"""Agents' telephones: the one that comes with the desk, which are signed in, and one that comes back into its call."""

import secrets
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts.events import user_topic
from kefu.kernel import sealing
from kefu.kernel.actor import Actor
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Conflict
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import permissions, queries
from ..events import ExtensionChanged
from ..models import Call, Extension
from ..rules import machine
from .setting_up import fresh_account
from .telling import tell, tell_of_settings

OWN_LOCK = 7_301_031


@transaction.atomic
def own_extension(actor: Actor) -> tuple[Extension | None, str | None]:
    """The actor's telephone with its secret, made on first use as one of the browser; of another kind the secret is not told.

    None where nobody can call this organization yet.
    """
    actor.require(permissions.SERVE)
    if not queries.is_on(actor):
        return None, None
    lock_for_transaction(OWN_LOCK, str(actor.user_id))  # two tabs ask at once
    kept = queries.extension(actor)
    if kept is None:
        kept = Extension.objects.create(
            organization_id=actor.organization_id,
            user_id=actor.user_id,
            account=fresh_account(),
            secret=sealing.seal(secrets.token_urlsafe(18)),
        )
        tell_of_settings()
    is_own = kept.kind == Extension.Kind.BROWSER
    return kept, sealing.unseal(kept.secret) if is_own else None


@transaction.atomic
def note_signed_in(online: Collection[str]) -> None:
    """These accounts are signed in at the engine, all others are away: for the telephony role alone."""
    rows = Extension.objects.across_organizations("accounts of the engine")
    _turn([*rows.filter(is_signed_in=False, account__in=online).select_for_update()], True)
    _turn([*rows.filter(is_signed_in=True).exclude(account__in=online).select_for_update()], False)


@transaction.atomic
def note_state(account: str, is_signed_in: bool) -> None:
    """One account signed in, or went: for the telephony role alone."""
    rows = Extension.objects.across_organizations("accounts of the engine")
    _turn([*rows.filter(account=account, is_signed_in=not is_signed_in).select_for_update()], is_signed_in)


def _turn(extensions: list[Extension], is_signed_in: bool) -> None:
    for one_of_them in extensions:
        one_of_them.is_signed_in = is_signed_in
        one_of_them.save(update_fields=["is_signed_in"])
        _announce(one_of_them)


def _announce(extension: Extension) -> None:
    publish(
        ExtensionChanged(
            organization_id=extension.organization_id,
            audience=(user_topic(extension.user_id),),
            user_id=extension.user_id,
            is_signed_in=extension.is_there,
        )
    )


@transaction.atomic
def use_mobile(actor: Actor, *, uses_mobile: bool) -> Extension:
    """From now on the actor is reached on their mobile, or on their telephone again; calls that go on stay where they are.

    Raises Conflict where nobody has given them a mobile.
    """
    actor.require(permissions.SERVE)
    kept = Extension.objects.for_actor(actor).filter(user_id=actor.user_id).select_for_update().first()
    if kept is None or not kept.mobile:
        raise Conflict(
            "no_mobile",
            Text("还没有登记手机号，请联系管理员。", "No mobile is registered for you; ask an administrator."),
        )
    kept.uses_mobile = uses_mobile
    kept.save(update_fields=["uses_mobile"])
    _announce(kept)
    return kept


@transaction.atomic
def come_back(actor: Actor, call_id: UUID) -> Call:
    """The actor's browser was loaded anew in the middle of its call, and is ready to go on. Raises Conflict when it is over."""
    actor.require(permissions.SERVE)
    call = queries.locked(actor, call_id)
    if (
        call.phase not in (Call.Phase.GREETING, Call.Phase.TALKING, Call.Phase.LOST)
        or call.assignee_id != actor.user_id
    ):
        raise Conflict("call_ended", Text("通话已结束。", "The call has ended."))
    tell(call, machine.Back(str(actor.user_id)))
    return call
