"""What a new organization begins with."""

from __future__ import annotations

import pytest

from kefu.config import founding
from kefu.contact.conversations.models import Site
from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.calendars.models import Calendar
from kefu.kernel.actor import system
from kefu.kernel.i18n import Language
from kefu.kernel.models import AuditEntry
from kefu.service.tickets.models import SlaPolicy


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("locale", "queue", "calendar", "promise"),
    [("zh-CN", "在线客服", "服务时间", "标准承诺"), ("en", "Online service", "Service hours", "Standard promise")],
)
def test_what_has_one_name_has_it_in_the_language_asked_for(
    locale: Language, queue: str, calendar: str, promise: str
) -> None:
    founded = founding.create(
        code="acme", name="Acme", admin_email="ann@acme.test", password="harvest-moon-42", locale=locale
    )
    everything = system(founded.id)
    assert Queue.objects.for_actor(everything).get().name == queue
    assert Calendar.objects.for_actor(everything).get().name == calendar
    assert SlaPolicy.objects.for_actor(everything).get().name == promise
    assert Site.objects.for_actor(everything).get().locale == locale
    assert User.objects.for_actor(everything).get().locale == locale


@pytest.mark.django_db
def test_the_audit_log_names_an_owner_who_has_no_number() -> None:
    founded = founding.create(code="acme", name="Acme", admin_email="ann@acme.test", password="harvest-moon-42")
    everything = system(founded.id)
    owner = User.objects.for_actor(everything).get()
    by_owner = AuditEntry.objects.for_actor(everything).filter(actor_id=owner.id)
    assert set(by_owner.values_list("actor_name", flat=True)) == {"ann"}
    assert accounts.display_names(everything, [owner.id]) == {owner.id: "客服"}  # customers see no real name
