"""Secrets at rest: sealed with the instance's key, so that a copy of the database alone tells nothing."""

import hashlib
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """Sealed with another key: the instance's secret was changed, or the data came from elsewhere."""


def cipher() -> Fernet:
    return _cipher(settings.SECRET_KEY)


def seal(text: str) -> str:
    return cipher().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed. Raises Unreadable."""
    try:
        return cipher().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


@lru_cache(maxsize=2)
def _cipher(secret: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))
