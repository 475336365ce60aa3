"""The services that short messages can be sent by."""

from kefu.kernel import sealing

from ..models import SmsLine
from ..ports import NotSent, SmsProvider
from .http import HttpProvider
from .sandbox import Sandbox


def provider_of(line: SmsLine) -> SmsProvider:
    """Raises NotSent where the line's secret was sealed with another key."""
    if line.provider == SmsLine.Provider.SANDBOX:
        return Sandbox()
    try:
        secret = sealing.unseal(line.secret) if line.secret else ""
    except sealing.Unreadable as unreadable:
        raise NotSent("the secret was sealed by another instance; enter it again") from unreadable
    return HttpProvider(line.url, line.format, line.headers, line.body, line.expects, secret)
