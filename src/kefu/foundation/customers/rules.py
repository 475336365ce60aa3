"""What identifies a customer, in the one spelling in which it is compared and stored."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import phonenumbers

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold, storable

MAX_NAME, MAX_NOTE, MAX_TAG, MAX_TAGS, MAX_OF_A_KIND = 120, 5_000, 40, 30, 20
MAX_PHONE, MAX_EMAIL, MAX_EXTERNAL_ID, MAX_ADDRESS = 40, 254, 200, 300

IdentityKey = tuple[str, str]
"""The kind of an identity and its normalised value."""

_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\\\]]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
# Extensions as they are written in China; phonenumbers knows "ext", "x" and "#" by itself.
_EXTENSION = re.compile(r"\s*(?:转|轉|分机|分機)\s*(?:分机|分機)?\s*[::]?\s*(\d{1,7})$")
_DASHED_EXTENSION = re.compile(r"(?<=\d{7})\s*-\s*(\d{1,5})$")


class Phone(NamedTuple):
    """A telephone number in E.164, and the extension behind a switchboard (digits, or empty)."""

    e164: str
    extension: str

    @property
    def value(self) -> str:
        """How the number is stored: people behind one switchboard stay apart (RFC 3966 writes it so)."""
        return f"{self.e164};ext={self.extension}" if self.extension else self.e164


def phone(written: str, *, region: str = "CN") -> Phone:
    """Read a number as people write it, national ones in `region`. Raises Invalid unless it can be dialled."""
    number = parsed_phone(written, region=region)
    if number is None:
        raise _wrong(
            "phone",
            Text(
                "电话号码不正确，请检查位数与区号。", "This is not a telephone number; check its digits and area code."
            ),
        )
    return number


def parsed_phone(written: str, *, region: str = "CN") -> Phone | None:
    """Like `phone`, None where that raises."""
    text = _plain(written)
    if not text or len(text) > MAX_PHONE:
        return None
    for split in (_EXTENSION, None, _DASHED_EXTENSION):
        found = split.search(text) if split else None
        if split and not found:
            continue
        extension = found[1] if found else ""
        number = _dialable(text[: found.start()] if found else text, region)
        if number is not None:
            e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            return Phone(e164, extension or number.extension or "")
    return None


def email(written: str) -> str:
    """The address in lower case. Raises Invalid when mail could not reach it."""
    address = _plain(written).lower()
    if (
        len(address) > MAX_EMAIL
        or ".." in address
        or not _EMAIL.fullmatch(address)
        or address[0] == "."
        or ".@" in address
    ):
        raise _wrong("email", Text("邮箱地址不正确。", "This is not an e-mail address."))
    return address


def external_id(written: str) -> str:
    """The id that the company's own systems use, trimmed; upper and lower case differ. Raises Invalid when empty or long."""
    value = storable(written).strip()
    if not value or len(value) > MAX_EXTERNAL_ID:
        raise _wrong(
            "external_id",
            Text(
                f"外部编号须为 1–{MAX_EXTERNAL_ID} 个字符。", f"An external id has 1 to {MAX_EXTERNAL_ID} characters."
            ),
        )
    return value


def identities(*, phone: str | None, email: str | None, external_id: str | None) -> list[IdentityKey]:
    """Those that are given (None and blank are not), the most reliable first. Raises Invalid for an unreadable one."""
    given = (("external", external_id), ("phone", phone), ("email", email))
    return [(kind, _READERS[kind](written)) for kind, written in given if written and written.strip()]


def identities_of(kind: str, written: list[str]) -> list[IdentityKey]:
    """All of one kind, repeated ones once. Raises Invalid for an unreadable one or for too many."""
    found = list(dict.fromkeys((kind, _READERS[kind](each)) for each in written))
    if len(found) > MAX_OF_A_KIND:
        raise _wrong(kind, Text(f"同类联系方式最多 {MAX_OF_A_KIND} 个。", f"At most {MAX_OF_A_KIND} of a kind."))
    return found


def name(written: str) -> str:
    """Raises Invalid when nothing readable is left or it is too long."""
    value = " ".join(storable(written).split())
    if not fold(value) or len(value) > MAX_NAME:
        raise _wrong("name", Text(f"姓名须为 1–{MAX_NAME} 个字符。", f"A name has 1 to {MAX_NAME} characters."))
    return value


def note(written: str) -> str:
    value = storable(written).strip()
    if len(value) > MAX_NOTE:
        raise _wrong("note", Text(f"备注最多 {MAX_NOTE} 个字符。", f"A note has at most {MAX_NOTE} characters."))
    return value


def address(written: str) -> str:
    """Where they live, on one line. Raises Invalid when it is too long."""
    value = " ".join(storable(written).split())
    if len(value) > MAX_ADDRESS:
        text = Text(f"地址最多 {MAX_ADDRESS} 个字符。", f"An address has at most {MAX_ADDRESS} characters.")
        raise _wrong("address", text)
    return value


def tags(written: list[str]) -> list[str]:
    """Trimmed, empty and repeated ones dropped, order kept. Raises Invalid when one is too long or there are too many."""
    kept = {fold(tag): tag for tag in reversed([" ".join(storable(tag).split()) for tag in written]) if fold(tag)}
    if len(kept) > MAX_TAGS or any(len(tag) > MAX_TAG for tag in kept.values()):
        raise _wrong(
            "tags",
            Text(
                f"最多 {MAX_TAGS} 个标签，每个最多 {MAX_TAG} 个字符。",
                f"At most {MAX_TAGS} tags of {MAX_TAG} characters each.",
            ),
        )
    return list(reversed(kept.values()))


def found_by(phones: list[str], emails: list[str], external_ids: list[str]) -> str:
    """What the search knows a customer by besides the name: numbers whole, without country code, and their last digits."""
    words: list[str] = [*emails, *external_ids]
    for stored in phones:
        digits = stored.partition(";")[0].removeprefix("+")
        national = str(phonenumbers.national_significant_number(phonenumbers.parse(f"+{digits}")))
        words += [digits, national, national[-8:], national[-4:]]
    return " ".join(words)


def _plain(written: str) -> str:
    """Full-width forms and odd spaces made ordinary, invisible characters gone."""
    text = unicodedata.normalize("NFKC", written[:1000])
    return "".join(
        " " if c.isspace() else c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
    ).strip()


def _dialable(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _wrong(field: str, text: Text) -> Invalid:
    return Invalid("invalid_fields", text, errors=[FieldError(field, text)])


_READERS: dict[str, Callable[[str], str]] = {
    "phone": lambda written: phone(written).value,
    "email": email,
    "external": external_id,
}
