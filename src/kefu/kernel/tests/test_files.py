"""What people may upload, and who gets at it."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kefu.kernel import clock, files, pictures
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Gone, Invalid, NotFound, Problem, TooLarge
from kefu.kernel.ids import new_id
from kefu.kernel.models import Organization, StoredFile

from .conftest import visitor

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0f01f0005000"
    "1ff89993d1d0000000049454e44ae426082"
)
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
JPEG = (
    bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043")
    + bytes(65)
    + bytes.fromhex("ffc0000b08000200030101110000ffd9")
)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes.fromhex("00000000000000" + "9d012a" + "03000200") + bytes(14)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(200)
ELF = b"\x7fELF\x02\x01\x01" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _storage(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


def packed() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return content.getvalue()


def store(actor: Actor, name: str, content: bytes) -> StoredFile:
    return files.store(actor, SimpleUploadedFile(name, content))


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("name", "content", "type"),
    [
        ("截图.png", PNG, "image/png"),
        ("A.PNG", PNG, "image/png"),
        ("a.gif", GIF, "image/gif"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.webp", WEBP, "image/webp"),
        ("合同.pdf", PDF, "application/pdf"),
        ("说明.txt", "您好".encode(), "text/plain"),
        ("a.csv", b"a,b\n1,2\n", "text/csv"),
        ("a.zip", packed(), "application/zip"),
        ("a.docx", packed(), files.ALLOWED[".docx"]),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(16), "video/mp4"),
        ("a.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(16), "audio/x-wav"),
        ("a.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(64), "audio/mpeg"),
    ],
)
def test_what_customers_send_is_kept_as_it_is(actor: Actor, name: str, content: bytes, type: str) -> None:
    kept = store(actor, name, content)
    assert (kept.name, kept.type, kept.size) == (name, type, len(content))
    response = files.opened(files.link(kept.id).rpartition("/")[2])
    assert body(response) == content
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert ("attachment" in response["Content-Disposition"]) == (not type.startswith("image/"))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("run.exe", EXE, "file_type"),
        ("run.png", EXE, "file_disguised"),
        ("run.jpg", ELF, "file_disguised"),
        ("run.pdf", EXE, "file_disguised"),
        ("run.txt", EXE, "file_disguised"),
        ("run.docx", EXE, "file_disguised"),
        ("run.xls", packed(), "file_disguised"),
        ("run.mp4", EXE, "file_disguised"),
        ("run.mp3", EXE, "file_disguised"),
        ("image.svg", SVG, "file_type"),
        ("image.png", SVG, "file_disguised"),
        ("image.jpg", HTML, "file_disguised"),
        ("image.gif", PNG, "file_disguised"),
        ("page.html", HTML, "file_type"),
        ("page.htm", HTML, "file_type"),
        ("page.js", b"alert(1)", "file_type"),
        ("empty.png", b"", "file_empty"),
        ("noname", PNG, "file_type"),
        (".png", PNG, "file_type"),
        ("picture.png.exe", PNG, "file_type"),
    ],
)
def test_what_may_do_harm_is_refused(actor: Actor, name: str, content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        store(actor, name, content)
    assert refused.value.code == code
    assert not StoredFile.objects.for_actor(actor).exists()


def vast(width: int, height: int) -> bytes:
    """A PNG of some sixty bytes that claims to be this large."""
    return PNG[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + PNG[24:]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", vast(50_000, 50_000)),
        ("a.png", vast(40_000, 10)),
        ("a.png", vast(0, 10)),
        ("a.gif", GIF[:6] + b"\xff\xff\xff\xff" + GIF[10:]),
        ("a.jpg", JPEG.replace(bytes.fromhex("00020003"), bytes.fromhex("fffffffe"))),
        ("a.webp", WEBP[:12] + b"VP8X" + bytes(8) + b"\xff\xff\xff" * 2),
    ],
)
def test_a_picture_that_would_swell_is_refused_in_words(actor: Actor, name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        store(actor, name, content)
    assert refused.value.code == "picture_too_large"
    assert "像素" in refused.value.text.zh and "pixels" in refused.value.text.en


@pytest.mark.parametrize("size", [(8000, 8000), (1080, 30_000), (12_000, 5_000)])
def test_what_telephones_take_is_accepted(actor: Actor, size: tuple[int, int]) -> None:
    assert store(actor, "长截图.png", vast(*size)).type == "image/png"


def test_sizes_are_read_from_every_format() -> None:
    assert pictures.size("image/png", PNG) == (1, 1)
    assert pictures.size("image/gif", GIF) == (1, 1)
    assert pictures.size("image/jpeg", JPEG) == (3, 2)
    assert pictures.size("image/webp", WEBP) == (3, 2)
    assert pictures.size("image/webp", WEBP[:12] + b"VP8L" + bytes(4) + b"\x2f" + bytes.fromhex("02400000")) == (3, 2)
    assert pictures.size("image/jpeg", JPEG[:40]) is None


def test_twenty_megabytes_and_not_one_byte_more(actor: Actor) -> None:
    assert store(actor, "a.txt", b"x" * files.MAX_BYTES).size == files.MAX_BYTES
    with pytest.raises(TooLarge):
        store(actor, "a.txt", b"x" * (files.MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\win.txt", "win.txt"),
        ("a\0b.txt", "ab.txt"),
        ("/abs/olute.txt", "olute.txt"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
    ],
)
def test_names_lead_nowhere(actor: Actor, tmp_path: Path, name: str, kept: str) -> None:
    file = files.keep(actor, name=name, content=b"x", type="text/plain")
    assert file.name == kept
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [tmp_path / file.key]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=30), suffix=st.sampled_from([".png", ".txt", ".docx", ".mp3", ""]), content=st.binary())
def test_any_name_and_content_is_kept_or_refused(actor: Actor, name: str, suffix: str, content: bytes) -> None:
    upload = SimpleUploadedFile("x", content)
    vars(upload)["_name"] = name + suffix  # as a multipart parser less careful than Django's would leave it
    try:
        kept = files.store(actor, upload)
    except Problem:
        return
    kept.refresh_from_db(from_queryset=StoredFile.objects.for_actor(actor))
    assert kept.size == len(content) > 0


def test_a_link_lasts_a_day(actor: Actor) -> None:
    token = files.link(store(actor, "a.png", PNG).id).rpartition("/")[2]
    body(files.opened(token))
    with time_machine.travel(clock.now() + timedelta(seconds=files.LINK_SECONDS - 60)):
        body(files.opened(token))
    with time_machine.travel(clock.now() + timedelta(seconds=files.LINK_SECONDS + 60)), pytest.raises(Gone):
        files.opened(token)


def test_a_link_cannot_be_forged(actor: Actor) -> None:
    id, _, signature = files.link(store(actor, "a.png", PNG).id).rpartition("/")[2].partition(":")
    for token in (id, f"{id}:", f"{new_id()}:{signature}", f"{id}:{signature}x", "汉", "a:b:c"):
        with pytest.raises(Gone):
            files.opened(token)


def test_a_file_that_is_gone_is_not_found(actor: Actor, tmp_path: Path) -> None:
    kept = store(actor, "a.png", PNG)
    token = files.link(kept.id).rpartition("/")[2]
    (tmp_path / kept.key).unlink()
    with pytest.raises(NotFound):
        files.opened(token)
    kept.delete()
    with pytest.raises(NotFound):
        files.opened(token)


def test_only_ones_own_uploads_can_be_sent(organization: Organization, others: Organization) -> None:
    me, somebody, stranger = visitor(organization.id), visitor(organization.id), visitor(others.id)
    mine = [store(me, f"{n}.png", PNG) for n in range(2)]
    ids = [file.id for file in mine]
    assert files.owned(me, ids[::-1]) == mine[::-1]
    for actor in (somebody, stranger, Actor(kind="user", id=me.id, organization_id=organization.id)):
        with pytest.raises(Invalid):
            files.owned(actor, ids[:1])
    with pytest.raises(Invalid):
        files.owned(me, [*ids, new_id()])
