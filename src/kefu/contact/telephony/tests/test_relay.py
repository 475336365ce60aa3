"""Names and passwords for relays; that coturn takes them, tests/phone/test_softphone.py proves."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from ..rules import relay

NOW = datetime(2026, 11, 27, tzinfo=UTC)
WHO, OTHER = UUID(int=1), UUID(int=2)


def test_without_a_relay_nothing_is_told() -> None:
    assert relay.servers([], "secret", WHO, NOW) == []


def test_a_name_holds_a_day_and_is_of_one_person() -> None:
    (told,) = relay.servers(["turn:a", "turn:b"], "secret", WHO, NOW)
    expires, _, who = told["username"].partition(":")
    assert told["urls"] == ["turn:a", "turn:b"] and who == str(WHO)
    assert datetime.fromtimestamp(int(expires), UTC) == NOW + timedelta(days=1)
    others = [relay.servers(["turn:a"], *one)[0]["credential"] for one in (("secret", OTHER, NOW), ("other", WHO, NOW))]
    assert len({told["credential"], *others}) == 3
