"""The clock of calls."""

from uuid import UUID

from procrastinate.contrib.django import app

from kefu.kernel import clock

from . import actions


@app.task(queue="timers")
def wrap_up_over(organization_id: str, call_id: str) -> None:
    actions.wrap_up_over(UUID(organization_id), UUID(call_id))


@app.task(queue="timers")
def call_back(organization_id: str, callback_id: str) -> None:
    actions.call_back(UUID(organization_id), UUID(callback_id))


@app.task(queue="timers")
def invite_to_rate(organization_id: str, call_id: str) -> None:
    actions.invite_to_rate(UUID(organization_id), UUID(call_id))


@app.task(queue="speech")
def transcribe(organization_id: str, call_id: str) -> None:
    actions.transcribe(UUID(organization_id), UUID(call_id))


@app.task(queue="speech")
def hear_message(organization_id: str, call_id: str) -> None:
    actions.hear_message(UUID(organization_id), UUID(call_id))


@app.task(queue="heavy")
def pack_recordings(organization_id: str, pack_id: str) -> None:
    actions.pack_recordings(UUID(organization_id), UUID(pack_id))


@app.periodic(cron="*/20 * * * *")
@app.task(queue="timers", queueing_lock="telephony.forget_packs", pass_context=False)
def forget_packs(timestamp: int) -> None:
    """Files of many recordings, after their time."""
    actions.forget_packs(clock.now())


@app.task(queue="speech")
def speak(organization_id: str, prompt_id: str) -> None:
    actions.speak(UUID(organization_id), UUID(prompt_id))


@app.task(queue="asking")
def speak_page(organization_id: str, page_id: str) -> None:
    actions.speak_page(UUID(organization_id), UUID(page_id))


@app.task(queue="timers")
def page_due(organization_id: str, page_id: str) -> None:
    actions.page_due(UUID(organization_id), UUID(page_id))


@app.periodic(cron="37 3 * * *")
@app.task(queue="heavy", queueing_lock="telephony.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """What was said longer ago than it is to be kept."""
    actions.forget(clock.now())
