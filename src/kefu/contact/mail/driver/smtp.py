"""Handing a mail to its server over SMTP."""

import re
import smtplib
from collections.abc import Sequence
from contextlib import suppress
from email.message import EmailMessage

from ..models import Mailbox
from .connecting import SECONDS, NotConnected, address, password, problem_of, tls

FAULTS = (smtplib.SMTPException, OSError, NotConnected, ValueError)
_NOT_OPEN = re.compile(r"not (open|enabl)|disabled|未开启|has not been", re.IGNORECASE)


class NotSent(Exception):
    """Nobody got it. `is_final`: asking again is in vain."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


def send(mailbox: Mailbox, mail: EmailMessage, *, sender: str, recipients: Sequence[str]) -> dict[str, str]:
    """Hand it over; who was refused among several, with the reason. Raises NotSent when nobody was accepted."""
    try:
        with _connected(mailbox) as server:
            refused = server.send_message(mail, from_addr=sender, to_addrs=list(recipients))
            return {who: _words(code, said) for who, (code, said) in refused.items()}
    except smtplib.SMTPRecipientsRefused as error:
        told = list(error.recipients.values())
        reasons = "; ".join(f"{who}: {_words(*said)}" for who, said in error.recipients.items())
        raise NotSent(reasons, is_final=all(code >= 500 for code, _ in told)) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise NotSent(_words(error.smtp_code, error.smtp_error), is_final=error.smtp_code >= 500) from error
    except FAULTS as error:
        raise NotSent(f"{_problem(error)}: {_said(error)}", is_final=False) from error


def check(mailbox: Mailbox) -> tuple[str, str]:
    """The problem that sending would have (empty: none), and the server's own words."""
    try:
        with _connected(mailbox) as server:
            code, said = server.mail(mailbox.address)
            if code >= 400:
                return "sender", _words(code, said)
    except FAULTS as error:
        return _problem(error), _said(error)
    return "", ""


def _connected(mailbox: Mailbox) -> smtplib.SMTP:
    """Signed in. What goes wrong on the way closes the connection and is raised."""
    host, port, context = mailbox.smtp_host, mailbox.smtp_port, tls(mailbox.smtp_host)
    reached = address(host, port)
    server: smtplib.SMTP
    if mailbox.smtp_security == Mailbox.Security.TLS:
        server = smtplib.SMTP_SSL(reached, port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(reached, port, timeout=SECONDS)
    try:
        if mailbox.smtp_security == Mailbox.Security.STARTTLS:
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if server.has_extn("auth"):
            server.login(mailbox.user, password(mailbox))
    except FAULTS:
        with suppress(*FAULTS):
            server.close()
        raise
    return server


def _problem(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "not_open" if _NOT_OPEN.search(_said(error)) else "login"
    if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
        return "no_tls" if isinstance(error, smtplib.SMTPNotSupportedError) else "protocol"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "no_answer"
    return problem_of(error)


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return str(error)[:300]


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {text}".replace("\n", " ")[:300]
