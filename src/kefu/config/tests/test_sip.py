"""What a browser may say to the engine through our own socket."""

from __future__ import annotations

import pytest

from kefu.config.roles.sip import speaks_for

REGISTER = "REGISTER sip:kefu.invalid SIP/2.0\r\nVia: SIP/2.0/WS x\r\nFrom: <sip:12345678@kefu.invalid>;tag=a\r\nTo: <sip:12345678@kefu.invalid>\r\n\r\n"


def test_a_browser_signs_in_answers_and_hangs_up_by_its_own_account() -> None:
    assert speaks_for(REGISTER, "12345678")
    assert speaks_for("\r\n\r\n", "12345678"), "a sign of life"
    assert speaks_for("SIP/2.0 200 OK\r\nFrom: <sip:13800138000@127.0.0.1>;tag=b\r\n\r\n", "12345678")
    assert speaks_for(REGISTER.replace("REGISTER", "BYE").replace("From: <sip", 'f : "Anna" <sip'), "12345678")


@pytest.mark.parametrize(
    "message",
    [
        REGISTER.replace("12345678", "87654321"),
        REGISTER.replace("12345678@", "112345678@"),
        REGISTER.replace("\r\nTo:", "\r\nf: <sip:13800138000@kefu.invalid>\r\nTo:"),
        REGISTER.replace("From: <sip:12345678@kefu.invalid>;tag=a\r\n", ""),
        REGISTER.replace("REGISTER", "INVITE"),
    ],
    ids=["another's", "one that ends like it", "two at once", "nobody's", "a call"],
)
def test_everything_else_is_refused(message: str) -> None:
    assert not speaks_for(message, "12345678")
