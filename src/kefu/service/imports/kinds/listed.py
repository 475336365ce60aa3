"""Questions and answers, quick replies and staff: their modules have read rows of files before; here they get them mapped."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from kefu.contact.replies import actions as replies
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.knowledge import actions as knowledge
from kefu.kernel import tables

from ..rules.mapping import Refused
from . import base
from .base import Context, Given, Outcome

Carry = Callable[[Context, Sequence[tables.Row]], tables.Taken]


class Listed:
    """Hands rows to `carry`, and tells what became of them."""

    def __init__(self, context: Context, carry: Carry) -> None:
        self.context, self.carry = context, carry

    def take(self, rows: Sequence[Given]) -> list[Outcome]:
        refused: dict[int, str] = {}
        fit: list[tables.Row] = []
        for row in rows:
            try:
                base.ensure_readable(self.context, row)
            except Refused as problem:
                refused[row.number] = problem.text.in_language()
            else:
                fit.append(tables.Row(row.number, (), row.fields))
        taken = self.carry(self.context, fit)
        refused |= taken.refused
        return [
            Outcome("refused", refused[row.number])
            if row.number in refused
            else base.CREATED
            if row.number in taken.created
            else base.UPDATED
            if row.number in taken.updated
            else base.UNCHANGED
            for row in rows
        ]


def faq(context: Context) -> Listed:
    def carry(context: Context, rows: Sequence[tables.Row]) -> tables.Taken:
        return knowledge.import_rows(
            context.actor,
            rows,
            fields=context.mapped,
            brand_id=context.brand().id,
            locale=context.options.get("locale") or "zh-CN",
            label=context.label,
        )

    return Listed(context, carry)


def quick_replies(context: Context) -> Listed:
    def carry(context: Context, rows: Sequence[tables.Row]) -> tables.Taken:
        target: dict[str, Any] = {"scope": context.options.get("scope") or "shared"}
        for name in ("team_id", "brand_id"):
            if context.options.get(name):
                target[name] = UUID(str(context.options[name]))
        return replies.import_rows(context.actor, rows, fields=context.mapped, label=context.label, **target)

    return Listed(context, carry)


def staff(context: Context) -> Listed:
    def carry(context: Context, rows: Sequence[tables.Row]) -> tables.Taken:
        return accounts.import_user_rows(context.actor, rows, label=context.label)

    return Listed(context, carry)
