"""To hear and to speak: by the operator's endpoint, else by models in a process of their own, else by espeak-ng."""

from django.conf import settings

from kefu.kernel.i18n import Text

from . import queries
from .engines import endpoint, espeak, local
from .engines.unable import Unable
from .rules import Heard, language_of, sentences

__all__ = ["Heard", "Unable", "synthesize", "transcribe"]


def transcribe(wav: bytes, *, locale: str) -> list[Heard]:
    """What is said in a WAV (mono, 16 bit), in the language of `locale`. Takes up to five times its length. Raises Unable."""
    if reason := queries.why_deaf():
        raise Unable(reason)
    language = language_of(locale)
    if settings.SPEECH_URL:
        return endpoint.hear(settings.SPEECH_URL, wav, language)
    return local.hear(wav, language)


def synthesize(words: str, *, locale: str) -> bytes:
    """A WAV (mono, 16 bit, 8 kHz) in which the words are said. Raises Unable."""
    if reason := queries.why_mute():
        raise Unable(reason)
    if not sentences(words):
        raise Unable(Text("没有可以朗读的文字。", "There is nothing in it to say."))
    language = language_of(locale)
    if settings.SPEECH_URL:
        return endpoint.say(settings.SPEECH_URL, words, language)
    if settings.SPEECH_OFFLINE and queries.are_there(queries.VOICE):
        return local.say(words, language)
    return espeak.say(words, language)
