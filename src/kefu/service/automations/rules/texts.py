"""Variables in what is said: in either language, filled in from the ticket."""

import re
from collections.abc import Mapping

NAMES = {
    "客户姓名": "customer", "customer_name": "customer",
    "工单号": "number", "ticket_number": "number",
    "标题": "subject", "subject": "subject",
    "处理人": "owner", "owner": "owner",
}  # fmt: skip
_VARIABLE = re.compile(r"\{([^{}\n]{1,40})\}")


def unknown(text: str) -> list[str]:
    return [name for name in dict.fromkeys(_VARIABLE.findall(text)) if name not in NAMES]


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with what is known in place of its variables; what is not known is left out."""
    return _VARIABLE.sub(lambda found: known.get(NAMES.get(found[1], ""), ""), text)
