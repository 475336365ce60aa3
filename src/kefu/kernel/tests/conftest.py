"""Two organizations with nothing in them, and whoever acts there."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from kefu.kernel import limits
from kefu.kernel.actor import Actor, system
from kefu.kernel.ids import new_id
from kefu.kernel.models import Organization


@pytest.fixture
def organization(db: None) -> Organization:
    return Organization.objects.create(code="ours", name="我们")


@pytest.fixture
def others(db: None) -> Organization:
    return Organization.objects.create(code="theirs", name="他们")


@pytest.fixture
def actor(organization: Organization) -> Actor:
    return system(organization.id)


@pytest.fixture(autouse=True)
def _fresh_buckets() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()


def visitor(organization_id: UUID, *, ip: str | None = None) -> Actor:
    return Actor(kind="visitor", id=new_id(), organization_id=organization_id, ip=ip)
