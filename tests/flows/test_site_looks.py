"""The logo of a chat: what is taken, who sees it, and that nothing dangerous gets in."""

import struct
import zlib

import pytest

from .conftest import Api, Shop, make_shop


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    pixels = b"".join(b"\0" + b"\x2f\x6b\xff" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def test_a_logo_is_shown_to_visitors_until_it_is_taken_away(shop: Shop) -> None:
    logo = shop.owner.upload("/sites/logos", "logo.png", png(96, 96))
    site = shop.owner("PATCH", f"/sites/{shop.site.id}", {"logo_id": logo["id"]})
    assert site["logo_id"] == logo["id"]
    shown = Api()("GET", f"/widget/{shop.site.key}/config")["brand"]["logo_url"]
    picture = Api().client.get(shown)
    assert (picture["Content-Type"], b"".join(picture.streaming_content)) == ("image/png", png(96, 96))  # type: ignore[attr-defined]
    shop.owner("PATCH", f"/sites/{shop.site.id}", {"name": "新名称"})  # what is not named stays
    assert Api()("GET", f"/widget/{shop.site.key}/config")["brand"]["logo_url"]
    shop.owner("PATCH", f"/sites/{shop.site.id}", {"logo_id": None})
    assert Api()("GET", f"/widget/{shop.site.key}/config")["brand"]["logo_url"] is None
    changes = [e["action"] for e in shop.owner("GET", f"/audit?target={shop.site.id}")["items"]]
    assert changes.count("site.updated") == 3


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("logo.svg", b"<svg/>", 422, "logo_type"),
        ("logo.gif", b"GIF89a", 422, "logo_type"),
        ("logo.png", b"MZ not a picture", 422, "file_disguised"),
        ("logo.png", b"", 422, "file_empty"),
        ("logo.png", png(3_000, 1), 422, "logo_too_wide"),
        ("logo.png", png(8, 8) + b"\0" * 1024 * 1024, 413, "logo_too_large"),
    ],
    ids=["svg", "gif", "disguised", "empty", "wide", "large"],
)
def test_what_is_no_logo_is_refused_in_words(shop: Shop, name: str, content: bytes, status: int, code: str) -> None:
    assert shop.owner.upload("/sites/logos", name, content, expect=status)["code"] == code


def test_only_ones_own_pictures_become_logos(shop: Shop) -> None:
    elsewhere = make_shop("rival").owner.upload("/sites/logos", "logo.png", png(8, 8))
    shop.owner("PATCH", f"/sites/{shop.site.id}", {"logo_id": elsewhere["id"]}, expect=404)
    shop.owner("PATCH", f"/sites/{shop.site.id}", {"logo_id": str(shop.site.id)}, expect=404)
