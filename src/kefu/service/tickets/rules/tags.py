"""Tags (标签): short words by which a house sorts its tickets beside their types."""

from collections.abc import Iterable

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.text import storable

MOST_TAGS, LONGEST_TAG = 20, 30


def tidy(tags: Iterable[str]) -> list[str]:
    """Each once, whatever its letters' size, in their order. Raises Invalid beyond 20, for one of more than 30 characters, and
    for one with a comma, which files of tickets set between tags."""
    found: dict[str, str] = {}
    for tag in tags:
        if text := " ".join(storable(tag).split()):
            found.setdefault(text.casefold(), text)
    kept = list(found.values())
    if len(kept) > MOST_TAGS:
        raise _wrong(Text(f"标签最多 {MOST_TAGS} 个。", f"A ticket has at most {MOST_TAGS} tags."))
    for tag in kept:
        if len(tag) > LONGEST_TAG:
            raise _wrong(
                Text(f"标签最多 {LONGEST_TAG} 字：{tag}", f"A tag has at most {LONGEST_TAG} characters: {tag}")
            )
        if {*tag} & {*",，、"}:
            raise _wrong(Text(f"标签不能有逗号或顿号：{tag}", f"A tag has no comma: {tag}"))
    return kept


def _wrong(text: Text) -> Invalid:
    return Invalid("wrong_tags", text, errors=[FieldError("tags", text)])
