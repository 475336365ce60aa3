"""Prompts that are given as words and spoken by the house."""

from uuid import UUID

from django.db import transaction

from kefu.foundation.speech import actions as speech
from kefu.foundation.speech import queries as speech_queries
from kefu.kernel import files, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import FieldError, Invalid

from ..models import Prompt
from ..rules import sound

JOB = "kefu.contact.telephony.jobs.speak"


def ensure_can_speak() -> None:
    """Raises Invalid, naming the file that is needed instead, where nobody speaks."""
    if reason := speech_queries.why_mute():
        raise Invalid("nobody_speaks", reason, errors=[FieldError("file", reason)])


def speak_later(prompt: Prompt) -> None:
    timers.defer(JOB, queue="speech", organization_id=prompt.organization_id, prompt_id=prompt.id)


def speak(organization_id: UUID, prompt_id: UUID) -> None:
    """Say the words of a prompt and keep the file; a failure stands at the prompt."""
    me = system(organization_id, "telephony")
    prompt = Prompt.objects.for_actor(me).filter(id=prompt_id, file=None).first()
    if prompt is None:
        return
    try:
        content = speech.synthesize(prompt.words, locale=prompt.locale)
    except speech.Unable as error:
        _keep(me, prompt_id, failure={"zh": error.reason.zh, "en": error.reason.en})
        return
    wrong = sound.fault(content)
    if wrong:
        _keep(me, prompt_id, failure={"zh": wrong.zh, "en": wrong.en})
        return
    _keep(me, prompt_id, content=content)


@transaction.atomic
def _keep(me: Actor, prompt_id: UUID, *, content: bytes | None = None, failure: dict[str, str] | None = None) -> None:
    prompt = Prompt.objects.for_actor(me).filter(id=prompt_id, file=None).select_for_update(of=("self",)).first()
    if prompt is None:
        return
    prompt.failure = failure or {}
    if content is not None:
        prompt.file = files.keep(me, name=f"{prompt.name}.wav", content=content, type="audio/wav")
    prompt.save(update_fields=["file", "failure"])
