"""What may stand in the settings of a trunk: it goes into the engine's configuration."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from datetime import timedelta

from kefu.kernel.i18n import Text

HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.I)
USER = re.compile(r"[\w.+-]{0,80}", re.ASCII)
STALE = timedelta(seconds=90)  # the telephony role says it anew each half minute
STATES = {
    "online": Text("已连接。", "Connected."),
    "offline": Text(
        "运营商没有应答：请检查地址、端口，以及对方是否已放行本机的 IP。",
        "The carrier does not answer: check its host and port, and whether it admits this machine's address.",
    ),
    "refused": Text(
        "运营商拒绝了注册：请核对账号和密码，或请运营商确认账号已开通。",
        "The carrier refuses the registration: check user and password, and ask the carrier whether the account is open.",
    ),
    "unknown": Text("正在连接，请稍候。", "Connecting; one moment."),
    "away": Text(
        "电话引擎没有运行：可在“系统状态”中查看原因。", "The telephone engine is not running: “System” says why."
    ),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    field: str
    text: Text


def fault(host: str, addresses: list[str], user: str) -> Wrong | None:
    """The first thing that is wrong; None when the engine can work with it."""
    if not HOST.fullmatch(host):
        return Wrong("host", Text("请填写运营商的域名或 IP 地址。", "Give the carrier's host name or address."))
    if not USER.fullmatch(user):
        return Wrong("user", Text("账号只能包含字母、数字和 . _ + -。", "A user has letters, digits and . _ + -."))
    for address in addresses:
        try:
            ipaddress.ip_network(address, strict=False)
        except ValueError:
            return Wrong("addresses", Text(f"{address} 不是 IP 地址。", f"{address} is no IP address."))
    return None
