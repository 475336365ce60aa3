"""Mailboxes, and every mail that was read from one or is sent by one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class Mailbox(TenantModel):
    """An address of the house: read over IMAP, answered over SMTP. Passwords are sealed.

    The second half is where its reader stands, written only by the reader.
    """

    class Security(models.TextChoices):
        TLS = "tls"
        STARTTLS = "starttls"
        NONE = "none"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    queue = models.ForeignKey("routing.Queue", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=254)
    sender_name = models.CharField(max_length=80, blank=True)
    locale = models.CharField(max_length=10, default="zh-CN")
    imap_host = models.CharField(max_length=253)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    smtp_host = models.CharField(max_length=253)
    smtp_port = models.PositiveIntegerField(default=465)
    smtp_security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    user = models.CharField(max_length=254)
    secret = models.TextField()
    folder = models.CharField(max_length=120, default="INBOX")
    reads_all = models.BooleanField(default=False)  # what lay there before it was set up, too
    is_catch_all = models.BooleanField(
        default=False
    )  # answers go out from the address of its domain that was written to
    has_plus = models.BooleanField(default=False)  # local+anything reaches it, so that answers can carry a token
    signature = models.TextField(blank=True)
    auto_reply = models.TextField(blank=True)
    undo_seconds = models.PositiveSmallIntegerField(default=10)
    reply_minutes = models.PositiveIntegerField(default=240)  # a mail that nobody answered for so long is told
    silent_minutes = models.PositiveIntegerField(default=15)  # not read for so long is told
    is_active = models.BooleanField(default=True)

    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    trying_uid = models.BigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)  # of trying_uid: a mail that kills its reader is set aside
    read_at = models.DateTimeField(null=True)  # when the reader last had seen everything
    failing_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)
    problem_detail = models.CharField(max_length=300, blank=True)
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "address"], name="mailbox_address_once")]

    def __str__(self) -> str:
        return self.address

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


class MailThread(TenantModel):
    """What a conversation by mail needs to be answered: from which mailbox, to whom, about what."""

    conversation = models.OneToOneField("conversations.Conversation", on_delete=models.CASCADE, related_name="+")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=300, blank=True)
    from_address = models.CharField(max_length=254)  # ours, in this thread
    people = ArrayField(models.CharField(max_length=254), default=list)  # everybody in it but us, in lower case
    references = models.JSONField(default=list)  # ids of its mails, the oldest first
    alarmed_for = models.DateTimeField(null=True)  # the unanswered mail that was told of

    def __str__(self) -> str:
        return self.subject


class ReceivedMail(TenantModel):
    """A mail as it was read: accepted into a conversation, set aside with a cause, or known already by its bytes."""

    class State(models.TextChoices):
        ACCEPTED = "accepted"
        QUARANTINED = "quarantined"
        REPEATED = "repeated"

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+")
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=State)
    cause = models.CharField(max_length=40, blank=True)  # of rules.CAUSES
    detail = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    message_id = models.CharField(max_length=252, blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    html = models.TextField(blank=True)  # sanitised; its pictures are still named as the sender did
    pictures = models.JSONField(default=dict)  # content id → file id
    is_forged = models.BooleanField(default=False)
    raw = models.ForeignKey("kernel.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")
    conversation = models.ForeignKey(
        "conversations.Conversation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    posted_id = models.UUIDField(null=True)  # the message that shows it
    about_id = models.UUIDField(null=True)  # else what it answers, as `actions.tell` was told it
    is_proven = models.BooleanField(
        default=False, db_default=False
    )  # its sender had what we signed, or is who they say
    settled_at = models.DateTimeField(null=True)  # quarantined: a person released or discarded it
    settled_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "uid_validity", "uid"], name="mail_read_once"),
            models.CheckConstraint(condition=~Q(state="quarantined") | ~Q(cause=""), name="quarantine_has_a_cause"),
        ]
        indexes = [
            models.Index(fields=["mailbox", "digest"], name="mail_by_digest"),
            models.Index(fields=["organization", "message_id"], name="mail_by_message_id"),
            models.Index(fields=["mailbox", "sender", "-created_at"], name="mail_by_sender"),
            models.Index(fields=["conversation", "-id"], name="mail_of_conversation"),
            models.Index(fields=["organization", "-id"], name="mail_set_aside", condition=Q(state="quarantined")),
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"


class SentMail(TenantModel):
    """A mail that goes out, once for the message it carries. Between a server's yes and our note it may go out twice."""

    class State(models.TextChoices):
        WAITING = "waiting"  # until `due_at` it can be undone
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"  # it was given up
        BOUNCED = "bounced"  # a server has returned it
        UNDONE = "undone"

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+")
    conversation = models.ForeignKey("conversations.Conversation", on_delete=models.CASCADE, related_name="+")
    posted_id = models.UUIDField(null=True)  # the message it carries; None: an automatic answer
    author = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    message_id = models.CharField(max_length=252, unique=True)
    from_address = models.CharField(max_length=254)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    bcc = models.JSONField(default=list)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    references = models.JSONField(default=list)
    attachments = models.JSONField(default=list)
    is_automatic = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["posted_id"], condition=Q(posted_id__isnull=False), name="message_sent_once"
            )
        ]
        indexes = [
            models.Index(fields=["conversation", "-id"], name="sent_of_conversation"),
            models.Index(fields=["due_at"], name="sent_due", condition=Q(state__in=["waiting", "sending"])),
        ]

    def __str__(self) -> str:
        return self.subject
