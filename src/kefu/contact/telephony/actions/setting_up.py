"""Numbers, prompts, flows and agents' telephones."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, clock, drafting, files, sealing, text
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions
from ..models import CallFlow, Emergency, Extension, PhoneNumber, Prompt, QueueManner
from ..rules import dialling, sound
from ..rules import flow as flows
from .speaking import ensure_can_speak, speak_later
from .telling import tell_of_settings


@transaction.atomic
def create_prompt(
    actor: Actor, *, brand_id: UUID, name: str, content: bytes | None, words: str = "", locale: str = "zh-CN"
) -> Prompt:
    """Keep a sound file that callers hear, or have `words` spoken, which takes a while: until then the prompt has no file.

    Raises Invalid unless the file is a WAV, mono, 16 bit, 8 or 16 kHz, and where there is neither a file nor anybody who can speak.
    """
    actor.require(permissions.MANAGE)
    brand = one(accounts.brands(actor).filter(id=brand_id))
    name = drafting.free_name(name, Prompt.objects.for_actor(actor).filter(brand=brand))
    made = Prompt(
        organization_id=actor.organization_id,
        brand=brand,
        name=name,
        words=text.storable(words).strip()[:1000],
        locale=locale,
    )
    if content is None:
        if not made.words:
            missing = Text("请上传文件，或填写要朗读的文字。", "Upload a file, or write the words to be spoken.")
            raise Invalid("prompt_missing", missing, errors=[FieldError("words", missing)])
        ensure_can_speak()
        made.save()
        speak_later(made)
        return made
    wrong = sound.fault(content)
    if wrong:
        raise Invalid("wrong_sound", wrong, errors=[FieldError("file", wrong)])
    made.file = files.keep(actor, name=f"{name}.wav", content=content, type="audio/wav")
    made.save()
    return made


@transaction.atomic
def save_flow(
    actor: Actor, *, brand_id: UUID, name: str, draft: Mapping[str, Any], flow_id: UUID | None = None
) -> CallFlow:
    """Keep a draft, which may be faulty; calls follow what is published."""
    actor.require(permissions.MANAGE)
    brand = one(accounts.brands(actor).filter(id=brand_id))
    kept = CallFlow.objects.get_for(actor, flow_id) if flow_id else CallFlow(organization_id=actor.organization_id)
    others = CallFlow.objects.for_actor(actor).filter(brand=brand).exclude(id=kept.id)
    kept.brand, kept.name, kept.draft, kept.updated_at = brand, drafting.free_name(name, others), draft, clock.now()
    kept.save()
    return kept


@transaction.atomic
def publish_flow(actor: Actor, flow_id: UUID) -> CallFlow:
    """From now on calls follow the draft; those that are going on keep theirs. Raises Invalid naming each wrong node."""
    actor.require(permissions.MANAGE)
    kept = one(CallFlow.objects.for_actor(actor).filter(id=flow_id).select_for_update())
    wrong = flows.check(kept.draft) or _unknown(actor, kept)
    faults = [FieldError(f"nodes.{fault.node}" if fault.node else "draft", fault.text) for fault in wrong]
    drafting.publish(actor, kept, "flow", faults)
    audit.record(
        actor, action="call_flow.published", target_type="call_flow", target_id=kept.id, target_label=kept.name
    )
    return kept


@transaction.atomic
def withdraw_flow(actor: Actor, flow_id: UUID) -> CallFlow:
    """No call begins with it any more; those that are going on keep it. Raises Conflict while a number leads to it."""
    actor.require(permissions.MANAGE)
    kept = one(CallFlow.objects.for_actor(actor).filter(id=flow_id).select_for_update())
    leading = PhoneNumber.objects.for_actor(actor).filter(flow=kept, is_active=True).first()
    if leading is not None:
        raise Conflict(
            "flow_in_use",
            Text(
                f"接入号 {leading.digits} 正在使用该流程，请先为它换一个流程或停用它。",
                f"The number {leading.digits} leads here: give it another flow, or switch it off, first.",
            ),
        )
    drafting.withdraw(kept)
    audit.record(
        actor, action="call_flow.withdrawn", target_type="call_flow", target_id=kept.id, target_label=kept.name
    )
    return kept


@transaction.atomic
def delete_flow(actor: Actor, flow_id: UUID) -> None:
    """Its versions stay where calls were led by them. Raises Conflict while it is published or a number names it."""
    actor.require(permissions.MANAGE)
    kept = one(CallFlow.objects.for_actor(actor).filter(id=flow_id).select_for_update())
    if kept.published_id or PhoneNumber.objects.for_actor(actor).filter(flow=kept).exists():
        raise Conflict(
            "flow_in_use",
            Text("请先停用，并为接入号换一个流程。", "Withdraw it first, and give its numbers another flow."),
        )
    audit.record(actor, action="call_flow.deleted", target_type="call_flow", target_id=kept.id, target_label=kept.name)
    kept.delete()


@transaction.atomic
def update_prompt(actor: Actor, prompt_id: UUID, *, name: str, words: str) -> Prompt:
    """Its name and words; another sound is another prompt, since calls may be saying this one."""
    actor.require(permissions.MANAGE)
    kept = one(Prompt.objects.for_actor(actor).filter(id=prompt_id).select_for_update())
    kept.name = drafting.free_name(
        name, Prompt.objects.for_actor(actor).filter(brand_id=kept.brand_id).exclude(id=kept.id)
    )
    kept.words = text.storable(words)[:1000]
    kept.save()
    return kept


@transaction.atomic
def delete_prompt(actor: Actor, prompt_id: UUID) -> None:
    """Raises Conflict while a flow says it, in its draft or as it is published, a line or a number, or where an announcement said it."""
    actor.require(permissions.MANAGE)
    kept = Prompt.objects.get_for(actor, prompt_id)
    for row in CallFlow.objects.for_actor(actor).filter(brand_id=kept.brand_id).select_related("published"):
        if str(kept.id) in flows.prompt_ids(row.draft) | flows.prompt_ids(
            row.published.definition if row.published else {}
        ):
            told = Text(f"流程“{row.name}”正在使用这段语音。", f"The flow {row.name} says this.")
            raise Conflict("prompt_in_use", told)
    if any(str(kept.id) in manner.prompts.values() for manner in QueueManner.objects.for_actor(actor)):
        told = Text("有队列的等待语音正在使用这段语音。", "A line says this to those who wait.")
        raise Conflict("prompt_in_use", told)
    if Emergency.objects.for_actor(actor).filter(prompt=kept).exists():
        told = Text(
            "紧急公告用过这段语音，须保留备查。", "An emergency announcement said this; it is kept for the record."
        )
        raise Conflict("prompt_in_use", told)
    if number := PhoneNumber.objects.for_actor(actor).filter(away_prompt=kept).first():
        told = Text(f"接入号 {number.digits} 正在使用这段语音。", f"The number {number.digits} says this.")
        raise Conflict("prompt_in_use", told)
    kept.delete()


@transaction.atomic
def remove_extension(actor: Actor, extension_id: UUID) -> None:
    """The agent has no telephone any more."""
    actor.require(permissions.MANAGE)
    kept = one(Extension.objects.for_actor(actor).filter(id=extension_id).select_related("user"))
    audit.record(
        actor, action="extension.removed", target_type="user", target_id=kept.user_id, target_label=kept.user.name
    )
    kept.delete()
    tell_of_settings()


def _unknown(actor: Actor, kept: CallFlow) -> list[flows.Fault]:
    """Lines and prompts that are not there, not spoken yet, or another brand's."""
    queues = Queue.objects.for_actor(actor).filter(brand_id=kept.brand_id, is_active=True)
    prompts = Prompt.objects.for_actor(actor).filter(brand_id=kept.brand_id, file__isnull=False)
    known = {str(id) for rows in (queues, prompts) for id in rows.values_list("id", flat=True)}
    return [
        flows.Fault(
            id,
            Text(
                "所选的技能组或语音不存在，或语音尚未生成。",
                "The queue or prompt chosen here does not exist, or is not spoken yet.",
            ),
        )
        for id, node in flows.nodes(kept.draft).items()
        if {str(node[field]) for field in ("queue_id", "prompt") if node.get(field)} - known
    ]


