"""Headers as they are compared: without case, width, spaces, marks, and what stands in brackets."""

import re

from kefu.kernel.text import fold

_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_MARKS = re.compile(r"[\s_\-*./\\:：?？#’']+")


def plain(header: str) -> str:
    """ "客户 手机号*（必填）" and "客户手机号" are one; so are "Ticket_ID" and "ticket id"."""
    folded = fold(header)
    return _MARKS.sub("", _BRACKETS.sub("", folded)) or _MARKS.sub("", folded)
