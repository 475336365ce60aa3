"""What an agent's browser signs in with at a relay (TURN), for networks that let no UDP pass."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

LASTS = timedelta(hours=24)


def servers(urls: Sequence[str], secret: str, user_id: UUID | None, now: datetime) -> list[dict[str, Any]]:
    """The relays at `urls` with a name and password that they take for 24 hours, as a browser's
    RTCPeerConnection takes them; none where no relay is set up.

    Source: draft-uberti-behave-turn-rest-00, as coturn's `use-auth-secret` does it: the name is `EXPIRES:USER` in seconds
    since 1970, the password the base64 of its HMAC-SHA1 under the shared secret.
    """
    if not urls:
        return []
    name = f"{int((now + LASTS).timestamp())}:{user_id}"
    proof = hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()
    return [{"urls": list(urls), "username": name, "credential": base64.b64encode(proof).decode()}]
