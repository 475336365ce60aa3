"""Where short messages go, and whose number a conversation answers."""

from django.db import models

from kefu.kernel.tenancy import TenantModel


class TextChannel(TenantModel):
    """What is written to the line waits in this queue; a line without one opens no conversations."""

    line = models.OneToOneField("sms.SmsLine", on_delete=models.CASCADE, related_name="+")
    queue = models.ForeignKey("routing.Queue", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.line_id} to {self.queue_id}"


class TextThread(TenantModel):
    """Whom a conversation by short messages answers; `number` as kernel.limits compares them."""

    conversation = models.OneToOneField("conversations.Conversation", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["organization", "number", "-id"], name="texts_of_number")]

    def __str__(self) -> str:
        return str(self.conversation_id)


class TextAnswer(TenantModel):
    """A message that a module above kept, about what it had told: it opens no conversation, also when it is told again."""

    sms_id = models.UUIDField()
    about_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "sms_id"], name="text_answer_once")]

    def __str__(self) -> str:
        return f"{self.sms_id} about {self.about_id}"