@transaction.atomic
def fresh_account() -> str:
    """Digits: telephones are set up on their keypads."""
    return f"{secrets.randbelow(10**8):08d}"


@transaction.atomic
def assign_extension(
    actor: Actor,
    *,
    user_id: UUID,
    kind: str = Extension.Kind.BROWSER,
    shown_number_id: UUID | None = None,
    mobile: str = "",
) -> tuple[Extension, str]:
    """Give an agent a telephone, or a new secret for the one they have; the secret is told once.

    `shown_number_id` is the number that customers see whom they call, unless they choose another; `mobile` where they may be reached
    instead. Raises Invalid for one that cannot be dialled.
    """
    actor.require(permissions.MANAGE)
    number = dialling.digits(mobile)
    if number and (wrong := dialling.refusal(number, may_dial_any=False, is_repeated=False)):
        raise Invalid(wrong.code, wrong.text, errors=[FieldError("mobile", wrong.text)])
    user = one(accounts.seen_users(actor).filter(id=user_id))
    secret = secrets.token_urlsafe(18)
    kept = Extension.objects.for_actor(actor).filter(user=user).first() or Extension(
        organization_id=actor.organization_id,
        user=user,
        account=fresh_account(),
    )
    kept.kind, kept.secret, kept.mobile = kind, sealing.seal(secret), number
    kept.uses_mobile = kept.uses_mobile and bool(number)
    kept.shown = PhoneNumber.objects.get_for(actor, shown_number_id) if shown_number_id else None
    kept.save()
    tell_of_settings()
    audit.record(actor, action="extension.assigned", target_type="user", target_id=user.id, target_label=user.name)
    return kept, secret
