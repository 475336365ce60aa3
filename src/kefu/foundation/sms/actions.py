"""Setting lines up, sending and receiving short messages through them, and heeding who wants none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import get_current_timezone

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, clock, limits, sealing, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.ids import new_id
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from . import permissions, queries, rules
from .events import SmsReceived, SmsSettled
from .models import ReceivedSms, Sms, SmsLine, SmsRefusal
from .ports import NotSent
from .providers import provider_of

FIELDS = ("provider", "sign", "url", "format", "headers", "body", "expects", "quiet_from", "quiet_until", "is_active")
DELIVER = "kefu.foundation.sms.jobs.deliver"
State = Sms.State


@transaction.atomic
def create_line(actor: Actor, *, brand_id: UUID, changes: Mapping[str, Any]) -> SmsLine:
    """The brand's line; `changes` as in change_line. Raises Conflict where it has one, Invalid for a wrong request."""
    actor.require(permissions.MANAGE)
    brand = one(accounts.brands(actor).filter(pk=brand_id))
    line = SmsLine(organization_id=actor.organization_id, brand=brand)
    try:
        with transaction.atomic():
            return _saved(actor, line, changes, before=None)
    except IntegrityError as taken:
        text = Text("该品牌已有短信通道，请修改原有的。", "This brand has a line already; change that one.")
        raise Conflict("line_exists", text) from taken


@transaction.atomic
def change_line(actor: Actor, line_id: UUID, changes: Mapping[str, Any]) -> SmsLine:
    """Change what is named; `secret` is sealed. Raises Invalid for a request that no provider could take."""
    line = one(queries.lines(actor).filter(id=line_id).select_for_update())
    return _saved(actor, line, changes, before=_described(line))


@transaction.atomic
def delete_line(actor: Actor, line_id: UUID) -> None:
    """What it sent goes with it; who refused stays."""
    line = queries.line(actor, line_id)
    _record(actor, line, "deleted", before=_described(line), after=None)
    line.delete()


@transaction.atomic
def try_line(actor: Actor, line_id: UUID, number: str) -> Sms:
    """Send a test to a number of one's own, at once. Raises Invalid for what is no mobile number."""
    line = queries.line(actor, line_id)
    text = Text("这是一条测试短信，收到即表示短信通道可用", "A test: whoever reads this can be reached").zh
    return _given(line, _mobile(number), text, purpose="test", fact=f"test {new_id()}", waits=False)


@transaction.atomic
def send(organization_id: UUID, *, brand_id: UUID, number: str, text: str, purpose: str, fact: str) -> Sms | None:
    """Let the brand's line send `text` to a mobile number, once for each `fact`, outside the quiet hours; a `purpose` for
    which somebody waits (rules.AT_ONCE) goes at any hour.

    None where the brand has no line or the number is no mobile one. Who wants no messages gets none, and the record says so.
    """
    actor = system(organization_id, "sms")
    line = SmsLine.objects.for_actor(actor).filter(brand_id=brand_id, is_active=True).first()
    if line is None:
        return None
    try:
        mobile = _mobile(number)
    except Invalid:
        return None
    known = Sms.objects.for_actor(actor).filter(fact=fact).first()
    return known or _given(line, mobile, text, purpose=purpose, fact=fact, waits=purpose not in rules.AT_ONCE)


def deliver(organization_id: UUID, sms_id: UUID) -> None:
    """Hand one message to the provider. It is asked again only where it certainly has not taken it: rather none than two."""
    actor = system(organization_id, "sms")
    with transaction.atomic():
        rows = Sms.objects.for_actor(actor).select_related("line").select_for_update(of=("self",))
        sms = rows.filter(id=sms_id, state=State.WAITING).first()
        if sms is None or not _may_go(actor, sms):
            return
        sms.state, sms.attempts = State.SENDING, sms.attempts + 1
        sms.save(update_fields=["state", "attempts"])
    error, may_retry, reference = "", False, ""
    try:
        reference = provider_of(sms.line).send(to=sms.number, text=sms.text, id=sms.id.hex)
    except NotSent as refused:
        error, may_retry = str(refused) or "?", refused.may_retry
    with transaction.atomic():
        sms.error, sms.reference = storable(error)[:300], storable(reference)[:100]
        if not error:
            sms.state, sms.sent_at = State.SENT, clock.now()
        elif may_retry and sms.attempts <= len(rules.PAUSES):
            sms.state, sms.send_at = State.WAITING, clock.now() + rules.PAUSES[sms.attempts - 1]
            _defer(sms)
        else:
            sms.state = State.FAILED
        sms.save(update_fields=["state", "error", "reference", "sent_at", "send_at"])
        if sms.state != State.WAITING:
            _settled(sms)


