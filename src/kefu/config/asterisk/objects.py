"""Accounts and trunks as the objects that Asterisk's SIP stack knows: the same fields in a file and through ARI.

Through ARI (`PUT` of their `body` to their `path`) they come and go
while calls are running. Asterisk keeps them until it ends: whoever knows them hands them over again to one that has just started.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kefu.config.asterisk import rules
from kefu.config.asterisk.plan import LOOPBACK, Account, Role, Trunk

PJSIP = "res_pjsip"  # for ARI all kinds are its; in sorcery.conf two stand under the module that brought them
KINDS = {
    PJSIP: ("auth", "aor", "endpoint"),
    "res_pjsip_endpoint_identifier_ip": ("identify",),
    "res_pjsip_outbound_registration": ("registration",),
}
CONTEXTS: dict[Role, tuple[str, str]] = {
    "platform": ("from-agent", "from-trunk"),
    "carrier": ("from-phone", "from-platform"),
}
QUALIFY_SECONDS = 30
SILENT_SECONDS = 60  # a leg that sends nothing for so long has gone, whatever its signalling says
LOST_SECONDS = (
    10  # of a browser, which sends even when it is muted: its page is gone, and its caller must not wait for nobody
)
PSTN_CODECS = "!all,alaw,ulaw"


@dataclass(frozen=True)
class SipObject:
    """One object of `module`; `fields` in the order in which they are set."""

    module: str
    kind: str
    id: str
    fields: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """Where ARI has it."""
        return f"asterisk/config/dynamic/{self.module}/{self.kind}/{self.id}"

    @property
    def body(self) -> dict[str, Any]:
        """What is `PUT` there."""
        return {"fields": [{"attribute": name, "value": value} for name, value in self.fields]}


def of_account(account: Account, *, role: Role = "platform", address: str = LOOPBACK) -> list[SipObject]:
    """In the order in which they are to be made. Raises PlanInvalid for a value that no configuration may hold."""
    name = rules.name(account.name, "the name of an account")
    password = rules.value(account.password, "the password of an account")
    is_browser = account.kind == "browser"
    endpoint = {
        "transport": "t-ws" if is_browser else "t-udp",
        "context": CONTEXTS[role][0],
        "auth": name,
        "aors": name,
        **_media(address),
    }
    if is_browser:
        endpoint |= {"webrtc": "yes", "dtls_auto_generate_cert": "yes", "allow": "!all,opus,ulaw,alaw"}
        endpoint["rtp_timeout"] = f"{LOST_SECONDS}"
    else:
        endpoint |= {
            "allow": "!all,g722,alaw,ulaw",
            "rtp_symmetric": "yes",
            "force_rport": "yes",
            "rewrite_contact": "yes",
        }
    aor = {
        "max_contacts": "1",
        "remove_existing": "yes",
        "qualify_frequency": "0" if is_browser else f"{QUALIFY_SECONDS}",
    }
    return [
        _object("auth", name, auth_type="userpass", username=name, password=password),
        _object("aor", name, **aor),
        _object("endpoint", name, **endpoint),
    ]


def of_trunk(trunk: Trunk, *, role: Role = "platform", address: str = LOOPBACK) -> list[SipObject]:
    """In the order in which they are to be made. Raises PlanInvalid for a value that no configuration may hold."""
    name = rules.name(trunk.name, "the name of a trunk")
    server = f"{rules.host(trunk.host, 'the host of a trunk')}:{rules.port(trunk.port, 'the port of a trunk')}"
    endpoint = {
        "transport": "t-udp",
        "context": CONTEXTS[role][1],
        "aors": name,
        "allow": PSTN_CODECS,
        "trust_id_inbound": "yes",
        "send_pai": "yes",
        "rtp_symmetric": "yes",
        "force_rport": "yes",
        **_media(address if not trunk.is_outside else ""),
    }
    made = [_object("aor", name, contact=f"sip:{server}", qualify_frequency=f"{QUALIFY_SECONDS}")]
    if trunk.user:
        user = rules.value(trunk.user, "the user of a trunk")
        password = rules.value(trunk.password, "the password of a trunk")
        made.insert(0, _object("auth", name, auth_type="userpass", username=user, password=password))
        endpoint |= {"outbound_auth": name, "from_user": user, "from_domain": trunk.host}
    made.append(_object("endpoint", name, **endpoint))
    for number, peer in enumerate(trunk.addresses or (trunk.host,), 1):
        match = rules.network(peer, "an address of a trunk") if trunk.addresses else peer
        made.append(_object("identify", f"{name}-{number}", endpoint=name, match=match))
    if trunk.user:
        made.append(_registration(name, server, trunk.user))
    return made


def _registration(name: str, server: str, user: str) -> SipObject:
    """`line` tells calls that come back on this registration from others, whatever address they come from."""
    return _object(
        "registration",
        name,
        transport="t-udp",
        outbound_auth=name,
        server_uri=f"sip:{server}",
        client_uri=f"sip:{rules.name(user, 'the user of a trunk')}@{server}",
        contact_user=user,
        retry_interval="30",
        forbidden_retry_interval="300",
        max_retries="1000000",
        line="yes",
        endpoint=name,
    )


def _media(address: str) -> dict[str, str]:
    """Audio through Asterisk always: it records, holds and transfers."""
    fields = {"direct_media": "no", "dtmf_mode": "rfc4733", "rtp_timeout": f"{SILENT_SECONDS}", "rtp_keepalive": "5"}
    if address == LOOPBACK:
        fields |= {"media_address": LOOPBACK, "bind_rtp_to_media_address": "yes"}
    return fields


def _object(kind: str, id: str, **fields: str) -> SipObject:
    return SipObject(PJSIP, kind, id, tuple(fields.items()))
