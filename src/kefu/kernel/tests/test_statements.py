"""Composed statements read and write what the ORM would, several in one round trip."""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from kefu.kernel import statements
from kefu.kernel.actor import Actor
from kefu.kernel.clock import now
from kefu.kernel.models import AuditEntry, Block, Organization, OutboxEvent
from kefu.kernel.postgresql.base import DatabaseWrapper

STRANGE = "100% %s '引号' ; DROP TABLE x -- \\ 😀"


def block(organization: Organization, value: str = "203.0.113.9") -> Block:
    return Block(organization=organization, kind="ip", value=value, reason=STRANGE, until=now())


def test_what_is_inserted_is_what_the_orm_reads(organization: Organization, actor: Actor) -> None:
    made = AuditEntry(
        organization=organization,
        action="a",
        target_type="t",
        target_id="1",
        before={"名": [1, None, STRANGE]},
        ip="::1",
    )
    statements.run(statements.insert(made))
    kept = AuditEntry.objects.get_for(actor, made.id)
    assert {f.attname: getattr(kept, f.attname) for f in AuditEntry._meta.concrete_fields} == {
        f.attname: getattr(made, f.attname) for f in AuditEntry._meta.concrete_fields
    }


def test_what_is_found_is_what_the_orm_reads(organization: Organization, actor: Actor) -> None:
    made = AuditEntry.objects.create(
        organization=organization, action="a", target_type="t", target_id="1", after={"x": {"y": 1.5}}, ip="10.0.0.1"
    )
    ((found,),) = statements.run(statements.find(AuditEntry, organization.id, id=made.id))
    kept = AuditEntry.objects.get_for(actor, made.id)
    assert {f.attname: getattr(found, f.attname) for f in AuditEntry._meta.concrete_fields} == {
        f.attname: getattr(kept, f.attname) for f in AuditEntry._meta.concrete_fields
    }


def test_nothing_is_found_as_nothing_and_one_of_a_list_as_it(organization: Organization) -> None:
    first, second = (AuditEntry(organization=organization, action=name, target_type="t") for name in "ab")
    second.actor_id = second.id
    statements.run(statements.insert(first), statements.insert(second))
    of_nobody, named, none = statements.run(
        statements.find(AuditEntry, organization.id, actor_id=None),
        statements.find(AuditEntry, organization.id, action=["b", "c"], actor_id=second.id),
        statements.find(AuditEntry, organization.id, action=[]),
    )
    assert ([one.id for one in of_nobody], [one.id for one in named], none) == ([first.id], [second.id], [])


def test_an_update_writes_the_named_fields_only(organization: Organization, actor: Actor) -> None:
    row = block(organization)
    statements.run(statements.insert(row))
    assert not row._state.adding, "what is written is no new row to the ORM either"
    row.reason, row.value = "new", "not written"
    statements.run(statements.update(row, ["reason"]))
    kept = Block.objects.get_for(actor, row.id)
    assert (kept.reason, kept.value) == ("new", "203.0.113.9")
    with pytest.raises(ValueError, match="organization_id"):
        statements.update(row, ["reason", "organization_id"])


def test_another_organizations_row_is_not_found(organization: Organization, others: Organization) -> None:
    row = block(others)
    statements.run(statements.insert(row))
    assert statements.run(statements.find(Block, organization.id, id=row.id, lock=True)) == [[]]


def test_many_statements_are_one_round_trip_and_each_sees_those_before(organization: Organization) -> None:
    row = block(organization)
    event = OutboxEvent(organization_id=organization.id, name="n", payload={"a": STRANGE}, audience=["a", "b"])
    with CaptureQueriesContext(connection) as trips:
        nothing, before, _, after, _ = statements.run(
            statements.insert(event),
            statements.find(Block, organization.id, id=row.id),
            statements.insert(row),
            statements.find(Block, organization.id, id=row.id),
            statements.insert(block(organization, "203.0.113.8")),
        )
    assert len(trips) == 1
    assert (nothing, before, [found.reason for found in after]) == ([], [], [STRANGE])
    assert OutboxEvent.objects.get(organization_id=organization.id).audience == ["a", "b"]


def test_what_is_written_together_goes_before_the_next_read_or_at_the_end(organization: Organization) -> None:
    row = block(organization)
    with CaptureQueriesContext(connection) as trips, statements.together():
        assert statements.run(statements.insert(row)) == [[]]
        statements.run(statements.insert(block(organization, "203.0.113.8")))
        assert not trips.captured_queries
        ((found,),) = statements.run(statements.find(Block, organization.id, id=row.id))
        with statements.together():
            statements.run(statements.insert(block(organization, "203.0.113.7")))
    assert found.reason == STRANGE
    assert len(trips) == 2
    assert len(statements.run(statements.find(Block, organization.id))[0]) == 3


def test_whoever_asks_by_other_ways_finds_what_was_written_together(organization: Organization, actor: Actor) -> None:
    with CaptureQueriesContext(connection) as trips, statements.together():
        statements.run(statements.insert(block(organization)))
        assert Block.objects.for_actor(actor).count() == 1
        statements.run(statements.insert(block(organization, "203.0.113.8")))
    assert len(trips) == 3
    assert Block.objects.for_actor(actor).count() == 2


def test_what_is_remembered_is_asked_once_in_a_step_and_anew_in_the_next() -> None:
    asked = list[str]()

    @statements.remembered
    def answer(word: str, *, loud: bool = False) -> str:
        asked.append(word)
        return word.upper() if loud else word

    with statements.remembering():
        assert [answer("a"), answer("a"), answer("a", loud=True), answer("b")] == ["a", "a", "A", "b"]
    assert asked == ["a", "a", "b"]
    answer("a")
    answer("a")
    with statements.remembering():
        answer("a")
    assert asked == ["a", "a", "b", "a", "a", "a"]


def test_of_what_was_to_be_written_together_a_fault_leaves_nothing(organization: Organization) -> None:
    with pytest.raises(RuntimeError), statements.together():
        statements.run(statements.insert(block(organization)))
        raise RuntimeError
    assert statements.run(statements.find(Block, organization.id)) == [[]]


def test_a_fault_in_one_undoes_all(organization: Organization, actor: Actor, transactional_db: None) -> None:
    with pytest.raises(Exception, match="blocked_once"):
        statements.run(statements.insert(block(organization)), statements.insert(block(organization)))
    assert not Block.objects.for_actor(actor).exists()


def test_health_is_asked_once_a_second_and_after_errors(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    wrapper, asked, moments = connections["default"], list[float](), [10.0**9]
    assert isinstance(wrapper, DatabaseWrapper)

    def answers(connection: DatabaseWrapper) -> bool:
        asked.append(moments[-1])
        return True

    monkeypatch.setattr("kefu.kernel.postgresql.base.time.monotonic", lambda: moments[-1])
    monkeypatch.setattr("django.db.backends.postgresql.base.DatabaseWrapper.is_usable", answers)
    for later in (0.0, 0.9, 1.1, 2.0):
        moments.append(10.0**9 + later)
        assert wrapper.is_usable()
    assert asked == [10.0**9, 10.0**9 + 1.1]
    monkeypatch.setattr(wrapper, "errors_occurred", True)
    assert wrapper.is_usable() and len(asked) == 3
