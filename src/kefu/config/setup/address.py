"""How people reach an instance, and what a reverse proxy in front of it must say. Imports no Django."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Literal

import psutil

from kefu.config.environment import Environment, remember
from kefu.kernel.i18n import Text

Way = Literal["here", "lan", "proxy", "own"]
WAYS: dict[Way, Text] = {
    "here": Text("只在本机使用", "on this machine only"),
    "lan": Text("在局域网使用（http）", "in the local network (http)"),
    "proxy": Text("有域名，已用 nginx 或宝塔", "a domain, behind nginx or the BT panel"),
    "own": Text(
        "有域名，自动申请证书（80 和 443 端口）", "a domain, with a certificate fetched by itself (ports 80 and 443)"
    ),
}
WITH_DOMAIN: tuple[Way, ...] = ("proxy", "own")
DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")

HEADERS = """proxy_pass http://127.0.0.1:{port};
proxy_http_version 1.1;
proxy_set_header Host $host;
proxy_set_header X-Forwarded-For $remote_addr;
proxy_set_header X-Forwarded-Proto $scheme;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection $kefu_connection;
proxy_buffering off;
proxy_read_timeout 3600s;"""
NGINX = """map $http_upgrade $kefu_connection {{ default upgrade; '' ''; }}

server {{
    listen 443 ssl;
    server_name {domain};
    ssl_certificate     /etc/letsencrypt/live/{domain}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/{domain}/privkey.pem;
    client_max_body_size 25m;

    location / {{
{headers}
    }}
}}

server {{
    listen 80;
    server_name {domain};
    return 301 https://$host$request_uri;
}}
"""
PANEL = """location ^~ / {{
{headers}
    client_max_body_size 25m;
}}
"""


@dataclass(frozen=True, slots=True)
class ProxyBlocks:
    """Two texts to paste: a whole nginx file, and what the panel (宝塔) wants below 反向代理 → 配置文件."""

    nginx: str
    panel: str


def is_domain(name: str) -> bool:
    return DOMAIN.fullmatch(name) is not None


def proxy_blocks(domain: str, port: int) -> ProxyBlocks:
    """What nginx, or nginx under 宝塔, must be told so that sockets and the caller's address arrive."""
    headers = HEADERS.format(port=port)
    nginx = NGINX.format(domain=domain, headers=_indented(headers, 8))
    # the panel's own file has no place for a map; with the header always "upgrade", nginx still serves plain requests
    panel = PANEL.format(headers=_indented(headers.replace("$kefu_connection", '"upgrade"'), 4))
    return ProxyBlocks(nginx, panel)


def lan_addresses(port: int) -> list[str]:
    """Addresses under which other machines of the network find this one."""
    found = [
        address.address
        for addresses in psutil.net_if_addrs().values()
        for address in addresses
        if address.family == socket.AF_INET and ipaddress.ip_address(address.address).is_private
    ]
    return [f"http://{ip}:{port}" for ip in sorted(found) if not ipaddress.ip_address(ip).is_loopback]


def choose(environment: Environment, way: Way, domain: str = "") -> None:
    """Remember the way for every later start. `domain` is needed for `proxy` and `own`."""
    remember(
        environment.data,
        KEFU_HOST="0.0.0.0" if way == "lan" else "",
        KEFU_PUBLIC_URL=f"https://{domain}" if way in WITH_DOMAIN else "",
        KEFU_CERTIFICATE="acme" if way == "own" else "",
    )


def _indented(text: str, spaces: int) -> str:
    return "\n".join(" " * spaces + line for line in text.splitlines())
