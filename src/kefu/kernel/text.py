"""One way of folding, splitting and spelling text, for everything that compares what people wrote.

Search, the bot and lists sorted by pinyin all read text through these functions, so a word is found however it was
typed: traditional or simplified, full-width or half-width, upper or lower case, with invisible characters or without.
"""

import re
import unicodedata
from functools import lru_cache

import opencc

MAX_CHARACTERS = 100_000
"""Longer texts are cut: nobody searches past that, and one hostile message must not occupy a worker."""

_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_CJK_START = re.compile(rf"[{_CJK}]")
_SPACES = re.compile(r"\s+")

# Characters that are read differently as a surname.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "盖": "ge", "朴": "piao",
    "覃": "qin", "翟": "zhai", "乐": "yue", "华": "hua", "任": "ren", "缪": "miao", "尹": "yin", "逄": "pang",
    "冼": "xian", "召": "shao", "宓": "mi", "员": "yun", "黑": "he", "秘": "bi", "繁": "po", "种": "chong",
}  # fmt: skip


def fold(text: str) -> str:
    """The text as it is compared: NFKC, simplified script, case folded, invisible characters gone, spaces single.

    Lone surrogates and control characters disappear too, so the result is always storable; at most MAX_CHARACTERS.
    """
    text = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).casefold()[:MAX_CHARACTERS]
    visible = text if text.isascii() and text.isprintable() else "".join(map(_visible, text))
    return _SPACES.sub(" ", _simplifier().convert(visible)).strip()


def tokens(text: str) -> list[str]:
    """What a text is found by: each CJK character and bigram, every other run of letters and digits as a word."""
    found: list[str] = []
    for run in _TOKEN.findall(fold(text)):
        if _CJK_START.match(run):
            found.extend(run)
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
        else:
            found.append(run)
    return found


def pinyin_key(text: str, *, person: bool = False) -> str:
    """How a name is sorted and found on a latin keyboard: "张三" → "zhangsan zs", "Alice 王" → "alicewang aw".

    With `person` the first character is read as a surname where that differs (曾 zeng, not ceng).
    """
    from pypinyin import lazy_pinyin  # 20 MB and 0.2 s, needed only where names are saved

    syllables: list[str] = []
    for run in _TOKEN.findall(fold(text)):
        spelled = lazy_pinyin(run) if _CJK_START.match(run) else [run]
        if person and not syllables and len(run) > 1:
            spelled[0] = _SURNAMES.get(run[0], spelled[0])
        syllables.extend(spelled)
    if not syllables:
        return ""
    return f"{''.join(syllables)} {''.join(syllable[0] for syllable in syllables)}"


def _visible(character: str) -> str:
    """The character, a space for any kind of white space, nothing for what cannot be seen."""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    invisible = category in {"Cc", "Cf", "Cs", "Co"} or "\ufe00" <= character <= "\ufe0f" or character == "\u034f"
    return "" if invisible else character


@lru_cache(maxsize=1)
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def is_cjk(character: str) -> bool:
    return bool(_CJK_START.match(character))


def storable(text: str) -> str:
    """The text without what PostgreSQL or UTF-8 cannot hold: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
