"""What lies over pages and answers for a while."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class Bulletin(TenantModel):
    """Words for all customers of a brand, or of all brands (应急公告); on until `ended_at`. Several may be on at once."""

    class Kind(models.TextChoices):
        BANNER = "banner"
        ANSWER = "answer"

    brand = models.ForeignKey("accounts.Brand", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    source_id = models.UUIDField()  # what switched it on
    words = models.JSONField()  # language → words
    keywords = ArrayField(models.CharField(max_length=40), default=list)  # of an answer; without any, to every question
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_id", "kind"], condition=Q(ended_at=None), name="one_bulletin_of_a_kind_and_source"
            )
        ]
        indexes = [models.Index(fields=["organization", "kind"], name="bulletins_on", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} of {self.source_id}"

    def said(self, language: str) -> str:
        """Its words in the language, else in the other one."""
        return str(self.words.get(language) or next(iter(self.words.values()), ""))
