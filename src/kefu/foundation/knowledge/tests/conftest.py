"""Imports stand inside the fixtures: pytest reads this file before the root conftest has set Django up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ninja.testing import TestClient
    from pytest_django import DjangoDbBlocker

    from kefu.foundation.accounts.models import Brand
    from kefu.kernel.actor import Actor
    from kefu.kernel.models import Organization


@pytest.fixture
def committing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What the test writes is committed, for other connections to see, and stays behind in an organization of its own."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def make_brand(request: pytest.FixtureRequest) -> Callable[..., Brand]:
    """A brand of an organization, of a new one unless told."""
    from kefu.foundation.accounts.models import Brand
    from kefu.kernel.ids import new_id
    from kefu.kernel.models import Organization

    if "committing" not in request.fixturenames:
        request.getfixturevalue("db")

    def make(organization: Organization | None = None) -> Brand:
        organization = organization or Organization.objects.create(code=new_id().hex, name="青禾")
        return Brand.objects.create(organization=organization, code=new_id().hex, name="青禾优选")

    return make


@pytest.fixture
def brand(make_brand: Callable[..., Brand]) -> Brand:
    return make_brand()


@pytest.fixture
def make_actor() -> Callable[..., Actor]:
    """A member of staff of the brand's organization who may do everything with knowledge, unless told."""
    from kefu.foundation.knowledge import permissions
    from kefu.kernel.actor import Actor
    from kefu.kernel.ids import new_id

    def make(brand: Brand, **fields: Any) -> Actor:
        granted = frozenset({permissions.READ, permissions.MANAGE})
        return Actor(
            **{
                "kind": "user",
                "id": new_id(),
                "name": "王主管",
                "organization_id": brand.organization_id,
                "permissions": granted,
                **fields,
            }
        )

    return make


@pytest.fixture
def make_user(make_actor: Callable[..., Actor]) -> Callable[..., Actor]:
    """The actor of a stored member of staff."""
    from kefu.foundation.accounts.models import Role, User
    from kefu.kernel.ids import new_id

    def make(brand: Brand, *, nickname: str = "小青") -> Actor:
        role = Role.objects.create(
            organization_id=brand.organization_id, code=new_id().hex, name_zh="主管", name_en="Lead"
        )
        user = User.objects.create(
            organization_id=brand.organization_id,
            employee_number=new_id().hex,
            name="王青",
            nickname=nickname,
            role=role,
        )
        return make_actor(brand, id=user.id, name=nickname)

    return make


@pytest.fixture
def editor(brand: Brand, make_user: Callable[..., Actor]) -> Actor:
    return make_user(brand)


@pytest.fixture
def client_of() -> Callable[[Actor], TestClient]:
    """A client whose every request comes from the actor."""
    from ninja import NinjaAPI
    from ninja.testing import TestClient

    from kefu.foundation.knowledge.api import router
    from kefu.kernel.http.problems import install
    from kefu.kernel.ids import new_id

    def client(actor: Actor) -> TestClient:
        api = NinjaAPI(auth=lambda request: actor, urls_namespace=new_id().hex)
        install(api)
        api.add_router("", router)
        return TestClient(api)

    return client
