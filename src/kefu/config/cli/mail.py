"""What `kefu check` says of mailboxes."""

from __future__ import annotations

from collections.abc import Iterator

from kefu.config.cli.findings import Finding, Status


def mailboxes() -> Iterator[Finding]:
    """Each mailbox that cannot be read, or one finding for all; Django and the database are ready."""
    from kefu.contact.mail import problems, queries

    read = queries.active_mailboxes()
    failing = [box for box in read if box.failing_since]
    for box in failing:
        detail = f"{box.address} has not been read since {box.failing_since:%Y-%m-%d %H:%M} UTC"
        yield Finding("mailbox", Status.WARNING, detail, problems.said(box.problem).en)
    if read and not failing:
        yield Finding("mailbox", Status.OK, f"{len(read)} read")
