"""The public door: who comes too often shows that a browser stands behind it, and links of strangers are looked at."""

import ipaddress
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, limits
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import FieldError, Invalid, PreconditionRequired
from kefu.kernel.i18n import Text
from kefu.kernel.ids import new_id
from kefu.kernel.permissions import BLOCKS_MANAGE
from kefu.kernel.tenancy import one

from .. import door, links, queries
from ..models import Conversation, DoorPolicy, Site

FOREIGN_LINKS = "foreign_links"  # in the payload of a visitor's message
SOLVE_FIRST = Text(
    "开始会话前需要一次简单验证。请按 challenge 计算后，带上 Challenge-Answer 请求头重新提交。",
    "A small check comes before the conversation. Solve `challenge`, and send the same request again with the header"
    " Challenge-Answer.",
)
_signer = signing.TimestampSigner(salt="kefu.door")


class ChallengeRequired(PreconditionRequired):
    """The answer to a challenge has to come with the request; the problem carries the challenge."""

    def __init__(self, site: Site, challenge: door.Challenge, text: Text) -> None:
        asked = door.question(challenge)
        super().__init__(
            "challenge_required",
            text,
            extra={
                "challenge": {
                    "id": challenge.id.hex,
                    "token": _signer.sign_object([challenge.id.hex, str(site.id), challenge.bits, challenge.sum]),
                    "bits": challenge.bits,
                    "question": asked.in_language() if asked else None,
                }
            },
        )


def enter(site: Site, *, ip: str | None, answer: str = "") -> UUID | None:
    """Let somebody begin a conversation; the id that it must have if a challenge was passed.

    Raises ChallengeRequired where the house asks everybody, or where more come from this address than people do.
    """
    policy = queries.door_policy(system(site.organization_id), site.brand_id)
    keys = _counted_by(site, ip)
    bits = max((bits for limit, bits in door.LEVELS if keys and _is_full(keys, limit)), default=0)
    if policy.challenge == DoorPolicy.Challenge.ALWAYS:
        bits = max(bits, door.EASIEST)
    opened = None
    if bits and policy.challenge != DoorPolicy.Challenge.NEVER:
        opened = _passed(site, door.parsed(answer), bits=bits, asks_sum=policy.asks_sum)
    for limit, _ in door.LEVELS if keys else ():
        limits.take("door", f"{keys} {limit}", limit=limit, seconds=door.WITHIN_SECONDS)
    return opened


def used_up(site: Site) -> ChallengeRequired:
    """What to raise when the conversation that a challenge opens exists already."""
    policy = queries.door_policy(system(site.organization_id), site.brand_id)
    return _asked(site, bits=door.EASIEST, asks_sum=policy.asks_sum)


def _counted_by(site: Site, ip: str | None) -> str:
    """This machine itself is not counted, since its proxies report the real address."""
    if ip is None or ipaddress.ip_address(ip).is_loopback:
        return ""
    return f"{site.organization_id} {door.neighbourhood(ip)}"


def _is_full(key: str, limit: int) -> bool:
    return limits.is_spent("door", f"{key} {limit}", limit=limit, seconds=door.WITHIN_SECONDS)


def _passed(site: Site, answer: door.Answer | None, *, bits: int, asks_sum: bool) -> UUID:
    challenge = _signed(site, answer.token) if answer else None
    if answer is None or challenge is None or challenge.bits < bits or (asks_sum and challenge.sum is None):
        raise _asked(site, bits=bits, asks_sum=asks_sum)
    if not door.is_right_sum(challenge, answer.sum):
        wrong = Text("答案不对，请再算一次。", "That is not the sum; here is another one.")
        raise _asked(site, bits=bits, asks_sum=asks_sum, text=wrong)
    if not door.is_worked(challenge, answer.nonce):
        raise _asked(site, bits=bits, asks_sum=asks_sum)
    return challenge.id


def _asked(
    site: Site,
    *,
    bits: int,
    asks_sum: bool,
    text: Text = SOLVE_FIRST,
) -> ChallengeRequired:
    numbers = (secrets.randbelow(9) + 1, secrets.randbelow(9) + 1) if asks_sum else None
    return ChallengeRequired(site, door.Challenge(new_id(), bits, numbers), text)


def _signed(site: Site, token: str) -> door.Challenge | None:
    """The challenge of a token of this site that is no older than ten minutes."""
    try:
        id, site_id, bits, numbers = _signer.unsign_object(token, max_age=door.GOOD_FOR)
    except signing.BadSignature:
        return None
    if site_id != str(site.id):
        return None
    return door.Challenge(UUID(id), bits, (numbers[0], numbers[1]) if numbers else None)


def screened(conversation: Conversation, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The checked fields of a visitor's message, with the hosts of links that lead out of the house in its payload.

    Raises Invalid where the house takes none from a visitor whom nobody has answered yet.
    """
    payload = {key: value for key, value in fields.get("payload", {}).items() if key != FOREIGN_LINKS}
    written = f"{fields['text']}\n{payload.get('title') or ''}\n{payload.get('url') or ''}"
    found = links.hosts(written)
    if found:
        foreign = _foreign(conversation, found)
        if foreign:
            payload[FOREIGN_LINKS] = foreign[: links.MAX_SHOWN]
    return {**fields, "payload": payload}


def _foreign(conversation: Conversation, found: list[str]) -> list[str]:
    actor = system(conversation.organization_id)
    policy = queries.door_policy(actor, conversation.brand_id)
    if policy.links == DoorPolicy.Links.OFF:
        return []
    own = {*policy.allowed_domains, *queries.own_domains(actor, conversation.brand_id)}
    if not conversation.site.origins:  # who lists no origin has the page's own word for where the chat stands
        own |= {links.host_of(str(conversation.entry.get("page") or ""))} - {""}
    foreign = links.foreign(found, own)
    if foreign and policy.links == DoorPolicy.Links.REFUSE and not queries.was_answered(actor, conversation):
        text = Text(
            "客服回复前暂时不能发送链接。请直接用文字描述您的问题，需要时客服会请您发送。",
            "Links cannot be sent before somebody has answered. Please describe it in words; we will ask for the link if"
            " we need it.",
        )
        raise Invalid("link_refused", text, errors=[FieldError("text", text)])
    return foreign


@transaction.atomic
def set_door_policy(actor: Actor, brand_id: UUID, changes: Mapping[str, Any]) -> None:
    """Change challenge, asks_sum, links or allowed_domains of a brand. Raises Invalid naming what is no domain."""
    actor.require(BLOCKS_MANAGE)
    brand = one(accounts.brands(actor).filter(id=brand_id).select_for_update())
    policy = queries.door_policy(actor, brand_id)
    before = _values(policy)
    for field, value in changes.items():
        setattr(policy, field, value)
    policy.allowed_domains = list(dict.fromkeys(map(_domain, policy.allowed_domains)))
    policy.save()
    audit.record(
        actor,
        action="door_policy.updated",
        target_type="brand",
        target_id=brand.id,
        target_label=brand.name,
        before=before,
        after=_values(policy),
    )


def _domain(written: str) -> str:
    try:
        return links.domain(written)
    except ValueError as error:
        text = Text(
            f"“{written}”不是域名，请填写 example.com 这样的域名。", f"“{written}” is no domain; write example.com."
        )
        raise Invalid("wrong_domain", text, errors=[FieldError("allowed_domains", text)]) from error


def _values(policy: DoorPolicy) -> dict[str, Any]:
    return {
        "challenge": str(policy.challenge),
        "asks_sum": policy.asks_sum,
        "links": str(policy.links),
        "allowed_domains": list(policy.allowed_domains),
    }
