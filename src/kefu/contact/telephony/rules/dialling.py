"""What an agent may dial, and how a call out went, in words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from kefu.kernel.i18n import Text

EMERGENCY = frozenset(["110", "119", "120", "122", "112", "12395"])
AGAIN_AFTER = timedelta(seconds=10)  # the same number
SHORTEST, LONGEST = 3, 20
_SEPARATORS = re.compile(r"[\s().\-–—]")
_ABROAD = re.compile(r"00")
_HOTLINE = re.compile(r"9[56]\d{3,6}")  # of banks, carriers, other companies


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    text: Text


def digits(written: str) -> str:
    """As it is dialled in the country: `+86 138 0013 8000` is 13800138000; a number abroad begins with 00."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", written))
    return re.sub(r"^(\+|00)", "00", plain).removeprefix("0086")


def refusal(number: str, *, may_dial_any: bool, is_repeated: bool) -> Refusal | None:
    """Why these digits are not dialled; None when they are. Numbers of emergency services always are."""
    if number in EMERGENCY:
        return None
    if not (number.isascii() and number.isdigit()) or not SHORTEST <= len(number) <= LONGEST:
        return Refusal(
            "wrong_number",
            Text(
                f"电话号码应为 {SHORTEST} 到 {LONGEST} 位数字。",
                f"A number to dial has {SHORTEST} to {LONGEST} digits.",
            ),
        )
    if not may_dial_any and _ABROAD.match(number):
        return Refusal(
            "abroad_not_allowed",
            Text("您没有拨打国际电话的权限，请联系主管。", "You may not call abroad; ask your supervisor."),
        )
    if not may_dial_any and _HOTLINE.fullmatch(number):
        return Refusal(
            "hotline_not_allowed",
            Text(
                "您没有拨打 95/96 开头号码的权限，请联系主管。",
                "You may not call numbers that begin with 95 or 96; ask your supervisor.",
            ),
        )
    if is_repeated:
        return Refusal(
            "dialled_just_now",
            Text(
                f"{AGAIN_AFTER.seconds} 秒内刚拨打过该号码，请稍后再拨。",
                f"This number was dialled within the last {AGAIN_AFTER.seconds} seconds; wait a moment.",
            ),
        )
    return None


_WORDS = {
    "busy": ((17,), Text("对方忙", "Busy")),
    "no_answer": ((18, 19), Text("无人接听", "No answer")),
    "refused": ((21,), Text("对方拒接", "Refused")),
    "unallocated": ((1, 2, 3, 22, 28), Text("空号或号码有误", "There is no such number")),
    "not_reached": ((20, 27), Text("无法接通", "Cannot be reached")),
    "congested": ((34, 38, 41, 42, 44, 47), Text("线路繁忙或故障", "The line is congested or faulty")),
    "ended": ((0, 16, 31), Text("正常挂断", "Hung up")),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """`kind` is for programs, `text` for people; `number` is Q.850."""

    number: int
    kind: str
    text: Text


def cause(number: int) -> Cause:
    """What a cause of the network means."""
    for kind, (numbers, text) in _WORDS.items():
        if number in numbers:
            return Cause(number, kind, text)
    return Cause(number, "failed", Text(f"未接通（原因 {number}）", f"Not connected (cause {number})"))
