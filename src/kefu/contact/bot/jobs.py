"""The bot's nightly work."""

from procrastinate.contrib.django import app

from kefu.kernel.actor import system

from . import actions, queries


@app.periodic(cron="47 3 * * *")
@app.task(queue="slow", queueing_lock="bot.calibrate", pass_context=False)
def calibrate(timestamp: int) -> None:
    """Fit the bands of every brand with enough new labels."""
    for organization_id, brand_id in queries.brands_with_labels():
        actions.calibrate_if_new(system(organization_id, "calibration"), brand_id)
