"""Articles with what they were before, categories, and the revision that tells the bot when to learn anew."""

from django.db import models
from django.db.models import Q

from kefu.kernel import clock
from kefu.kernel.tenancy import TenantModel


class Category(TenantModel):
    """A drawer of a brand's articles; drawers stand in drawers."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "parent", "name"], nulls_distinct=False, name="category_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Article(TenantModel):
    """A standard question and its answer. `version` counts its saved changes from 1; `key` is empty when nobody gave one."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        ARCHIVED = "archived"

    class Locale(models.TextChoices):
        ZH = "zh-CN"
        EN = "en"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    locale = models.CharField(max_length=10, choices=Locale)
    key = models.CharField(max_length=120, blank=True)
    question = models.CharField(max_length=500)
    answer = models.TextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(null=True)
    is_confirmed = models.BooleanField(
        default=True
    )  # False: it came with a pack, and nobody of the shop has read it (待确认)
    updated_at = models.DateTimeField(default=clock.now)
    updated_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "locale", "key"], condition=~Q(key=""), name="article_key_once"),
        ]
        indexes = [
            models.Index(fields=["organization", "-updated_at", "-id"], name="article_latest"),
            models.Index(fields=["brand", "status"], name="article_status"),
            models.Index(fields=["review_on"], condition=Q(review_on__isnull=False), name="article_review"),
        ]

    def __str__(self) -> str:
        return self.question


class SimilarQuestion(TenantModel):
    """Another way of asking an article's question."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="similar_questions")
    text = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="similar_place_once")]

    def __str__(self) -> str:
        return self.text


class ArticleVersion(TenantModel):
    """What an article said after one change; never altered."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    question = models.CharField(max_length=500)
    answer = models.TextField()
    similar = models.JSONField(default=list)
    editor = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "version"], name="article_version_once")]

    def __str__(self) -> str:
        return f"{self.question} ({self.version})"


class Revision(TenantModel):
    """How often what the bot may answer for a brand has changed."""

    brand = models.OneToOneField("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    number = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.brand_id} at {self.number}"
