"""The bot's nightly work, and answers that are waited for."""

from uuid import UUID

from procrastinate.contrib.django import app

from kefu.kernel.actor import system

from . import actions, queries


@app.periodic(cron="47 3 * * *")
@app.task(queue="heavy", queueing_lock="bot.calibrate", pass_context=False)
def calibrate(timestamp: int) -> None:
    """Fit the bands of every brand with enough new labels."""
    for organization_id, brand_id in queries.brands_with_labels():
        actions.calibrate_if_new(system(organization_id, "calibration"), brand_id)


@app.task(queue="asking")
def word_answer(organization_id: str, conversation_id: str, message_id: str) -> None:
    """Have the language model word an answer, else go on as without one."""
    actions.word_answer(UUID(organization_id), UUID(conversation_id), UUID(message_id))
