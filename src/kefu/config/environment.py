"""What the process environment says: one typed place that every command and role reads. Imports no Django."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import psutil

SOURCE_TREE = Path(__file__).resolve().parents[3]
SETTINGS_FILE = "kefu.env"
AI_LEVELS = ("off", "lite", "full")
AiLevel = Literal["off", "lite", "full"]
GIBIBYTE = 1024**3
TURN = re.compile(
    r"(?P<scheme>turns?):(?P<host>\[[0-9a-fA-F:]+\]|[\w.-]+)(:(?P<port>\d{1,5}))?(\?transport=(?P<transport>udp|tcp))?"
)
ACME = "https://acme-v02.api.letsencrypt.org/directory"


class EnvironmentInvalid(Exception):
    """A KEFU_ variable has a value Kefu cannot work with; the message names it and what is accepted."""


@dataclass(frozen=True)
class Environment:
    """The settings of one instance.

    `data` is absolute. `database_url` is None for the embedded PostgreSQL. `public_url` has no trailing slash and is
    empty when people reach the instance by the address of this machine. `internal_hosts` are the hosts of the company's
    own network that organizations may connect. `backups` is where nightly archives go, None when they are switched off.
    `acme_directory` is the certificate authority of an instance that holds https itself, on `https_port` and `http_port`.
    `voice` is whether calls are wanted; `ari_url` names an Asterisk of somebody else's, `asterisk` an unpacked one to start.
    `sip_port` is None for 5060, or the next port that is free. `speech` is whether this
    machine transcribes and speaks itself, `speech_url` names an OpenAI-compatible server that does. `turn` are the
    addresses of relays for agents whose network lets no UDP pass, `turn_secret` what Kefu shares with them.
    """

    host: str
    port: int
    data: Path
    database_url: str | None
    pg_bin: Path | None
    public_url: str
    files_url: str | None
    internal_hosts: frozenset[str]
    ai: AiLevel
    log_level: str
    backups: Path | None
    backups_kept: int
    acme_directory: str | None
    https_port: int
    http_port: int
    voice: bool
    ari_url: str | None
    asterisk: Path | None
    sip_port: int | None
    speech: bool
    speech_url: str | None
    turn: tuple[str, ...]
    turn_secret: str

    @classmethod
    def read(cls, variables: Mapping[str, str] | None = None) -> Environment:
        """`variables` before what `kefu setup` remembered. Raises EnvironmentInvalid when a value is out of range."""
        given = os.environ if variables is None else variables
        data = Path(given.get("KEFU_DATA") or "var").expanduser().absolute()
        get = {**remembered(data), **given}.get
        pg_bin = get("KEFU_PG_BIN")
        return cls(
            host=get("KEFU_HOST") or "127.0.0.1",
            port=_port(get("KEFU_PORT") or "8000"),
            data=data,
            database_url=get("DATABASE_URL") or None,
            pg_bin=Path(pg_bin).expanduser() if pg_bin else None,
            public_url=(get("KEFU_PUBLIC_URL") or "").rstrip("/"),
            files_url=_files_url(get("KEFU_FILES") or ""),
            internal_hosts=frozenset(
                name.strip() for name in (get("KEFU_INTERNAL_HOSTS") or "").split(",") if name.strip()
            ),
            ai=_ai_level(get("KEFU_AI") or ""),
            log_level=_log_level(get("KEFU_LOG") or "info"),
            backups=_backups(get("KEFU_BACKUPS") or "", data),
            backups_kept=_kept(get("KEFU_BACKUPS_KEPT") or "7"),
            acme_directory=_acme(
                get("KEFU_CERTIFICATE") or "", get("KEFU_ACME_DIRECTORY") or ACME, get("KEFU_PUBLIC_URL") or ""
            ),
            https_port=_port(get("KEFU_HTTPS_PORT") or "443", "KEFU_HTTPS_PORT"),
            http_port=_port(get("KEFU_HTTP_PORT") or "80", "KEFU_HTTP_PORT"),
            voice=_voice(get("KEFU_VOICE") or "", has_engine=bool(get("KEFU_ARI_URL"))),
            ari_url=_ari_url(get("KEFU_ARI_URL") or ""),
            asterisk=Path(asterisk).expanduser() if (asterisk := get("KEFU_ASTERISK")) else None,
            sip_port=_port(sip_port, "KEFU_SIP_PORT") if (sip_port := get("KEFU_SIP_PORT")) else None,
            speech=_speech(get("KEFU_SPEECH") or "", get("KEFU_AI") or ""),
            speech_url=_speech_url(get("KEFU_SPEECH_URL") or ""),
            turn=_turn(get("KEFU_TURN") or "", get("KEFU_TURN_SECRET") or ""),
            turn_secret=get("KEFU_TURN_SECRET") or "",
        )

    @property
    def postgres_directory(self) -> Path:
        return self.data / "postgres"

    @property
    def log_directory(self) -> Path:
        return self.data / "log"

    @property
    def state_directory(self) -> Path:
        return self.data / "state"

    @property
    def files_directory(self) -> Path:
        return self.data / "files"

    @property
    def address(self) -> str:
        """Where a person on this machine opens the instance."""
        if self.public_url:
            return self.public_url
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def remembered(data: Path) -> dict[str, str]:
    """The variables that `kefu setup` wrote into the data directory. Raises EnvironmentInvalid for a line that is none."""
    try:
        lines = (data / SETTINGS_FILE).read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return {}
    found = {}
    for line in (line.strip() for line in lines):
        name, sign, value = line.partition("=")
        if line and not line.startswith("#"):
            if not sign:
                raise EnvironmentInvalid(f"{data / SETTINGS_FILE}: {line!r} is not NAME=value.")
            found[name.strip()] = value.strip()
    return found


def remember(data: Path, **variables: str) -> None:
    """Write variables into the data directory, for every later command; an empty value forgets one."""
    kept = {name: value for name, value in {**remembered(data), **variables}.items() if value}
    data.mkdir(parents=True, exist_ok=True)
    fresh = data / f"{SETTINGS_FILE}.{os.getpid()}"
    text = "".join(f"{name}={value}\n" for name, value in kept.items())
    fresh.write_text("# Written by `kefu setup`; a variable of the environment goes before a line here.\n" + text)
    fresh.chmod(0o600)  # DATABASE_URL holds a password
    fresh.replace(data / SETTINGS_FILE)


def read_or_exit() -> Environment:
    """The environment, or the end of this command with the reason on stderr."""
    try:
        return Environment.read()
    except EnvironmentInvalid as error:
        sys.exit(f"kefu: {error}")


def _port(text: str, name: str = "KEFU_PORT") -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise EnvironmentInvalid(f"{name} is {text!r}: give a number from 1 to 65535.")
    return int(text)


def _acme(chosen: str, directory: str, public_url: str) -> str | None:
    if chosen not in ("", "acme"):
        raise EnvironmentInvalid(f"KEFU_CERTIFICATE is {chosen!r}: give acme, or leave it out.")
    if chosen and not public_url.startswith("https://"):
        raise EnvironmentInvalid(
            "KEFU_CERTIFICATE=acme needs KEFU_PUBLIC_URL=https://NAME, the name of the certificate."
        )
    return directory if chosen else None


def _backups(text: str, data: Path) -> Path | None:
    if text == "off":
        return None
    if text and not Path(text).expanduser().is_absolute():
        raise EnvironmentInvalid(f"KEFU_BACKUPS is {text!r}: give a whole path, or off.")
    return Path(text).expanduser() if text else data / "backups"


def _kept(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 365:
        raise EnvironmentInvalid(f"KEFU_BACKUPS_KEPT is {text!r}: give a number from 1 to 365.")
    return int(text)


def _ai_level(text: str) -> AiLevel:
    for level in AI_LEVELS:
        if text == level:
            return level  # type: ignore[return-value]
    if text:
        raise EnvironmentInvalid(f"KEFU_AI is {text!r}: give one of {', '.join(AI_LEVELS)}, or leave it out.")
    memory = psutil.virtual_memory().total
    if memory < 1.5 * GIBIBYTE:
        return "off"
    return "full" if memory >= 3 * GIBIBYTE else "lite"


def _voice(text: str, *, has_engine: bool) -> bool:
    if text not in ("", "on", "off"):
        raise EnvironmentInvalid(f"KEFU_VOICE is {text!r}: give on or off, or leave it out.")
    return text == "on" or (not text and (has_engine or psutil.virtual_memory().total >= 3 * GIBIBYTE))


def _ari_url(text: str) -> str | None:
    parts = urlsplit(text)
    if text and not (parts.scheme in ("http", "https") and parts.hostname and parts.username and parts.password):
        raise EnvironmentInvalid("KEFU_ARI_URL must be http://USER:PASSWORD@HOST:8088/ari, or the same with https.")
    return text or None


def _speech(text: str, ai: str) -> bool:
    if text not in ("", "on", "off"):
        raise EnvironmentInvalid(f"KEFU_SPEECH is {text!r}: give on or off, or leave it out.")
    return text == "on" or (not text and _ai_level(ai) == "full")


def _speech_url(text: str) -> str | None:
    parts = urlsplit(text)
    if text and not (parts.scheme in ("http", "https") and parts.hostname):
        raise EnvironmentInvalid("KEFU_SPEECH_URL must be https://:KEY@HOST/v1?hear=MODEL&say=MODEL&voice=NAME.")
    return text or None


def _turn(text: str, secret: str) -> tuple[str, ...]:
    for url in text.split():
        if not (told := TURN.fullmatch(url)):
            raise EnvironmentInvalid(
                f"KEFU_TURN holds {url!r}: give turns:HOST:443?transport=tcp or turn:HOST:3478, several with spaces between."
            )
        _port(told["port"] or "3478", "The port in KEFU_TURN")
    if text and not secret:
        raise EnvironmentInvalid("KEFU_TURN needs KEFU_TURN_SECRET, the server's static-auth-secret.")
    return tuple(text.split())


def _log_level(text: str) -> str:
    level = text.upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise EnvironmentInvalid(f"KEFU_LOG is {text!r}: give debug, info, warning or error.")
    return level


def _files_url(value: str) -> str | None:
    if value and not value.startswith("s3://"):
        raise EnvironmentInvalid("KEFU_FILES must be empty or s3://BUCKET?endpoint=https://…&region=…")
    return value or None
