"""Business calendars and their special days."""

from django.db import models

from kefu.kernel.tenancy import TenantModel


class Calendar(TenantModel):
    """Regular shifts of each weekday in a time zone; `weekly` maps ISO weekdays "1" … "7" to [[from, to], …]."""

    name = models.CharField(max_length=80)
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    weekly = models.JSONField()
    follows_statutory_holidays = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="calendar_name_once")]

    def __str__(self) -> str:
        return self.name


class CalendarDay(TenantModel):
    """One date on which a calendar differs from its week and from the statutory holidays."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday"
        WORKDAY = "workday"
        CUSTOM = "custom"

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="+")
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=80, blank=True)
    shifts = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.date} {self.name or self.kind}"
