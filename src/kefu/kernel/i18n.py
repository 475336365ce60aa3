"""Both languages at the place where a sentence is written; no catalogue to compile, none to forget."""

from contextvars import ContextVar
from typing import Literal, NamedTuple

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")

_current: ContextVar[Language] = ContextVar("language", default="zh-CN")


class Text(NamedTuple):
    zh: str
    en: str

    def in_language(self, language: str | None = None) -> str:
        return self.en if (language or _current.get()) == "en" else self.zh


def choose(accepted: str | None) -> Language:
    """The best language for an Accept-Language header or a locale; Chinese when it names neither."""
    for part in (accepted or "").split(","):
        code = part.split(";")[0].strip().lower()
        if code.startswith("zh"):
            return "zh-CN"
        if code.startswith("en"):
            return "en"
    return "zh-CN"


def current() -> Language:
    return _current.get()


def use(language: Language) -> None:
    """Set the language of the request, socket or job that runs now."""
    _current.set(language)
