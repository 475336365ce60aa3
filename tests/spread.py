"""Who runs which tests, where several workers share a run.

The fast tests of rules come first. What shares something dear (a module's fixtures, the one instance with a telephone network) goes
to one worker in one piece; of the dear pieces those that take longest begin first, so that no worker is left alone with them at the
end. Calls need real time rather than the processor: their piece is the first of these, and the others work beside it.
"""

from __future__ import annotations

from zlib import crc32

from pytest import Item

CALLS = "tests/phone/"
HAVE_THEIR_OWN = ("tests/phone/test_engine.py", "tests/phone/test_supervised.py")  # engines
# the longest first; what stands in no line comes before them, in the order of its files
ORDER = (
    "src/kefu/config/",
    "tests/flows/test_air_gapped.py",
    "src/kefu/contact/bot/tests/test_engine_quality.py",
    *HAVE_THEIR_OWN,
    "tests/api/",
    "tests/flows/",
    CALLS,  # from here on with browsers, whose event loop then lives in the worker: Django refuses queries beside one
    "tests/journeys/test_pages.py",
    "tests/journeys/",
    "tests/web/",
)
EACH_ALONE = ("tests/journeys/test_pages.py", "tests/web/")
# files of many tests, and the number of their pieces
PARTS = {
    "tests/api/test_authorization_matrix.py": 6,
    "tests/api/test_schemathesis.py": 6,
    "src/kefu/kernel/tests/test_tenancy.py": 4,
}


def piece(node_id: str) -> str:
    """The name of the piece that a test belongs to."""
    file, _, name = node_id.partition("::")
    if file.startswith(CALLS) and file not in HAVE_THEIR_OWN:
        return CALLS
    if file.startswith(EACH_ALONE):
        return node_id
    if parts := PARTS.get(file):
        return f"{file} {crc32(name.encode()) % parts}"
    return file


def rank(item: Item) -> int:
    """Sorts tests by when they should begin."""
    return next((place for place, start in enumerate(ORDER) if item.nodeid.startswith(start)), -1)
