"""Bytes become text, whatever their mail claims they are."""

import codecs
import re
from email.errors import MessageError
from email.header import decode_header

from kefu.kernel.text import storable

# What senders call it, and the wider code that holds all they really send.
WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "cp936": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-2022-jp": "iso2022_jp_3",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
}
# Codecs of Python's that are no code of a mail: they execute escapes, or take hours.
REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "utf_7"}
GUESSES = ("utf-8", "gb18030", "big5hkscs")
MAX_HEADER = 20_000
_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(=\?)")


def decoded(content: bytes, declared: str | None) -> str:
    """The text: as declared where that holds, else as the first code that fits, else with marks for what cannot be read."""
    named = _codec(declared)
    for code in dict.fromkeys((named, *GUESSES)):
        if code is None:
            continue
        try:
            return storable(content.decode(code))
        except (UnicodeError, ValueError):
            continue
    return storable(content.decode(named or "utf-8", "replace"))


def _codec(declared: str | None) -> str | None:
    name = (declared or "").strip().strip("\"'").lower()[:40]
    name = WIDER.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name.replace("-", "_") not in REFUSED else None


def header(value: object) -> str:
    """A header's words, decoded, on one line, at most 20,000 characters."""
    text = str(value)[:MAX_HEADER]
    # Words that were cut in the middle of a character only make sense together, so spaces between them go first.
    text = _BETWEEN_WORDS.sub(r"\1\2", text)
    if not _WORD.search(text):
        return _one_line(decoded(text.encode("utf-8", "surrogateescape"), None))
    try:
        pieces = decode_header(text)
    except (MessageError, ValueError, LookupError, AssertionError):
        return _one_line(decoded(text.encode("utf-8", "surrogateescape"), None))
    return _one_line("".join(_joined(pieces)))


def _joined(pieces: list[tuple[bytes | str, str | None]]) -> list[str]:
    """Neighbours of one code are decoded together."""
    said: list[str] = []
    held, code = b"", None
    for piece, named in [*pieces, ("", None)]:
        content = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
        if held and named != code:
            said.append(decoded(held, code))
            held = b""
        held, code = held + content, named
    if held:
        said.append(decoded(held, code))
    return said


def _one_line(text: str) -> str:
    return " ".join(text.split())
