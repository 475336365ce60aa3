"""HTML of strangers: what may be shown of it, and what it says as plain text."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import nh3

MAX_HTML = 1_000_000
TAGS = {
    "a", "abbr", "b", "big", "blockquote", "br", "caption", "center", "code", "col", "colgroup", "dd", "del", "div", "dl",
    "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "q", "s",
    "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"style", "align", "valign", "dir", "title", "width", "height", "bgcolor"},
    "a": {"href"},
    "img": {"src", "alt"},
    "font": {"color", "size", "face"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start", "type"},
}
# Nothing that loads, covers the page, or hides what it says.
STYLES = {
    "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-radius",
    "border-right", "border-spacing", "border-style", "border-top", "border-width", "color", "font-family", "font-size",
    "font-style", "font-weight", "height", "line-height", "list-style-type", "margin", "margin-bottom", "margin-left",
    "margin-right", "margin-top", "max-width", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top",
    "text-align", "text-decoration", "vertical-align", "white-space", "width", "word-break",
}  # fmt: skip
GONE_WITH_CONTENT = {"script", "style", "head", "title", "noscript", "template", "object", "svg", "math"}
_REMOTE = re.compile(r"<img\b[^>]*\bsrc=\"https?://", re.IGNORECASE)
Picture = Callable[[str], str | None]


def sanitised(html: str, *, picture: Picture | None = None) -> str:
    """What a browser may show of it: no script, no form, no style that loads; links open elsewhere.

    `picture` gives the address at which a picture is shown, None to hold it back; without it all stay as they are.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return value if picture is None else picture(value)
        if name == "style" and ("url" in value.lower() or "\\" in value or "expression" in value.lower()):
            return None
        return value

    return nh3.clean(
        html[:MAX_HTML],
        tags=TAGS,
        clean_content_tags=GONE_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=attribute,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def remote_pictures(html: str) -> int:
    """How many pictures of sanitised HTML would be fetched from elsewhere, trackers among them."""
    return len(_REMOTE.findall(html))


def as_text(html: str) -> str:
    """What it says, in lines; what it quotes is marked with ">"."""
    reader = _Reader()
    try:
        reader.feed(html[:MAX_HTML])
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        pass  # what was read until here is kept
    lines = [line.rstrip() for line in "".join(reader.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    BLOCKS = frozenset(
        [
            "p",
            "div",
            "tr",
            "table",
            "ul",
            "ol",
            "li",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "pre",
            "hr",
            "dl",
            "dt",
            "dd",
            "center",
            "blockquote",
        ]
    )
    SILENT = frozenset(("script", "style", "head", "title", "noscript", "template"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent: list[str] = []
        self._quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self._silent.append(tag)
        elif tag == "body":
            self._silent.clear()  # a head that nobody closed
        if tag == "blockquote":
            self._quotes += 1
        if tag == "br":
            self._line()
        elif tag in self.BLOCKS:
            self._new_line()
        elif tag == "td" and self.said and not self.said[-1].endswith("\n"):
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        if tag == "blockquote" and self._quotes:
            self._quotes -= 1
        if tag in self.BLOCKS:
            self._new_line()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        words = re.sub(r"[ \t\r\n\f\v]+", " ", data)
        if not words.strip() and (not self.said or self.said[-1].endswith("\n")):
            return
        if self._quotes and (not self.said or self.said[-1].endswith("\n")):
            self.said.append("> " * min(self._quotes, 5))
        self.said.append(words)

    def _line(self) -> None:
        self.said.append("\n")

    def _new_line(self) -> None:
        if self.said and not self.said[-1].endswith("\n"):
            self.said.append("\n")
