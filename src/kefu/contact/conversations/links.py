"""Links in what visitors write: which there are, and which lead out of the house. Plain values only."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ENDINGS = "com|cn|net|org|top|xyz|vip|cc|shop|club|info|biz|wang|icu|ltd|tk|io|tv|ai|gg|ly|ru"
_WORDS = (  # endings that are also the next word of a sentence whose stop has no space behind it
    "me|to|us|in|im|de|fr|eu|co|uk|hk|tw|jp|kr|sg|my|ws|site|online|store|live|link|click|work|fun|pro|app|dev"
)
_ADDRESS = re.compile(
    # with a scheme, whatever stands behind it: a name, or an address in figures
    r"[a-z][a-z0-9+.-]{1,15}://(?P<named>[^\s/?#<>\"'，。！？；、（）【】《》]{1,255})"
    # without one: names that a person types into a browser. What follows an @ is an address of mail
    rf"|(?<![a-z0-9@.-])(?P<bare>(?:{_LABEL}\.){{1,4}}(?:(?:{_ENDINGS})(?![a-z0-9-]|\.[a-z0-9])|(?:{_WORDS})(?=/)))"
)
_DOT = re.compile(r"(?<=[a-z0-9])[。．｡](?=[a-z0-9])")  # browsers take these for dots of a name
_DOMAIN = re.compile(
    rf"(?:{_LABEL}\.){{1,8}}(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,59}})|(?:\d{{1,3}}\.){{3}}\d{{1,3}}|localhost"
)
MAX_SHOWN = 5


def hosts(text: str) -> list[str]:
    """The hosts of the links in a text, each once, in order; quick where there can be none."""
    if not any(mark in text for mark in (".", "://", "。", "．", "｡")):
        return []
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf").casefold()
    found = _ADDRESS.finditer(_DOT.sub(".", visible))
    return list(dict.fromkeys(_host(match["named"] or match["bare"]) for match in found))


def foreign(found: Iterable[str], own: Iterable[str]) -> list[str]:
    """Those of the hosts that are none of our own domains, nor below one."""
    domains = {_without_www(domain) for domain in own}
    return [host for host in found if not any(host == d or host.endswith(f".{d}") for d in domains)]


def domain(written: str) -> str:
    """A domain as it is kept: " https://Shop.Example.com/x " → "shop.example.com". Raises ValueError for what is none."""
    written = unicodedata.normalize("NFKC", written).strip().casefold()
    host = _host(urlsplit(written).netloc if "://" in written else written.split("/", 1)[0])
    if len(host) > 253 or not _DOMAIN.fullmatch(host):
        raise ValueError(written)
    return _without_www(host)


def host_of(address: str) -> str:
    """The host of an http(s) address; "" for what is none."""
    try:
        return _host(urlsplit(address).netloc.casefold()) if address.startswith(("http://", "https://")) else ""
    except ValueError:
        return ""


def _host(netloc: str) -> str:
    """Without user, port and the dot at the end, as the network spells it."""
    host = re.sub(r":\d{0,5}$", "", netloc.rsplit("@", 1)[-1]).rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def _without_www(host: str) -> str:
    return host.removeprefix("www.")
