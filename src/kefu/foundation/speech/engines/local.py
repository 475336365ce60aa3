"""The models of this machine, in a process that ends with its work: its memory comes back, and no role of Kefu holds them."""

import json
import subprocess
import sys
from dataclasses import fields

from kefu.kernel.i18n import Text

from ..rules import Heard
from .sound import seconds
from .unable import Unable

PATIENCE, LEAST_SECONDS = 6, 180  # Whisper takes up to five times the length where it is unsure


def hear(wav: bytes, language: str) -> list[Heard]:
    known = {field.name for field in fields(Heard)}
    told = json.loads(_run("hear", language, wav, patience=seconds(wav) * PATIENCE))
    return [Heard(**{name: value for name, value in one.items() if name in known}) for one in told]


def say(words: str, language: str) -> bytes:
    return _run("say", language, words.encode(), patience=len(words) * PATIENCE)


def _run(work: str, language: str, given: bytes, *, patience: float) -> bytes:
    command = [sys.executable, "-m", "kefu.foundation.speech.offline", work, language]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=max(LEAST_SECONDS, patience))
    except subprocess.TimeoutExpired as error:
        raise Unable(Text("语音处理超时，已放弃。", "It took too long and was given up.")) from error
    if done.returncode != 0:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1][:200]
        raise Unable(Text(f"语音模型出错：{last}", f"The speech model failed: {last}"))
    return done.stdout
