"""The wall between organizations, proved for every table that has one."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import NotFound
from kefu.kernel.models import AuditEntry, Block, Organization
from kefu.kernel.tenancy import TenantModel, UnscopedQuery

TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantModel)]
BRANDED = [m for m in TENANT_MODELS if any(f.name == "brand" for f in m._meta.concrete_fields)]


def test_there_are_models_to_prove_it_for() -> None:
    assert len(TENANT_MODELS) > 20 and len(BRANDED) > 5


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda m: m._meta.label)
@pytest.mark.parametrize("verb", ["all", "filter", "get", "first", "count", "exists", "update", "values", "exclude"])
def test_unscoped_queries_are_refused(model: type[TenantModel], verb: str) -> None:
    with pytest.raises(UnscopedQuery):
        getattr(model.objects, verb)()


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda m: m._meta.label)
def test_an_actor_reaches_rows_of_their_organization_only(model: type[TenantModel]) -> None:
    actor = system(uuid4())
    assert '"organization_id" = ' in str(model.objects.for_actor(actor).query)


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda m: m._meta.label)
def test_a_lock_does_not_stop_those_who_only_refer_to_the_row(model: type[TenantModel], db: None) -> None:
    rows = model.objects.for_actor(system(uuid4())).select_for_update()
    assert str(rows.query).endswith(" FOR NO KEY UPDATE")


@pytest.mark.parametrize("model", BRANDED, ids=lambda m: m._meta.label)
def test_an_actor_reaches_rows_of_their_brands_only(model: type[Any]) -> None:
    brand = uuid4()
    everything = Actor(kind="user", organization_id=uuid4())
    mine = Actor(kind="user", organization_id=uuid4(), brand_ids=frozenset({brand}))
    where = str(model.objects.for_actor(mine).query.where)
    assert "brand" in where and str(brand) in where
    assert "brand" not in str(model.objects.for_actor(everything).query.where)


def test_rows_of_other_organizations_do_not_exist(actor: Actor, others: Organization) -> None:
    theirs = Block.objects.create(organization_id=others.id, kind="ip", value="1.2.3.4", reason="spam")
    assert not Block.objects.for_actor(actor).exists()
    with pytest.raises(NotFound):
        Block.objects.get_for(actor, theirs.id)
    assert Block.objects.get_for(system(others.id), theirs.id) == theirs


def test_across_organizations_is_possible_for_a_reason(actor: Actor, others: Organization) -> None:
    for organization_id in (actor.organization_id, others.id):
        Block.objects.create(organization_id=organization_id, kind="ip", value="1.2.3.4", reason="spam")
    assert Block.objects.across_organizations("a test").count() == 2


def record(actor: Actor) -> AuditEntry:
    audit.record(
        actor,
        action="thing.changed",
        target_type="thing",
        target_id=uuid4(),
        before={"kept": 1, "name": "old", "gone": True},
        after={"kept": 1, "name": "new", "came": True},
    )
    return AuditEntry.objects.for_actor(actor).latest("id")


def test_audit_keeps_what_differs(actor: Actor) -> None:
    entry = record(actor)
    assert (entry.before, entry.after) == ({"name": "old", "gone": True}, {"name": "new", "came": True})


@pytest.mark.parametrize(
    "statement", ["UPDATE kernel_auditentry SET actor_name = 'nobody'", "DELETE FROM kernel_auditentry"]
)
def test_audit_cannot_be_rewritten(actor: Actor, statement: str) -> None:
    record(actor)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.for_actor(actor).count() == 1


def test_audit_is_written_with_the_act_or_not_at_all(actor: Actor) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record(actor)
        raise RuntimeError("the act failed")
    assert not AuditEntry.objects.for_actor(actor).exists()
