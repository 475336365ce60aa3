"""The icon of an installed help centre: a speech bubble in white on the brand's colour, drawn here, since no two brands share one."""

import math
import struct
import zlib
from functools import lru_cache

SIZES = (192, 512)


@lru_cache(maxsize=64)
def drawn(color: str, size: int) -> bytes:
    """A square PNG without transparency, so that a system may cut it to any shape."""
    ground = tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))
    palette = bytes(round(g + (255 - g) * level / 15) for level in range(16) for g in ground)
    rows = b"".join(b"\0" + _packed([_level(x, y, size) for x in range(size)]) for y in range(size))
    head = struct.pack(">IIBBBBB", size, size, 4, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _level(x: int, y: int, size: int) -> int:
    """How white a point is, 0 to 15: a round bubble with a tail, and three dots in it."""
    u, v = (x + 0.5) / size - 0.5, (y + 0.5) / size - 0.47
    bubble = 0.27 - math.hypot(u, v)
    tail = min(0.335 - v, v - 0.05, u + 0.20, 0.04 - u - (v - 0.17) * 0.9)
    inside = max(bubble, tail)
    dots = max(0.038 - math.hypot(u - at, v) for at in (-0.12, 0.0, 0.12))
    return max(0, min(15, round((min(inside, -dots) * size + 0.5) * 15)))


def _packed(levels: list[int]) -> bytes:
    return bytes(levels[i] << 4 | levels[i + 1] for i in range(0, len(levels), 2))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
