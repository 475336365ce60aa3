"""Files people send: checked by their content, kept in the configured storage, reached by links that expire."""

import errno
import hashlib
import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote, unquote
from uuid import UUID

import puremagic
from django.core import signing
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse

from . import pictures, statements
from . import text as texts
from .actor import Actor
from .errors import Gone, Invalid, NoSpace, NotFound, TooLarge
from .i18n import Text
from .ids import new_id
from .models import StoredFile
from .tenancy import one

if TYPE_CHECKING:
    Upload = UploadedFile[Any]
    Bytes = File[bytes]
else:
    Upload = UploadedFile
    Bytes = File

MAX_BYTES = 20 * 1024 * 1024
LINK_SECONDS = 24 * 3600
PIECE = 64 * 1024
IMAGES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
# What a customer may need to show or send; nothing that a browser or a desktop would execute.
ALLOWED = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".wav": "audio/x-wav",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
}
# Formats that share one container: where its signature stands.
CONTAINERS = {
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".zip"), (0, b"PK\x03\x04")),
    **dict.fromkeys((".doc", ".xls"), (0, b"\xd0\xcf\x11\xe0")),
    **dict.fromkeys((".mp4", ".m4a"), (4, b"ftyp")),
}
_signer = signing.TimestampSigner(salt="kefu.files")


def store(actor: Actor, upload: Upload) -> StoredFile:
    """Check and keep an upload. Raises TooLarge above 20 MB and Invalid for an empty, unknown or disguised type."""
    _measured(upload)
    content = upload.read()
    return keep(actor, name=upload.name or "file", content=content, type=_type_of(upload.name or "", content))


def check(upload: Upload) -> None:
    """Raise what `store` would raise of this upload, and keep nothing."""
    _measured(upload)
    _type_of(upload.name or "", upload.read())
    upload.seek(0)


def keep(actor: Actor, *, name: str, content: bytes, type: str) -> StoredFile:
    """Keep bytes that we made or have checked. Raises NoSpace when the disk is full."""
    return _keep(actor, name, type, ContentFile(content), len(content), hashlib.sha256(content).hexdigest())


def keep_opened(actor: Actor, *, name: str, opened: BinaryIO, type: str) -> StoredFile:
    """Keep what lies in an open file, from its beginning, without reading it whole. Raises NoSpace when the disk is full."""
    size = opened.seek(0, io.SEEK_END)
    opened.seek(0)
    seen = hashlib.sha256()
    while piece := opened.read(PIECE):
        seen.update(piece)
    opened.seek(0)
    return _keep(actor, name, type, File(opened), size, seen.hexdigest())


def _keep(actor: Actor, name: str, type: str, content: Bytes, size: int, sha256: str) -> StoredFile:
    id = new_id()
    try:
        key = default_storage.save(f"{actor.organization_id}/{id.hex[:6]}/{id.hex}", content)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace() from error
        raise
    kept = StoredFile(
        id=id,
        organization_id=actor.organization_id,
        name=texts.storable(PurePath(name.replace("\\", "/")).name)[-200:] or "file",
        size=size,
        type=type,
        sha256=sha256,
        key=key,
        uploader_kind=actor.kind,
        uploader_id=actor.id,
    )
    statements.run(statements.insert(kept))
    return kept


def _measured(upload: Upload) -> None:
    if (upload.size or 0) > MAX_BYTES:
        raise TooLarge(
            "file_too_large",
            Text("文件不能超过 20 MB，请压缩后再发送。", "A file may have at most 20 MB; compress it and try again."),
        )


def type_found(name: str, content: bytes) -> str:
    """The type of a file that somebody else let in: what `store` would take has its own, all else is bytes to be saved."""
    try:
        return _type_of(name, content)
    except Invalid:
        return "application/octet-stream"


def content_of(file: StoredFile) -> bytes:
    """Raises NotFound when the file is no longer kept."""
    try:
        with default_storage.open(file.key) as content:
            return bytes(content.read())
    except FileNotFoundError as error:
        raise NotFound() from error


def remove(file: StoredFile) -> None:
    """Forget a file that nothing names any more: its row now, its content once that is certain."""
    transaction.on_commit(partial(default_storage.delete, file.key))
    file.delete()


def owned(actor: Actor, ids: list[UUID]) -> list[StoredFile]:
    """The actor's own uploads, in the order of `ids`; Invalid when one is missing or somebody else's."""
    found = {
        f.id: f
        for f in StoredFile.objects.for_actor(actor).filter(id__in=ids, uploader_kind=actor.kind, uploader_id=actor.id)
    }
    if len(found) != len(set(ids)):
        raise Invalid(
            "unknown_attachment", Text("附件不存在，请重新上传。", "An attachment does not exist; upload it again.")
        )
    return [found[id] for id in ids]


