"""Taking the demo away, with everything that was ever said or counted in it."""

from __future__ import annotations

import shutil
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kefu.config.environment import Environment
from kefu.config.setup import choice
from kefu.foundation.accounts import queries as accounts
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text
from kefu.kernel.models import Organization
from kefu.kernel.removal import delete_everything_of

NO_DEMO = Conflict(
    "no_demo",
    Text("这是正式组织，不能这样清除。", "This organization is no demo and cannot be removed like this."),
)


def remove_demo(environment: Environment, organization_id: UUID) -> None:
    """Delete a demo organization, its rows, files and sign-ins. Raises Conflict when it is none."""
    with transaction.atomic():
        organization = Organization.objects.select_for_update().filter(id=organization_id).first()
        if organization is None or not organization.is_demo:
            raise NO_DEMO
        delete_everything_of(organization_id)
    shutil.rmtree(settings.MEDIA_ROOT / str(organization_id), ignore_errors=True)
    accounts.forget()
    choice.forget_demo(environment)
