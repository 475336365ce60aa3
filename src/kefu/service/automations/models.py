"""Rules with what they did, and the shortcuts of agents."""

from django.db import models

from kefu.kernel.tenancy import TenantModel


class AutomationRule(TenantModel):
    """What happens by itself with tickets (自动化规则): `definition` is trigger, conditions and actions (rules.definitions).

    Rules of one event run in the order of `position`. `off_reason` says why one was switched off by itself.
    """

    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    is_enabled = models.BooleanField(default=False)
    stops_after = models.BooleanField(default=False)  # later rules leave a ticket alone that this one has acted on
    trigger = models.CharField(max_length=20)
    definition = models.JSONField()
    off_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="rule_name_once")]
        indexes = [models.Index(fields=["organization", "trigger", "position", "id"], name="rules_of_trigger")]

    def __str__(self) -> str:
        return self.name


class RuleFiring(TenantModel):
    """One time that a rule's conditions held for a ticket: why, and what came of it. Once for each `fact`."""

    class State(models.TextChoices):
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"  # it went in circles, and was switched off

    rule = models.ForeignKey(AutomationRule, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    fact = models.CharField(max_length=80)
    is_chained = models.BooleanField(default=False)  # another rule's act set it off
    state = models.CharField(max_length=10, choices=State)
    held = models.JSONField(default=list)
    done = models.JSONField(default=list)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "ticket", "fact"], name="fired_once")]
        indexes = [
            models.Index(fields=["rule", "-id"], name="firings_of_rule"),
            models.Index(fields=["ticket", "-id"], name="firings_on_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} on {self.ticket_id}: {self.state}"


class Macro(TenantModel):
    """Several acts under one name that an agent applies with one click (快捷操作): `owner`'s own, a team's, or everybody's."""

    name = models.CharField(max_length=60)
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.CASCADE, related_name="+")
    actions = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "owner", "team", "name"], name="macro_name_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(team=None), name="macro_of_a_person_or_a_team"
            ),
        ]

    def __str__(self) -> str:
        return self.name
