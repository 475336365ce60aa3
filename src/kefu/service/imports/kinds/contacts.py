"""Calls and chats of the past: a line each in the customer's story. They are no contact records, and no figure counts them."""

import hashlib
from datetime import timedelta
from uuid import UUID, uuid5

from kefu.foundation.customers import actions, queries
from kefu.foundation.customers.models import Customer
from kefu.kernel.i18n import Text

from ..rules import values
from ..rules.fields import CONTACTS
from ..rules.mapping import Refused
from . import base
from .base import Context, Given, Outcome

OBJECT_TYPE = "past_contact"
NAMES = {field.code: field.name for field in CONTACTS}
TITLES = {
    ("call", "in"): Text("通话（呼入，导入）", "Call in (imported)"),
    ("call", "out"): Text("通话（呼出，导入）", "Call out (imported)"),
    ("call", ""): Text("通话（导入）", "Call (imported)"),
    ("chat", ""): Text("会话（导入）", "Chat (imported)"),
}


class PastContacts(base.OneByOne):
    """Rows of calls and chats."""

    def _take(self, row: Given) -> Outcome:
        actor, said = self.context.actor, base.fingerprint(dict(row.fields))
        moment = self.context.moment(row["started_at"], NAMES["started_at"])
        assert moment is not None, "it is required"
        natural = "|".join([row["phone"], row["email"], row["customer_id"], moment.isoformat()])
        key = base.key_of(row) or f"#{hashlib.sha256(natural.encode()).hexdigest()[:40]}"
        known = base.remembered(self.context, "contacts", [key]).get(key)
        if known and known.fingerprint == said:
            return base.UNCHANGED
        channel = self.context.choice("channel", row["channel"], NAMES["channel"], "call")
        direction = self.context.choice("direction", row["direction"], NAMES["direction"], "")
        length = values.duration(row["duration"]) if row["duration"] else timedelta(0)
        if length is None:
            raise Refused(Text(f"时长“{row['duration'][:40]}”不是时长", f"“{row['duration'][:40]}” is no duration"))
        object_id = known.object_id if known else _id_of(self.context, key)
        parts = [row["result"], _spoken(length), row["summary"]]
        actions.add_timeline(
            actor.organization_id,
            customer_id=self._customer(row).id,
            at=moment,
            kind=OBJECT_TYPE,
            title=TITLES[channel, direction if channel == "call" else ""],
            summary=" · ".join(part for part in parts if part),
            object_type=OBJECT_TYPE,
            object_id=object_id,
            agent_name=row["agent"],
            data={"seconds": int(length.total_seconds())},
        )
        base.remember(self.context, "contacts", {key: (object_id, said)})
        return base.UPDATED if known else base.CREATED

    def _customer(self, row: Given) -> Customer:
        wanted = {"phone": row["phone"], "email": row["email"], "external_id": row["customer_id"]}
        if not any(wanted.values()):
            raise Refused(Text("电话、邮箱、客户编号至少填一项", "Phone, e-mail or customer number is needed"))
        brand = self.context.brand()
        found = queries.find_by_identity(self.context.actor, brand_id=brand.id, **wanted)
        name = row["customer_name"] or next(value for value in wanted.values() if value)
        return found or actions.create(self.context.actor, name=name, brand_id=brand.id, values=None, **wanted)


def _id_of(context: Context, key: str) -> UUID:
    return uuid5(context.actor.organization_id, f"{OBJECT_TYPE} {context.origin} {key}")


def _spoken(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}" if seconds else ""
