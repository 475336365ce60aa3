"""Any bytes → a mail: what its structure says, told or not by whoever wrote it. No Django, no network, and nothing raises."""

from .html import remote_pictures, sanitised
from .message import MAX_BYTES, Attachment, Mail, Unreadable, parse
from .reports import MARK, Bounce, Kind
from .sender import Address, addresses

__all__ = [
    "MARK",
    "MAX_BYTES",
    "Address",
    "Attachment",
    "Bounce",
    "Kind",
    "Mail",
    "Unreadable",
    "addresses",
    "parse",
    "remote_pictures",
    "sanitised",
]
