"""Empty files to fill in: headers, two rows to follow, and a sheet that says what belongs in each column."""

import io
from collections.abc import Sequence

from kefu.kernel import tables
from kefu.kernel.i18n import Text

from .rules import fields
from .rules.fields import Field

EXPLAINED = Text("填写说明", "Columns")
COLUMN, REQUIRED, ABOUT = Text("列", "Column"), Text("必填", "Required"), Text("说明", "What belongs there")
YES = Text("是", "yes")


def template(kind: str, known: Sequence[Field], language: str) -> bytes:
    """An xlsx in this language; its own headers are understood by imports in either."""
    target = io.BytesIO()
    headers = [field.name.in_language(language) for field in known]
    rows = [[field.sample(at, language) for field in known] for at in (0, 1)]
    explained = [
        [
            field.name.in_language(language),
            YES.in_language(language) if field.is_required else "",
            field.about.in_language(language),
        ]
        for field in known
    ]
    tables.write_book(
        target,
        [
            tables.Sheet(fields.NAMES[kind].in_language(language), headers, rows),
            tables.Sheet(
                EXPLAINED.in_language(language),
                [text.in_language(language) for text in (COLUMN, REQUIRED, ABOUT)],
                explained,
            ),
        ],
    )
    return target.getvalue()
