"""What somebody wrote now, apart from what their program put below it: the mail they answer, and their signature."""

import re
from dataclasses import dataclass

_QUOTED = re.compile(r"^\s*[>＞]")
_RULER = re.compile(
    r"^\s*[-—_=*\s]{2,}\s*(原始邮件|原始郵件|原邮件|回复的原邮件|回复的邮件|Original Message|Original|Reply message|転送|元のメッセージ)"
    r"\s*[-—_=*\s]{2,}\s*$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^\s*(-{2,}\s*(转发的?邮件(信息)?|轉寄郵件|转发邮件|Forwarded message)\s*-{2,}|Begin forwarded message:|开始转发的邮件：)\s*$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"^\s*((在|於|于).{4,160}(写道|寫道|写到)\s*[:：]|.{1,160}[于於].{4,80}(写道|寫道|写到)\s*[:：]"
    r"|At \d{4}-\d\d-\d\d \d\d:\d\d.{0,160}(wrote|写道)\s*[:：]|On\b.{6,200}\bwrote\s*[:：])\s*$",
    re.IGNORECASE | re.DOTALL,
)
_OPENS_WROTE = re.compile(r"^\s*(On\b|At \d{4}-|在\s*\d{4}|在\s*\S+\s*\d|于\s*\d{4}|.{1,60}于\s*\d{4})", re.IGNORECASE)
_FROM = re.compile(r"^\s*[*>]?\s*(发件人|發件人|寄件者|From|差出人)\s*\*?\s*[:：]", re.IGNORECASE)
_SENT = re.compile(
    r"^\s*[*>]?\s*(发送时间|發送時間|发送日期|日期|时间|寄件日期|收件人|主题|主旨|Sent|Date|To|Subject|送信日時)\s*\*?\s*[:：]",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^--\s?$")
_SENT_FROM = re.compile(
    r"^\s*(发自我的\s?\S.{0,40}|發自我的.{0,40}|发自.{0,20}(邮箱|手机|iPhone|iPad|Android).{0,20}|来自我的.{0,30}"
    r"|从\s?Windows\s?版邮件.{0,10}发送|获取\s?Outlook.{0,30}|Sent from my .{1,60}|Sent from (Mail|Outlook|Yahoo).{0,60}"
    r"|Get Outlook for .{1,40}|Sent with .{1,40}|由网易.{1,20}发送|发自网易.{1,20})\s*$",
    re.IGNORECASE,
)
MAX_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Split:
    """`said` is never empty unless the whole is: what cannot be told apart is what was said."""

    said: str
    quoted: str = ""
    signature: str = ""


def split(text: str) -> Split:
    """The writer's own words, what they quote, and their signature."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MAX_LINES]
    at = _begins(lines)
    own, rest = lines[:at], lines[at:]
    below: list[str] = []
    if rest and not _RULER.match(rest[0]):  # whoever answers below or between what they quote still says something
        marked = [index for index, line in enumerate(rest) if _QUOTED.match(line)]
        if marked and marked[0] <= 4:
            after = rest[marked[0] :]
            below = [line for line in after if not _QUOTED.match(line)]
            rest = [line for index, line in enumerate(rest) if index < marked[0] or _QUOTED.match(line)]
    own, signature = _without_signature(own)
    said = "\n".join([*own, *below]).strip()
    if not said:
        return Split(text.strip())
    return Split(said, "\n".join(rest).strip(), signature)


def _begins(lines: list[str]) -> int:
    """The line at which what is quoted begins; the number of lines where nothing is."""
    for index, line in enumerate(lines):
        if _FORWARDED.match(line):  # what is passed on is what the writer wants to be read
            return len(lines)
        if _RULER.match(line) or _is_introduction(lines, index) or _is_heading(lines, index):
            return index - 1 if index and re.match(r"^\s*[_-]{8,}\s*$", lines[index - 1]) else index
        if _QUOTED.match(line) and index and _all_quoted(lines, index):
            return index
    return len(lines)


def _is_introduction(lines: list[str], index: int) -> bool:
    """“On … wrote:”, on one line or broken into up to three."""
    if _WROTE.match(lines[index][:400]):
        return True
    if not _OPENS_WROTE.match(lines[index][:400]):
        return False
    return any(_WROTE.match(" ".join(lines[index : index + many])[:600]) for many in (2, 3))


def _is_heading(lines: list[str], index: int) -> bool:
    """The heading that Outlook, Foxmail and others put above what they quote: From, then Sent, To or Subject."""
    if not _FROM.match(lines[index]):
        return False
    following = [line for line in lines[index + 1 : index + 7] if line.strip()]
    return sum(bool(_SENT.match(line)) for line in following) >= 2


def _all_quoted(lines: list[str], index: int) -> bool:
    return all(_QUOTED.match(line) or not line.strip() for line in lines[index:])


def _without_signature(lines: list[str]) -> tuple[list[str], str]:
    for index, line in enumerate(lines):
        if _SIGNATURE.match(line) and index:
            return lines[:index], "\n".join(lines[index + 1 :]).strip()
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    if len(lines) > 1 and _SENT_FROM.match(lines[-1][:200]):
        return lines[:-1], lines[-1].strip()
    return lines, ""
