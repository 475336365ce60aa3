"""Makes src/kefu/contact/telephony/rules/regions.xz from the table of the package `phone` (its sdist; see decision 0029):
`python scripts/regions.py phone.dat`. Needed again only when a newer table is out."""

import lzma
import struct
import sys
from array import array
from pathlib import Path

FIRST, LAST = 1_300_000, 1_999_999  # the first seven digits of a Chinese mobile number
TARGET = Path(__file__).parents[1] / "src/kefu/contact/telephony/rules/regions.xz"


def main(source: Path) -> None:
    table = source.read_bytes()
    (first_record,) = struct.unpack_from("<4xi", table)
    places: dict[str, int] = {}
    prefixes = array("H", [0] * (LAST - FIRST + 1))
    for prefix, offset, _kind in struct.iter_unpack("<iiB", table[first_record:]):
        province, city, _post, area = table[offset : table.index(b"\0", offset)].decode().split("|")
        number = places.setdefault(f"{province}|{city}|{area}", len(places) + 1)
        if FIRST <= prefix <= LAST:
            prefixes[prefix - FIRST] = number
    if sys.byteorder == "big":
        prefixes.byteswap()
    content = "\n".join(places).encode() + b"\0" + prefixes.tobytes()
    TARGET.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(places)} places, {sum(1 for one in prefixes if one)} prefixes, {TARGET.stat().st_size} bytes")


main(Path(sys.argv[1]))
