"""From where staff may work, and in how many places at once."""

from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any

from django.db import transaction

from kefu.kernel import addresses, audit
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import FieldError, Invalid, NotFound
from kefu.kernel.i18n import Text
from kefu.kernel.models import Organization

from .. import events, permissions, queries

MOST_NETWORKS = 100


@transaction.atomic
def change_sign_in_safety(actor: Actor, *, changes: Mapping[str, Any], knows_caller: bool) -> Organization:
    """Change `staff_networks` (empty: from everywhere; at most 100) or `one_session`.

    `knows_caller` says that the actor's address is their own and not a proxy's. Raises Forbidden; Invalid for an entry
    that is no network, and for a list that would lock the actor out.
    """
    actor.require(permissions.ORGANIZATION_MANAGE)
    organization = Organization.objects.select_for_update().get(id=actor.organization_id)
    before = _described(organization)
    if "staff_networks" in changes:
        organization.staff_networks = _networks(changes["staff_networks"])
        if organization.staff_networks:
            _ensure_not_locked_out(actor, organization.staff_networks, knows_caller=knows_caller)
    if "one_session" in changes:
        organization.one_session = changes["one_session"]
    _save(actor, organization, before)
    return organization


@transaction.atomic
def unlock(code: str) -> Organization:
    """Let the staff of an organization work from everywhere again. Raises NotFound."""
    organization = Organization.objects.select_for_update().filter(code=code).first()
    if organization is None:
        raise NotFound("no_organization", Text("没有该组织代码。", "There is no organization with this code."))
    before = _described(organization)
    organization.staff_networks = []
    _save(system(organization.id, "kefu org unlock"), organization, before)
    return organization


def _networks(written: list[str]) -> list[str]:
    found, wrong = [], []
    for entry in filter(str.strip, written):
        try:
            found.append(addresses.network(entry))
        except ValueError:
            wrong.append(entry.strip()[:60])
    if wrong:
        raise _invalid(
            "wrong_network",
            Text(
                f"不是有效的网段：{'、'.join(wrong)}。请写成 203.0.113.5 或 10.0.0.0/8。",
                f"Not a network: {', '.join(wrong)}. Write 203.0.113.5 or 10.0.0.0/8.",
            ),
        )
    found = list(dict.fromkeys(found))
    if len(found) > MOST_NETWORKS:
        raise _invalid(
            "too_many_networks", Text(f"最多 {MOST_NETWORKS} 个网段。", f"At most {MOST_NETWORKS} networks.")
        )
    return found


def _ensure_not_locked_out(actor: Actor, networks: list[str], *, knows_caller: bool) -> None:
    if not knows_caller:
        raise _invalid(
            "address_unknown",
            Text(
                "看不到您的真实地址：前面的代理没有告知。请先按运维手册配置反向代理，再限制网络。",
                "Your own address cannot be seen: a proxy in front does not tell it. "
                "Set up the reverse proxy as the operations page says, then limit the networks.",
            ),
        )
    if not addresses.lies_in(actor.ip, map(ip_network, networks)):
        raise _invalid(
            "locks_oneself_out",
            Text(
                f"您当前的地址 {actor.ip} 不在列表中，保存后您自己将无法登录。请把它加进来。",
                f"Your own address {actor.ip} is not in the list: you would lock yourself out. Add it.",
            ),
        )


def _invalid(code: str, text: Text) -> Invalid:
    return Invalid(code, text, errors=[FieldError("staff_networks", text)])


def _described(organization: Organization) -> dict[str, Any]:
    return {"staff_networks": organization.staff_networks, "one_session": organization.one_session}


def _save(actor: Actor, organization: Organization, before: Mapping[str, Any]) -> None:
    organization.save(update_fields=["staff_networks", "one_session"])
    audit.record(
        actor,
        action="sign_in_safety.updated",
        target_type="organization",
        target_id=organization.id,
        target_label=organization.name,
        before=before,
        after=_described(organization),
    )
    if organization.staff_networks != before["staff_networks"]:
        events.announce_networks(organization.id)
    transaction.on_commit(queries.forget)
