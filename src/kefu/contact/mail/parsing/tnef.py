"""winmail.dat, in which Outlook hides attachments and text from everybody else (TNEF). What is damaged is read as far as it goes."""

import struct
from dataclasses import dataclass, field

from .charsets import decoded

SIGNATURE = 0x223E9F78
BODY, MESSAGE_PROPERTIES = 0x0002800C, 0x00069003
BEGINS, TITLE, DATA, PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
LONG_NAME, HTML = 0x3707, 0x1013
FIXED = {0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
VARIABLE = {0xD, 0x1E, 0x1F, 0x102}
MAX_FILES = 100


@dataclass(slots=True)
class Unpacked:
    text: str = ""
    html: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def unpacked(content: bytes) -> Unpacked | None:
    """What is in it; None when it is no TNEF."""
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != SIGNATURE:
        return None
    found = Unpacked()
    names: list[str] = []
    bodies: list[bytes] = []
    at = 6
    while at + 9 <= len(content):
        kind, size = struct.unpack_from("<II", content, at + 1)
        value = content[at + 9 : at + 9 + size]
        at += 9 + size + 2
        if kind == BEGINS and len(names) < MAX_FILES:
            names.append("")
            bodies.append(b"")
        elif kind == TITLE and names:
            names[-1] = names[-1] or _text(value)
        elif kind == DATA and bodies:
            bodies[-1] = value
        elif kind == PROPERTIES and names:
            names[-1] = _properties(value).get(LONG_NAME, names[-1])
        elif kind == BODY:
            found.text = _text(value)
        elif kind == MESSAGE_PROPERTIES:
            found.html = _properties(value).get(HTML, "")
    found.files = [(name or "file", body) for name, body in zip(names, bodies, strict=True) if body]
    return found


def _text(value: bytes) -> str:
    return decoded(value.split(b"\0")[0], None)


def _properties(content: bytes) -> dict[int, str]:
    """The long name and the HTML among MAPI properties."""
    found: dict[int, str] = {}
    try:
        (count,) = struct.unpack_from("<I", content)
        at = 4
        for _ in range(min(count, 1000)):
            kind, id = struct.unpack_from("<HH", content, at)
            at += 4
            if id >= 0x8000:
                at = _past_name(content, at)
            at = _value(content, at, kind, id, found)
    except (struct.error, KeyError):
        pass  # as far as it goes
    return found


def _past_name(content: bytes, at: int) -> int:
    (is_text,) = struct.unpack_from("<I", content, at + 16)
    at += 20
    if not is_text:
        return at + 4
    (size,) = struct.unpack_from("<I", content, at)
    return int(at + 4 + size + -size % 4)


def _value(content: bytes, at: int, kind: int, id: int, found: dict[int, str]) -> int:
    is_several, kind = bool(kind & 0x1000), kind & 0x0FFF
    count = 1
    if is_several or kind in VARIABLE:
        (count,) = struct.unpack_from("<I", content, at)
        at += 4
    if kind not in VARIABLE:
        return int(at + FIXED[kind] * count)
    for _ in range(min(count, 1000)):
        (size,) = struct.unpack_from("<I", content, at)
        value = content[at + 4 : at + 4 + size]
        at += 4 + size + -size % 4
        if id in (LONG_NAME, HTML):
            found[id] = decoded(value, "utf-16-le").rstrip("\0") if kind == 0x1F else _text(value)
    return at
