"""Recordings, whole and broken off."""

import struct

from kefu.contact.telephony.rules import sound


def test_a_recording_that_its_engine_did_not_end_has_the_length_that_is_there() -> None:
    made = sound.beep()
    broken = b"".join([made[:4], bytes(4), made[8:40], bytes(4), made[44:]])
    assert sound.seconds(broken) == 0
    assert sound.whole(broken) == made
    assert sound.whole(made[:40] + struct.pack("<I", 1_000_000) + made[44:]) == made


def test_what_is_whole_stays_and_what_is_empty_is_nothing() -> None:
    made = sound.beep()
    assert sound.whole(made) == made
    assert sound.whole(b"") == sound.whole(made[:44]) == sound.whole(b"RIFF" + bytes(60)) == b""