def described(file: StoredFile) -> dict[str, Any]:
    """What a client needs of a file it may see: the link works for a day without further proof."""
    return {"id": str(file.id), "name": file.name, "size": file.size, "type": file.type}


def link(file_id: UUID | str, *, name: str = "") -> str:
    """Where the file is for a day, and, if it is to be saved by another `name` than its own, by which."""
    return f"/api/v1/files/{_signer.sign(f'{file_id}~{quote(name)}' if name else str(file_id))}"


def opened(token: str, wanted: str = "") -> FileResponse:
    """The file behind a link, as a response that no browser will execute; of a `wanted` range of bytes that part (206).

    Raises Gone when the link has expired, NotFound when the file is no longer kept.
    """
    try:
        id, _, name = _signer.unsign(token, max_age=LINK_SECONDS).partition("~")
    except signing.BadSignature as error:
        raise Gone(
            "link_expired", Text("文件链接已失效，请刷新页面。", "The link to this file has expired; reload the page.")
        ) from error
    file = one(StoredFile.objects.across_organizations("a signed link names the file").filter(id=id))
    try:
        content = default_storage.open(file.key)
    except FileNotFoundError as error:
        raise NotFound() from error
    inline = file.type in IMAGES
    name = unquote(name) or file.name
    response = FileResponse(content, as_attachment=not inline, filename=name, content_type=file.type)
    response["Accept-Ranges"] = "bytes"
    if part := _part(wanted, file.size):
        first, last = part
        content.seek(first)
        response.streaming_content = _up_to(content, last - first + 1)
        response.status_code = 206
        response["Content-Length"] = str(last - first + 1)
        response["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = f"private, max-age={LINK_SECONDS}, immutable"
    return response


def _part(wanted: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range that is asked for (players jump by it); None for all of the file."""
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", wanted)
    if asked is None or asked[0] == "bytes=-":
        return None
    if not asked[1]:  # the last so many
        first, last = max(0, size - int(asked[2])), size - 1
    else:
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
    return (first, last) if first <= last else None


def _up_to(content: Bytes, left: int) -> Iterator[bytes]:
    while left > 0 and (piece := content.read(min(left, PIECE))):
        left -= len(piece)
        yield piece


def _type_of(name: str, content: bytes) -> str:
    """The type by name, when the content agrees with it."""
    if not content:
        raise Invalid("file_empty", Text("文件是空的。", "The file is empty."))
    suffix = PurePath(name.lower()).suffix
    expected = ALLOWED.get(suffix)
    if suffix in (".svg", ".svgz"):
        raise Invalid(
            "file_type",
            Text(
                "不支持 SVG 图片，因为其中可能带有脚本，请另存为 PNG 或截图后发送。",
                "SVG pictures may hold scripts and are not accepted; send a PNG or a screenshot.",
            ),
        )
    if expected is None:
        raise Invalid(
            "file_type",
            Text(f"不支持 {suffix or '无扩展名'} 文件。", f"Files of type {suffix or 'unknown'} are not accepted."),
        )
    if not _agrees(suffix, expected, content):
        raise Invalid(
            "file_disguised",
            Text(f"文件内容与扩展名 {suffix} 不符。", f"The content of the file is not what {suffix} says."),
        )
    if expected in IMAGES:
        _refuse_bomb(pictures.size(expected, content))
    return expected


def _refuse_bomb(size: tuple[int, int] | None) -> None:
    """A picture of a few kilobytes may unpack to gigabytes wherever it is shown."""
    if size is None:
        raise Invalid(
            "picture_damaged",
            Text("图片已损坏，请重新保存或截图后再发送。", "The picture is damaged; save or capture it anew."),
        )
    if not pictures.is_bearable(*size):
        width, height = size
        raise Invalid(
            "picture_too_large",
            Text(
                f"图片尺寸过大（{width}×{height} 像素），请缩小到 6400 万像素以内再发送。",
                f"The picture is too large ({width}×{height} pixels); scale it down to 64 million pixels.",
            ),
        )


def _agrees(suffix: str, expected: str, content: bytes) -> bool:
    if expected.startswith("text/"):
        return b"\0" not in content[:4096]
    signature = CONTAINERS.get(suffix)
    if signature:
        offset, magic = signature
        return content[offset : offset + len(magic)] == magic
    try:
        guesses = puremagic.magic_string(content[:8192])
    except (puremagic.PureError, ValueError):
        return False
    return any(ALLOWED.get(guess.extension) == expected for guess in guesses)
