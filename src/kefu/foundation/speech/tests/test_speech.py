"""What is believed, how words are cut and spoken, and the models themselves, there and back."""

import io
import subprocess
import sys
import wave
from pathlib import Path
from typing import Any

import pytest

from kefu.foundation.speech import actions, queries, rules
from kefu.foundation.speech.engines import espeak, sound


@pytest.mark.parametrize(
    "log_probability, no_speech, compression, expected",
    [
        (-0.3, 0.1, 1.2, True),
        (-0.3, 0.9, 1.2, True),  # sure of its words, whatever it thinks of the silence
        (-1.0, 0.9, 1.2, False),
        (-1.3, 0.1, 1.2, False),
        (-0.2, 0.1, 2.5, False),
    ],
)
def test_what_is_believed(log_probability: float, no_speech: float, compression: float, expected: bool) -> None:
    assert rules.is_believed(log_probability=log_probability, no_speech=no_speech, compression=compression) is expected


@pytest.mark.parametrize(
    "words, expected",
    [
        ("您好，欢迎致电。请按一！", ["您好，欢迎致电。", "请按一！"]),
        ("没有标点", ["没有标点"]),
        ("Hello. \n\n Press 1? It costs 2.50.", ["Hello.", "Press 1?", "It costs 2.50."]),
        ("。。。 \n ！", []),
        ("", []),
    ],
)
def test_words_are_cut_into_sentences(words: str, expected: list[str]) -> None:
    assert rules.sentences(words) == expected


def test_a_language_of_ours_is_found() -> None:
    assert [rules.language_of(locale) for locale in ("zh-CN", "en", "en-GB", "fr", "")] == [
        "zh",
        "en",
        "en",
        "zh",
        "zh",
    ]


def made(rate: int, *, channels: int = 1, width: int = 2, frames: int = 4800) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(b"\x10" * frames * channels * width)
    return content.getvalue()


@pytest.mark.parametrize("rate, channels", [(8000, 1), (16000, 1), (22050, 1), (24000, 2), (48000, 1)])
def test_any_wav_becomes_one_for_the_telephone(rate: int, channels: int) -> None:
    with wave.open(io.BytesIO(sound.for_telephone(made(rate, channels=channels, frames=rate)))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        assert abs(file.getnframes() - 8000) <= 1
        assert set(file.readframes(file.getnframes())) == {0x10}


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all", made(8000, width=1)])
def test_what_is_no_sound_is_refused(content: bytes) -> None:
    with pytest.raises(actions.Unable):
        sound.for_telephone(content)


def test_without_models_the_program_of_the_machine_speaks_pinyin(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.SPEECH_URL, settings.SPEECH_OFFLINE = None, False
    (tmp_path / "sound.wav").write_bytes(made(22050, frames=22050))
    program = tmp_path / "espeak-ng"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\ncat > {tmp_path}/words\ncat {tmp_path}/sound.wav\n')
    program.chmod(0o755)
    monkeypatch.setattr(queries, "espeak", lambda: str(program))
    assert sound.seconds(actions.synthesize("您好", locale="zh-CN")) == 1
    assert (tmp_path / "words").read_text() == "nin2 hao3"
    assert "cmn-latn-pinyin" in (tmp_path / "asked").read_text()
    actions.synthesize("Hello", locale="en")
    assert "-v en-us" in (tmp_path / "asked").read_text()
    with pytest.raises(actions.Unable):
        actions.synthesize(" 。", locale="zh-CN")
    program.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(actions.Unable):
        espeak.say("Hello", "en")


def test_models_are_in_no_process_but_their_own() -> None:
    """Whoever may call the port loads nothing by it."""
    code = (
        "import django, sys; django.setup(); from kefu.foundation.speech import actions, queries; queries.why_deaf();"
        "print([name for name in ('faster_whisper', 'onnxruntime', 'ctranslate2', 'numpy', 'misaki') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert told.stdout.strip() == "[]", told.stderr


@pytest.mark.parametrize(
    "words, locale, heard",
    [
        ("您好，您的订单已经发货，请注意查收。", "zh-CN", "订单已经发货"),
        ("Hello, your order has been shipped. Please call again.", "en", "order has been shipped"),
    ],
)
def test_what_kokoro_says_whisper_understands(settings: Any, words: str, locale: str, heard: str) -> None:
    settings.SPEECH_URL, settings.SPEECH_OFFLINE = None, True
    said = actions.synthesize(words, locale=locale)
    assert 2 < sound.seconds(said) < 8
    segments = actions.transcribe(said, locale=locale)
    assert heard in "".join(one.text for one in segments)
    assert all(0 < one.confidence <= 1 and 0 <= one.start < one.end < 9 for one in segments)
    silence = actions.transcribe(sound.written([0] * 16000), locale=locale)
    assert silence == []


def test_a_broken_model_process_is_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SPEECH_URL, settings.SPEECH_OFFLINE = None, True
    with pytest.raises(actions.Unable, match="WAV"):
        actions.transcribe(b"no sound", locale="zh-CN")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(actions.Unable, match="no reason given"):
        actions.transcribe(made(8000), locale="zh-CN")
