"""How large a picture will be once it is unpacked, read from its head alone: nothing is decoded."""

import struct

# A telephone's photograph has 12 to 50 million pixels, a long screenshot is 1,080 × 30,000.
MAX_PIXELS = 64_000_000
MAX_SIDE = 32_767

_START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD9)}


def size(type: str, content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, JPEG, GIF or WebP; None when its head is damaged."""
    try:
        return _READERS[type](content)
    except (struct.error, IndexError, KeyError):
        return None


def is_bearable(width: int, height: int) -> bool:
    """Whether a browser can show it without running out of memory: 4 bytes a pixel."""
    return 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_PIXELS


def _png(content: bytes) -> tuple[int, int]:
    if content[12:16] != b"IHDR":
        raise IndexError
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _gif(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<HH", content[6:10])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:  # padding
            at += 1
        if content[at] != 0xFF:
            raise IndexError
        marker = content[at + 1]
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 if marker in _ALONE else 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]


def _webp(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
    elif kind == b"VP8L":
        bits = struct.unpack("<I", content[21:25])[0]
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", content[26:30]))
    else:
        raise IndexError
    return width, height


_READERS = {"image/png": _png, "image/jpeg": _jpeg, "image/gif": _gif, "image/webp": _webp}
