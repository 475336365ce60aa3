"""Group robots and what they were given to say."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kefu.kernel.tenancy import TenantModel


class GroupRobot(TenantModel):
    """A robot (群机器人) in a group chat of the company's, which says what happens here.

    `secret` signs, where the group demands it (DingTalk 加签, Feishu 签名校验). A sandbox sends nothing anywhere.
    """

    class Kind(models.TextChoices):
        WECOM = "wecom"
        DINGTALK = "dingtalk"
        FEISHU = "feishu"
        SANDBOX = "sandbox"

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    url = models.CharField(max_length=500, blank=True)
    secret = models.CharField(max_length=200, blank=True)
    events = ArrayField(models.CharField(max_length=40), default=list)
    locale = models.CharField(max_length=8, default="zh-CN")
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class RobotMessage(TenantModel):
    """Something a robot has to say, once for each fact."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    robot = models.ForeignKey(GroupRobot, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=40)
    fact = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=500)
    link = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["robot", "fact"], name="told_once")]
        indexes = [models.Index(fields=["robot", "-id"], name="messages_of_robot")]

    def __str__(self) -> str:
        return self.title
