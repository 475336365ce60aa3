"""API tokens: shown once, kept as hashes."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit, clock
from kefu.kernel.actor import system
from kefu.kernel.tenancy import one

from ..models import ApiToken, User

PREFIX = "kefu_"


def hashed(token: str) -> str:
    """The only form in which a token is stored; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_token(user_id: UUID, name: str, *, days: int | None = None) -> str:
    """A new bearer token of an active user's, good for `days` (None: until it is revoked). Raises NotFound."""
    user = one(
        User.objects.across_organizations("whoever asks has proved who they are").filter(id=user_id, is_active=True)
    )
    token = PREFIX + secrets.token_urlsafe(32)
    kept = ApiToken.objects.create(
        organization_id=user.organization_id,
        user=user,
        token_hash=hashed(token),
        name=name,
        expires_at=clock.now() + timedelta(days=days) if days else None,
    )
    audit.record(
        system(user.organization_id),
        action="token.created",
        target_type="token",
        target_id=kept.id,
        target_label=user.name,
    )
    return token
