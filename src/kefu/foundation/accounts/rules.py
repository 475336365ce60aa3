"""Decisions about people in plain Python: written forms of logins, who is seen as whom, teams as a tree, levels."""

import ipaddress
import unicodedata
from collections.abc import Iterable, Mapping
from uuid import UUID

import phonenumbers

from kefu.kernel.i18n import Text

REGION = "CN"
PRIVATE_NETWORKS = [
    ipaddress.ip_network(written)
    for written in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
] + [ipaddress.ip_network(written) for written in ("::1/128", "fc00::/7", "fe80::/10")]


def mobile_number(written: str) -> str | None:
    """The number in E.164, read as Chinese unless it says otherwise: "138 1234-5678" → "+8613812345678"; None if none."""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", written), REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def employee_number(written: str) -> str:
    """As it is stored and compared: half-width, upper case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", written).split()).upper()


def email_address(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip().lower()


def display_name(nickname: str, number: str | None) -> str:
    """What customers and colleagues see: the nickname, else the employee number; never the real name."""
    if nickname:
        return nickname
    return (Text(f"工号 {number}", f"Agent {number}") if number else Text("客服", "Agent")).in_language()


def is_private_address(ip: str | None) -> bool:
    """Loopback and private networks, where a demo password does no harm."""
    if ip is None:
        return False
    address = ipaddress.ip_address(ip)
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in PRIVATE_NETWORKS)


def with_descendants(roots: Iterable[UUID], parents: Mapping[UUID, UUID | None]) -> set[UUID]:
    """The teams in `roots` and every team below them; `parents` maps each team to its parent."""
    children: dict[UUID | None, list[UUID]] = {}
    for team, parent in parents.items():
        children.setdefault(parent, []).append(team)
    found: set[UUID] = set()
    waiting = list(roots)
    while waiting:
        team = waiting.pop()
        if team not in found:
            found.add(team)
            waiting.extend(children.get(team, []))
    return found
