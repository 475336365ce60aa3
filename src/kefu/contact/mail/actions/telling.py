"""A mail that belongs to no conversation, such as a code that somebody waits for."""

from uuid import UUID

from kefu.kernel.actor import system

from .. import queries
from ..driver import composing, smtp


def tell(organization_id: UUID, *, brand_id: UUID, to: str, subject: str, text: str) -> bool:
    """Send it at once from the brand's first mailbox; False where the brand has none, or nobody is there to take it.

    Raises ConnectionError when asking again may help.
    """
    mailbox = queries.outgoing(system(organization_id, "mail"), brand_id)
    if mailbox is None:
        return False
    mail = composing.plain(mailbox, to=to, subject=subject, text=text)
    try:
        smtp.send(mailbox, mail, sender=mailbox.address, recipients=[to])
    except smtp.NotSent as refused:
        if refused.is_final:
            return False
        raise ConnectionError(str(refused)) from refused
    return True
