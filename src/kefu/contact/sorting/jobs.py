"""The classifiers learn by themselves."""

from django.db.models import F, Max, OuterRef, Q, Subquery
from procrastinate.contrib.django import app

from kefu.foundation.notices import actions as notices

from . import actions
from .models import Sorting, SortingModel


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", queueing_lock="sorting.learn", pass_context=False)
def learn(timestamp: int) -> None:
    """Train anew wherever agents have corrected something since the last time. One that fails stops no other: it is tried again
    in ten minutes, with what it sorts by until then."""
    trained = SortingModel.objects.across_organizations("every organization's classifier")
    newest = trained.filter(organization_id=OuterRef("organization_id")).values("trained_at")[:1]
    corrected = (
        Sorting.objects.across_organizations("every organization's corrections")
        .filter(corrected_at__isnull=False)
        .values("organization_id")
        .annotate(last=Max("corrected_at"), trained=Subquery(newest))
        .order_by()
    )
    waiting = corrected.filter(Q(trained=None) | Q(trained__lt=F("last")))
    notices.carry_out(
        "sorting.learn",
        [(row["organization_id"], row["organization_id"]) for row in waiting],
        lambda organization_id, _: actions.learn(organization_id),
    )
