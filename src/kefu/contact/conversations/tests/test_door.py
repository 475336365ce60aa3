"""What is asked at the public door."""

import hashlib
from uuid import UUID

import pytest

from kefu.contact.conversations import door
from kefu.contact.conversations.door import Challenge

ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def worked(bits: int) -> int:
    """The first number that is good enough."""
    nonce = 0
    while int(hashlib.sha256(f"{ID.hex}:{nonce}".encode()).hexdigest(), 16) >= 1 << (256 - bits):
        nonce += 1
    return nonce


def test_work_counts_when_it_is_done() -> None:
    nonce = worked(12)
    assert door.is_worked(Challenge(ID, 12, None), str(nonce))
    assert not door.is_worked(Challenge(ID, 12, None), str(nonce - 1))
    assert not door.is_worked(Challenge(UUID(int=1), 12, None), str(nonce))
    assert not door.is_worked(Challenge(ID, 30, None), str(nonce))


@pytest.mark.parametrize("nonce", ["", "x", "-1", "１２", "1" * 17])
def test_what_is_no_number_is_no_work(nonce: str) -> None:
    assert not door.is_worked(Challenge(ID, 1, None), nonce)


@pytest.mark.parametrize("typed", ["15", " 15 ", "１５", "十五", "Fifteen"])
def test_a_sum_may_be_typed_in_many_ways(typed: str) -> None:
    assert door.is_right_sum(Challenge(ID, 1, (7, 8)), typed)


@pytest.mark.parametrize("typed", ["", "14", "fourteen", "1 5", "9" * 5000, "²"])
def test_a_wrong_sum(typed: str) -> None:
    assert not door.is_right_sum(Challenge(ID, 1, (7, 8)), typed)


def test_every_sum_is_asked_in_words_of_both_languages() -> None:
    for a in range(1, 10):
        for b in range(1, 10):
            asked = door.question(Challenge(ID, 1, (a, b)))
            assert asked and not any(c.isdigit() for c in asked.zh + asked.en)
    assert door.question(Challenge(ID, 1, (7, 8))) == ("七加八等于几？", "What is seven plus eight?")
    assert door.question(Challenge(ID, 1, None)) is None
    assert door.is_right_sum(Challenge(ID, 1, None), "")


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("tok 12", ("tok", "12", "")),
        ("tok 12 %E5%8D%81%E4%BA%94", ("tok", "12", "十五")),
        ("tok", None),
        ("", None),
    ],
)
def test_the_header(header: str, answer: tuple[str, str, str] | None) -> None:
    assert door.parsed(header) == (door.Answer(*answer) if answer else None)


def test_one_line_of_ipv6_is_one_neighbour() -> None:
    assert door.neighbourhood("2001:db8:1:2:aaaa::1") == door.neighbourhood("2001:db8:1:2:bbbb::9")
    assert door.neighbourhood("2001:db8:1:3::1") != door.neighbourhood("2001:db8:1:2::1")
    assert door.neighbourhood("::ffff:203.0.113.9") == door.neighbourhood("203.0.113.9") == "203.0.113.9"


def test_each_level_costs_more() -> None:
    assert [bits for _, bits in door.LEVELS] == sorted({bits for _, bits in door.LEVELS})
    assert [limit for limit, _ in door.LEVELS] == sorted({limit for limit, _ in door.LEVELS})
