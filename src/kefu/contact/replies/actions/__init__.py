"""Writes of quick replies: one by one, and from a file."""

from .importing import Imported, import_replies, import_rows
from .keeping import ReplyChanges, attach, create, delete, update, used

__all__ = ["Imported", "ReplyChanges", "attach", "create", "delete", "import_replies", "import_rows", "update", "used"]
