"""The classifiers learn by themselves."""

from django.db.models import F, Max, OuterRef, Q, Subquery
from procrastinate.contrib.django import app

from . import actions
from .models import Sorting, SortingModel


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", queueing_lock="sorting.learn", pass_context=False)
def learn(timestamp: int) -> None:
    """Train anew wherever agents have corrected something since the last time."""
    trained = SortingModel.objects.across_organizations("every organization's classifier")
    newest = trained.filter(organization_id=OuterRef("organization_id")).values("trained_at")[:1]
    corrected = (
        Sorting.objects.across_organizations("every organization's corrections")
        .filter(corrected_at__isnull=False)
        .values("organization_id")
        .annotate(last=Max("corrected_at"), trained=Subquery(newest))
        .order_by()
    )
    for row in corrected.filter(Q(trained=None) | Q(trained__lt=F("last"))):
        actions.learn(row["organization_id"])
