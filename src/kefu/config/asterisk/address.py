"""Where the telephone engine of this instance is, for whoever speaks ARI with it; and what may be asked of it from within."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from kefu.config.asterisk.plan import APPLICATION, Role
from kefu.config.environment import Environment
from kefu.config.state import read_state, write_state

FILES: dict[Role, str] = {"platform": "asterisk.json", "carrier": "carrier.json"}
WISHES = "phone.json"


@dataclass(frozen=True)
class Endpoint:
    """One engine. `url` ends in /ari, without sign-in and slash; `directory` is its own folder, None on another machine, whose
    `sip_port` is not known either (0)."""

    url: str
    user: str
    password: str = field(repr=False)
    application: str = APPLICATION
    directory: Path | None = None
    sip_port: int = 0

    @property
    def events(self) -> str:
        """The web socket of ARI's events, without its query."""
        return f"{_as_socket(self.url)}/events"

    @property
    def sip(self) -> str:
        """The web socket on which browsers speak SIP."""
        return f"{_as_socket(self.url).removesuffix('/ari')}/ws"

    @property
    def spool(self) -> Path | None:
        return self.directory / "spool" if self.directory else None


def endpoint(environment: Environment) -> Endpoint | None:
    """None while there is no engine: voice is off, or still being fetched. Read it anew after each lost connection."""
    if not environment.voice:
        return None
    if environment.ari_url:
        return external(environment.ari_url)
    return _told(environment, "platform")


def carrier(environment: Environment) -> Endpoint | None:
    """The engine that plays the telephone network where the demo is; its trunk to the platform is called `platform`, and the
    platform's to it `carrier`."""
    return _told(environment, "carrier") if environment.voice else None


def _told(environment: Environment, role: Role) -> Endpoint | None:
    told = read_state(environment.state_directory / FILES[role])
    return Endpoint(**{**told, "directory": Path(told["directory"])}) if told else None


def external(url: str) -> Endpoint:
    """From http://user:password@host:8088/ari."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((parts.scheme, place, parts.path.rstrip("/"), "", ""))
    return Endpoint(bare, unquote(parts.username or ""), unquote(parts.password or ""))


def tell(environment: Environment, place: Endpoint, role: Role = "platform") -> None:
    """Readable by its owner alone: it holds the password."""
    told = {**asdict(place), "directory": str(place.directory)}
    write_state(environment.state_directory / FILES[role], told, is_private=True)


def forget(environment: Environment, role: Role = "platform") -> None:
    (environment.state_directory / FILES[role]).unlink(missing_ok=True)


@dataclass(frozen=True)
class Wishes:
    """What trunks and telephones outside this machine need: SIP and audio open to the network, and an address to be told there."""

    is_open: bool = False
    public_address: str = ""


def wish(environment: Environment, wishes: Wishes) -> None:
    """Heeded within seconds, once no call is running: Asterisk starts anew for it."""
    if wished(environment) != wishes:
        write_state(environment.state_directory / WISHES, asdict(wishes))


def wished(environment: Environment) -> Wishes:
    told = read_state(environment.state_directory / WISHES)
    return Wishes(told.get("is_open") is True, str(told.get("public_address", "")))


def _as_socket(url: str) -> str:
    return "ws" + url.removeprefix("http")
