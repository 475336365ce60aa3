"""What an article may hold, however it comes: by form, by API or by file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold, storable, tokens

MAX_QUESTION, MAX_ANSWER, MAX_SIMILAR, MAX_KEY = 500, 20_000, 50, 120
MAX_CATEGORY_NAME, MAX_CATEGORY_DEPTH = 100, 5
SNIPPET_CHARACTERS = 120

HEADERS = {
    "key": ("标识",),
    "question": ("标准问",),
    "similar": ("相似问",),
    "answer": ("答案",),
    "category": ("分类",),
}
"""The columns of an import file, by either name."""
_SIMILAR_SEPARATOR = re.compile(r"[|｜\r\n]+")


@dataclass(frozen=True, slots=True)
class Content:
    """What an article says, as it may be stored."""

    question: str
    answer: str
    similar: tuple[str, ...]


def content(*, question: str, answer: str, similar: Iterable[str]) -> Content:
    """Trim and check; similar questions that say the same as another or as the question are dropped.

    Raises Invalid naming every wrong field: a question has 1 to 500 characters, an answer 1 to 20,000, and there are at
    most 50 similar questions.
    """
    question, answer = _line(question), storable(answer).replace("\r\n", "\n").replace("\r", "\n").strip()
    kept = _distinct(similar, but=question)
    errors: list[FieldError] = []
    if not fold(question) or len(question) > MAX_QUESTION:
        errors.append(
            FieldError(
                "question",
                Text(f"标准问须为 1–{MAX_QUESTION} 个字符", f"A question has 1 to {MAX_QUESTION} characters"),
            )
        )
    if not fold(answer) or len(answer) > MAX_ANSWER:
        errors.append(
            FieldError("answer", Text(f"答案须为 1–{MAX_ANSWER} 个字符", f"An answer has 1 to {MAX_ANSWER} characters"))
        )
    if len(kept) > MAX_SIMILAR:
        errors.append(
            FieldError(
                "similar", Text(f"相似问最多 {MAX_SIMILAR} 条", f"There are at most {MAX_SIMILAR} similar questions")
            )
        )
    if any(len(each) > MAX_QUESTION for each in kept):
        errors.append(
            FieldError(
                "similar",
                Text(
                    f"每条相似问最多 {MAX_QUESTION} 个字符", f"A similar question has at most {MAX_QUESTION} characters"
                ),
            )
        )
    if errors:
        raise _invalid(errors)
    return Content(question, answer, kept)


def split_similar(cell: str) -> list[str]:
    """The similar questions of one cell: separated by vertical bars or line breaks."""
    return [part for part in map(_line, _SIMILAR_SEPARATOR.split(cell)) if part]


def key(written: str) -> str:
    """An article's key, trimmed; may be empty. Raises Invalid above 120 characters."""
    value = _line(written)
    if len(value) > MAX_KEY:
        raise _invalid(
            [FieldError("key", Text(f"标识最多 {MAX_KEY} 个字符", f"A key has at most {MAX_KEY} characters"))]
        )
    return value


def category_name(written: str) -> str:
    """Raises Invalid when it is empty, too long, or holds the slash that separates names in files."""
    name = _line(written)
    if not fold(name) or len(name) > MAX_CATEGORY_NAME or "/" in name:
        raise _invalid(
            [
                FieldError(
                    "category",
                    Text(
                        f"分类名称须为 1–{MAX_CATEGORY_NAME} 个字符，不含斜杠",
                        f"The name of a category has 1 to {MAX_CATEGORY_NAME} characters and no slash",
                    ),
                )
            ]
        )
    return name


def category_path(cell: str) -> tuple[str, ...]:
    """The names from the outermost in: "售后/退款". Empty for none. Raises Invalid below five levels."""
    if not fold(cell):
        return ()
    path = tuple(category_name(name) for name in cell.split("/"))
    ensure_depth(len(path))
    return path


def ensure_depth(levels: int) -> None:
    """Raises Invalid when categories would stand deeper than five levels."""
    if levels > MAX_CATEGORY_DEPTH:
        raise _invalid(
            [
                FieldError(
                    "category",
                    Text(f"分类最多 {MAX_CATEGORY_DEPTH} 级", f"Categories have at most {MAX_CATEGORY_DEPTH} levels"),
                )
            ]
        )


def snippet(answer: str, query: str) -> str:
    """About 120 characters of the answer around the first word of the query that stands in it, else its beginning."""
    folded = fold(answer)
    words = sorted(set(tokens(query[:MAX_QUESTION])), key=len, reverse=True)
    at = next((place for word in words if (place := folded.find(word)) >= 0), 0)
    # folding may shorten or lengthen a text; the window is wide enough for going by proportion
    start = max(0, at * len(answer) // max(1, len(folded)) - SNIPPET_CHARACTERS // 3)
    end = start + SNIPPET_CHARACTERS
    return f"{'…' if start else ''}{' '.join(answer[start:end].split())}{'…' if end < len(answer) else ''}"


def _distinct(similar: Iterable[str], *, but: str) -> tuple[str, ...]:
    seen, kept = {fold(but), ""}, []
    for text in (part for written in similar for part in split_similar(written)):
        if (folded := fold(text)) not in seen:
            seen.add(folded)
            kept.append(text)
    return tuple(kept)


def _line(written: str) -> str:
    return " ".join(storable(written).split())


def _invalid(errors: list[FieldError]) -> Invalid:
    return Invalid("invalid_fields", Text("请检查标出的字段。", "Check the fields named below."), errors=errors)