@transaction.atomic
def heed_reply(key: str, *, number: str, words: str, reference: str = "") -> None:
    """What somebody wrote: a word that refuses (R, T, TD, 0000, 退订) holds from now on, anything else is announced, once.

    Told again it is known by `reference`; without one, by the same words within a minute. Raises Invalid for what is no mobile number.
    """
    _heard(queries.line_by_key(key), number=number, words=words, reference=reference)


@transaction.atomic
def simulate(actor: Actor, line_id: UUID, *, number: str, words: str) -> None:
    """As if this number had written to a sandbox. Raises Conflict for a line on which only customers write."""
    line = queries.line(actor, line_id)
    if line.provider != SmsLine.Provider.SANDBOX:
        raise Conflict(
            "no_sandbox",
            Text(
                "只有测试箱可以模拟客户短信；真实通道请用手机发一条。",
                "Only a sandbox can be written to like this; to a real line, send a message from a telephone.",
            ),
        )
    _heard(line, number=number, words=words, reference=f"simulated {new_id()}")


@transaction.atomic
def heed_receipt(key: str, *, reference: str, delivered: bool, error: str = "") -> None:
    """What became of a message, as the provider tells; what it does not know of changes nothing."""
    line = queries.line_by_key(key)
    rows = Sms.objects.for_actor(system(line.organization_id, "sms")).filter(line=line).select_for_update()
    sms = rows.filter(reference=reference, state__in=[State.SENT, State.FAILED]).first() if reference else None
    if sms is None:
        return
    if delivered:
        sms.state, sms.delivered_at, sms.error = State.DELIVERED, clock.now(), ""
    else:
        sms.state, sms.error = State.FAILED, storable(error)[:300]
    sms.save(update_fields=["state", "delivered_at", "error"])
    _settled(sms)


@transaction.atomic
def refuse(actor: Actor, number: str) -> SmsRefusal:
    """Somebody has told that this number wants no messages. Raises Invalid for what is no mobile number."""
    actor.require(permissions.MANAGE)
    refusal = _refused(actor.organization_id, _mobile(number), SmsRefusal.Origin.STAFF, "")
    audit.record(
        actor,
        action="sms_refusal.created",
        target_type="sms_refusal",
        target_id=refusal.id,
        target_label=refusal.number,
    )
    return refusal


@transaction.atomic
def allow(actor: Actor, refusal_id: UUID) -> None:
    """The number's owner wants messages again, and has said so."""
    refusal = one(queries.refusals(actor).filter(id=refusal_id))
    audit.record(
        actor,
        action="sms_refusal.deleted",
        target_type="sms_refusal",
        target_id=refusal.id,
        target_label=refusal.number,
    )
    refusal.delete()


def _heard(line: SmsLine, *, number: str, words: str, reference: str) -> None:
    if rules.is_refusal(words):
        _refused(line.organization_id, _mobile(number), SmsRefusal.Origin.REPLY, words)
        return
    text, reference = storable(words).strip(), storable(reference)[:100]
    if not text:
        return
    number, actor = _mobile(number), system(line.organization_id, "sms")
    SmsLine.objects.for_actor(actor).select_for_update(no_key=True).get(id=line.id)  # told twice at once is one
    known = ReceivedSms.objects.for_actor(actor).filter(line=line)
    if reference:
        known = known.filter(reference=reference)
    else:
        known = known.filter(number=number, text=text, created_at__gt=clock.now() - rules.SAME_WITHIN)
    if known.exists():
        return
    heard = ReceivedSms.objects.create(
        organization_id=line.organization_id, line=line, number=number, text=text, reference=reference
    )
    publish(
        SmsReceived(
            organization_id=line.organization_id,
            sms_id=heard.id,
            line_id=line.id,
            brand_id=line.brand_id,
            number=number,
            text=text,
            reference=reference,
            at=heard.created_at,
        )
    )


