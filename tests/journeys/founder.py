"""Run by the fixture `founder`: does what a line of its input says, and answers with the organization's code.

It founds the organization that the line describes, or, with a `rating_token`, writes down a call whose caller is asked to rate.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

from kefu.config.cli import django_ready


def main() -> None:
    with django_ready():
        from kefu.config import founding

        for line in sys.stdin:
            words = json.loads(line)
            if "rating_token" in words:
                ask_to_rate(**words)
                print(words["code"], flush=True)
            else:
                print(founding.create(**words).code, flush=True)


def ask_to_rate(code: str, rating_token: str, locale: str) -> None:
    """Somebody was served by the owner on the telephone, and has the link with this token."""
    from kefu.contact.routing.models import Contact
    from kefu.contact.telephony import queries
    from kefu.contact.telephony.models import Call, RatingInvitation
    from kefu.foundation.accounts import queries as accounts
    from kefu.foundation.accounts.models import User
    from kefu.kernel import clock
    from kefu.kernel.actor import system
    from kefu.kernel.models import Organization

    me, now = system(Organization.objects.get(code=code).id), clock.now()
    owner, brand = User.objects.for_actor(me).get(role__code="owner"), accounts.default_brand(me)
    begun, taken = now - timedelta(minutes=5), now - timedelta(minutes=4)
    call = Call.objects.create(
        organization_id=me.organization_id, brand_id=brand.id, channel_id=rating_token, caller="13800138000",
        phase=Call.Phase.ENDED, assignee=owner, started_at=begun, answered_at=taken, ended_at=now,
    )  # fmt: skip
    Contact.objects.create(
        organization_id=me.organization_id, brand_id=brand.id, channel="phone", subject_id=call.id, agent=owner,
        started_at=begun, queued_at=begun, answered_at=taken, ended_at=now,
    )  # fmt: skip
    RatingInvitation.objects.create(
        organization_id=me.organization_id,
        call=call,
        token_hash=queries.hashed_token(rating_token),
        number="13800138000",
        locale=locale,
        expires_at=now + timedelta(days=3),
    )


if __name__ == "__main__":
    main()
