"""What one Asterisk of Kefu is asked to be: where it lives, on which ports, and whom it knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kefu.config.asterisk.tree import Tree

Role = Literal["platform", "carrier"]
APPLICATION = "kefu"
LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"


@dataclass(frozen=True)
class Account:
    """An agent's way to sign in by SIP. `kind`: a browser (DTLS, ICE, over the web socket) or a telephone (digest)."""

    name: str
    password: str = field(repr=False)
    kind: Literal["browser", "telephone"] = "browser"


@dataclass(frozen=True)
class Trunk:
    """A line to the telephone network, or to another Asterisk.

    `host` and `port` are where calls go out to; calls come in from `addresses` (without any: from `host`). With a
    `user` it registers there, and answers challenges with the `password`.
    """

    name: str
    host: str
    port: int = 5060
    addresses: tuple[str, ...] = ()
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_outside(self) -> bool:
        """Whether it leads off this machine."""
        return not self.host.startswith("127.") and self.host != "localhost"


@dataclass(frozen=True)
class Plan:
    """One Asterisk. `directory` is its own; `sockets` a private folder with a short path, for the control socket.

    `rtp` are the first and the last UDP port of audio, two for each leg of a call. Web and ARI stay on the loopback address
    always; SIP and audio do too, unless `is_open` or a trunk leads off this machine. `public_address` is what peers outside
    are told. `local_addresses` are those of this machine's network cards, which the browser on the same machine is led around.
    """

    tree: Tree
    directory: Path
    sockets: Path
    sip_port: int
    http_port: int
    rtp: tuple[int, int]
    user: str
    password: str = field(repr=False)
    application: str = APPLICATION
    role: Role = "platform"
    accounts: tuple[Account, ...] = ()
    trunks: tuple[Trunk, ...] = ()
    is_open: bool = False
    public_address: str = ""
    local_addresses: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """What SIP and audio are bound to."""
        is_open = self.is_open or any(trunk.is_outside for trunk in self.trunks)
        return EVERYWHERE if is_open else LOOPBACK

    @property
    def configuration(self) -> Path:
        return self.directory / "etc"

    @property
    def spool(self) -> Path:
        """Below it `recording` (made through ARI) and `voicemail` (made by the dialplan while the application is away)."""
        return self.directory / "spool"

    @property
    def sounds(self) -> Path:
        return self.directory / "sounds"

    @property
    def music(self) -> Path:
        return self.directory / "music"

    @property
    def log(self) -> Path:
        return self.directory / "log"

    @property
    def ari(self) -> str:
        return f"http://{LOOPBACK}:{self.http_port}/ari"
