"""The ready sounds are there, can be played, and are put together as people speak."""

import array
import wave

import pytest

from kefu.contact.telephony.rules import spoken
from kefu.contact.telephony.rules.spoken import Locale

LOCALES: tuple[Locale, ...] = ("zh-CN", "en")


@pytest.mark.parametrize("name", sorted(spoken.words()))
def test_every_sound_can_be_played_and_heard(name: str) -> None:
    with wave.open(f"{spoken.place(name)}.wav") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        samples = array.array("h", file.readframes(file.getnframes()))
    assert 0.2 < len(samples) / 8000 < 10
    assert 6000 < max(map(abs, samples)) < 32000  # as loud as the others, and not clipped


def test_no_file_is_without_its_words() -> None:
    there = {str(path.relative_to(spoken.SOUNDS).with_suffix("")) for path in spoken.SOUNDS.rglob("*.wav")}
    assert there == set(spoken.words())


@pytest.mark.parametrize("locale", LOCALES)
def test_whatever_is_put_together_exists(locale: Locale) -> None:
    said = [name for n in range(-1, 130) for name in spoken.place_in_line(locale, n)]
    said += [name for n in range(130) for name in spoken.estimated_wait(locale, n)]
    said += [name for n in range(100) for name in spoken.number(locale, n)]
    said += spoken.at_your_service(locale, "A-0123456789")
    assert set(said) <= set(spoken.words())


def say(names: list[str]) -> str:
    return " ".join(spoken.words()[name] for name in names)


@pytest.mark.parametrize(
    "names, expected",
    [
        (spoken.place_in_line("zh-CN", 3), "当前排队第 三位。"),
        (spoken.place_in_line("zh-CN", 10), "当前排队第 十位。"),
        (spoken.place_in_line("zh-CN", 12), "当前排队第 十 二位。"),
        (spoken.place_in_line("zh-CN", 90), "当前排队第 九十位。"),
        (spoken.place_in_line("zh-CN", 100), "排队人数较多，请耐心等待。"),
        (spoken.place_in_line("zh-CN", 0), "排队人数较多，请耐心等待。"),
        (spoken.estimated_wait("zh-CN", 0), "预计等待不到一分钟。"),
        (spoken.estimated_wait("zh-CN", 2), "预计等待 两分钟。"),
        (spoken.estimated_wait("zh-CN", 12), "预计等待 十 二分钟。"),
        (spoken.estimated_wait("zh-CN", 61), "预计等待超过一小时。"),
        (spoken.at_your_service("zh-CN", "8601"), "工号 八 六 零 一 为您服务。"),
        (spoken.number("zh-CN", 40), "四十"),
        (spoken.place_in_line("en", 21), "You are number twenty one in line."),
        (spoken.estimated_wait("en", 1), "The estimated wait is one minute."),
        (spoken.estimated_wait("en", 19), "The estimated wait is nineteen minutes."),
        (spoken.at_your_service("en", "10"), "Agent number one zero is at your service."),
    ],
)
def test_it_is_said_as_people_say_it(names: list[str], expected: str) -> None:
    assert say(names) == expected


def test_what_does_not_exist_is_told() -> None:
    with pytest.raises(KeyError):
        spoken.phrase("en", "song")
    with pytest.raises(KeyError):
        spoken.place("fr/hold")
    with pytest.raises(ValueError, match="0 to 99"):
        spoken.number("en", 100)