def _settled(sms: Sms) -> None:
    publish(
        SmsSettled(
            organization_id=sms.organization_id,
            sms_id=sms.id,
            purpose=sms.purpose,
            fact=sms.fact,
            state=str(sms.state),
            error=sms.error,
        )
    )


def _refused(organization_id: UUID, number: str, origin: str, words: str) -> SmsRefusal:
    rows = SmsRefusal.objects.for_actor(system(organization_id, "sms"))
    values = {"origin": origin, "words": storable(words).strip()[:100]}
    refusal, _ = rows.get_or_create(organization_id=organization_id, number=number, defaults=values)
    return refusal


def _mobile(number: str) -> str:
    text = Text("请填写中国大陆的手机号码，如 13800138000。", "Give a mobile number of mainland China, as 13800138000.")
    try:
        comparable = limits.comparable_number(number)
    except ValueError:
        comparable = ""
    if not rules.is_mobile(comparable):
        raise Invalid("no_mobile_number", text, errors=[FieldError("number", text)])
    return comparable


def _given(line: SmsLine, number: str, text: str, *, purpose: str, fact: str, waits: bool) -> Sms:
    now = clock.now()
    at = rules.may_send_at(now.astimezone(get_current_timezone()), line.quiet_from, line.quiet_until) if waits else now
    sms = Sms.objects.create(
        organization_id=line.organization_id,
        line=line,
        number=number,
        text=storable(rules.worded(line.sign, text))[: rules.LONGEST],
        purpose=purpose,
        fact=fact,
        send_at=at,
    )
    _defer(sms)
    return sms


def _may_go(actor: Actor, sms: Sms) -> bool:
    """Whether it may be sent now. Who has refused meanwhile gets none; hours that became quiet meanwhile are kept."""
    if SmsRefusal.objects.for_actor(actor).filter(number=sms.number).exists():
        sms.state = State.REFUSED
        sms.save(update_fields=["state"])
        _settled(sms)
        return False
    if not sms.line.is_active:
        sms.state, sms.error = State.FAILED, "the line was switched off"
        sms.save(update_fields=["state", "error"])
        _settled(sms)
        return False
    now, line = clock.now().astimezone(get_current_timezone()), sms.line
    at = now if sms.purpose in rules.AT_ONCE else rules.may_send_at(now, line.quiet_from, line.quiet_until)
    if at > now:
        sms.send_at = at
        sms.save(update_fields=["send_at"])
        _defer(sms)
    return at <= now


def _defer(sms: Sms) -> None:
    timers.defer(DELIVER, queue="deliveries", at=sms.send_at, organization_id=sms.organization_id, sms_id=sms.id)


def _saved(actor: Actor, line: SmsLine, changes: Mapping[str, Any], before: dict[str, Any] | None) -> SmsLine:
    for field in FIELDS:
        if field in changes:
            value = changes[field]
            setattr(line, field, storable(value).strip() if isinstance(value, str) else value)
    if changes.get("secret"):
        line.secret = sealing.seal(changes["secret"])
    if line.provider == SmsLine.Provider.HTTP:
        rules.ensure_request(line.url, line.headers, line.body, line.format)
    line.save()
    _record(actor, line, "updated" if before else "created", before=before, after=_described(line))
    return line


def _record(
    actor: Actor, line: SmsLine, act: str, *, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    audit.record(
        actor,
        action=f"sms_line.{act}",
        target_type="sms_line",
        target_id=line.id,
        target_label=line.sign,
        before=before,
        after=after,
    )


def _described(line: SmsLine) -> dict[str, Any]:
    """Without headers, body and secret: they may hold keys."""
    return {
        "provider": str(line.provider),
        "sign": line.sign,
        "host": line.url.split("/")[2] if line.url.count("/") > 1 else "",
        "quiet_from": f"{line.quiet_from:%H:%M}",
        "quiet_until": f"{line.quiet_until:%H:%M}",
        "is_active": line.is_active,
    }
