"""Reaching a server that somebody typed into a form, and telling in a word why it cannot be reached."""

import socket
import ssl
from typing import Any

from kefu.kernel import outbound
from kefu.kernel.sealing import Unreadable, unseal

from ..models import Mailbox

SECONDS = 20.0  # for one answer


class NotConnected(Exception):
    """`problem` is a code of `problems.WORDS`; the text is the server's own."""

    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem


class _Named(ssl.SSLContext):
    """Checks the certificate against the host that was named, though the connection goes to its address."""

    host = ""

    def wrap_socket(self, sock: socket.socket, *args: Any, **options: Any) -> ssl.SSLSocket:
        return super().wrap_socket(sock, *args, **{**options, "server_hostname": self.host})


def tls(host: str) -> ssl.SSLContext:
    context = _Named(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    context.host = host
    return context


def address(host: str, port: int) -> str:
    """The checked address of a host; the inside of the network only where the operator allows it. Raises NotConnected."""
    try:
        return outbound.checked_address(host, port)
    except outbound.NotReached as error:
        raise NotConnected("internal" if "KEFU_INTERNAL_HOSTS" in str(error) else "unknown_host", str(error)) from error


def password(mailbox: Mailbox) -> str:
    try:
        return unseal(mailbox.secret)
    except Unreadable as error:
        raise NotConnected("sealed", "") from error


def problem_of(error: Exception) -> str:
    """The code of a fault of the connection itself."""
    if isinstance(error, NotConnected):
        return error.problem
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate"
    if isinstance(error, ssl.SSLError):
        return "no_tls"
    if isinstance(error, TimeoutError):
        return "no_answer"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, OSError):
        return "unreachable"
    return "protocol"
