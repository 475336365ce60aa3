"""What wakes the reader when the settings of a mailbox have changed."""

MAILBOXES = "kefu_mailboxes"
