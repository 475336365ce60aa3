"""What a quick reply consists of, and how one is looked for; plain values only."""

import re
from dataclasses import dataclass

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold, pinyin_key, storable

MAX_TEXT, MAX_TITLE, MAX_FOLDER, MAX_CODE, MAX_TAG, MAX_ATTACHMENTS = 5_000, 80, 80, 20, 40, 9
SOUGHT_CHARACTERS = 1_000

HEADERS = {
    "folder": ("分组", "文件夹", "目录", "分类", "folder"),
    "code": ("编码", "快捷编码", "快捷码", "shortcut"),
    "title": ("标题", "名称", "title"),
    "text": ("内容", "回复内容", "话术", "快捷短语", "content"),
    "disposition": ("会话小结编码", "disposition code"),
    "tag": ("客户标签", "customer tag"),
}

_VARIABLE = re.compile(r"\{([^{}\n]{1,40})\}")


@dataclass(frozen=True, slots=True)
class Content:
    """Checked: what a reply says and where it lies."""

    folder: str
    code: str
    title: str
    text: str
    tag: str
    spelling: str
    sought: str


def content(*, folder: str, code: str, title: str, text: str, tag: str, attachments: int = 0) -> Content:
    """Checked content; an empty title is the beginning of the text. Raises Invalid with a reason for each wrong field."""
    text = storable(text).replace("\r\n", "\n").strip()
    folder = "/".join(part.strip() for part in storable(folder).replace("＞", "/").split("/") if part.strip())
    code, tag = storable(code).strip(), storable(tag).strip()
    title = " ".join(storable(title).split()) or " ".join(text.split())[:30]
    errors = []
    if not text and not attachments:
        errors.append(FieldError("text", Text("请填写内容或添加附件", "Write a text or attach a file")))
    if not title:
        errors.append(FieldError("title", Text("请填写标题", "Give a title")))
    for field, value, limit in (
        ("text", text, MAX_TEXT),
        ("title", title, MAX_TITLE),
        ("folder", folder, MAX_FOLDER),
        ("code", code, MAX_CODE),
        ("tag", tag, MAX_TAG),
    ):
        if len(value) > limit:
            errors.append(FieldError(field, Text(f"最多 {limit} 字", f"At most {limit} characters")))
    if re.search(r"[\s/、]", code):
        errors.append(FieldError("code", Text("编码中不能有空格、“/”或“、”", "A code has no spaces, “/” or “、”")))
    if errors:
        raise Invalid("wrong_reply", Text("快捷回复内容有误。", "The quick reply is not right."), errors=errors)
    return Content(
        folder=folder,
        code=code,
        title=title,
        text=text,
        tag=tag,
        spelling=pinyin_key(title)[:400],
        sought=fold(f"{title}\n{folder}\n{text}")[:SOUGHT_CHARACTERS],
    )


def variables(text: str) -> list[str]:
    """The names in braces, each once, in their order: 「您好，{客户姓名}」 → ["客户姓名"]."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))
