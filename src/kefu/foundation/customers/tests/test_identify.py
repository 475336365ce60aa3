"""One person is one customer, however often and from wherever they come."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from kefu.foundation.accounts.models import Brand
from kefu.foundation.customers import actions, queries
from kefu.foundation.customers.models import Customer, Identity
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, Invalid, NotFound
from kefu.kernel.models import AuditEntry


def values(customer: Customer) -> set[str]:
    return set(Identity.objects.across_organizations("test").filter(customer=customer).values_list("value", flat=True))


def test_the_same_number_in_any_spelling_is_the_same_customer(agent: Actor, brand: Brand) -> None:
    first = actions.identify(agent, brand_id=brand.id, phone="138 1234 5678", name="张三")
    assert actions.identify(agent, brand_id=brand.id, phone="0086-13812345678") == first
    assert queries.find_by_identity(agent, brand_id=brand.id, phone="+8613812345678") == first
    assert first.name == "张三"
    assert first.pinyin == "zhangsan zs"


def test_new_identities_are_added_to_the_customer(agent: Actor, brand: Brand) -> None:
    first = actions.identify(agent, brand_id=brand.id, phone="13812345678")
    assert first.name == "+8613812345678"
    assert actions.identify(agent, brand_id=brand.id, phone="13812345678", email="Zhang@Example.com") == first
    assert actions.identify(agent, brand_id=brand.id, email="zhang@example.com", external_id="U1") == first
    assert values(first) == {"+8613812345678", "zhang@example.com", "U1"}


def test_the_external_id_decides_before_the_number_before_the_address(agent: Actor, brand: Brand) -> None:
    by_id, by_phone, by_email = (
        actions.identify(agent, brand_id=brand.id, **{kind: value})
        for kind, value in (("external_id", "U1"), ("phone", "13812345678"), ("email", "a@b.com"))
    )
    identify = actions.identify
    assert identify(agent, brand_id=brand.id, external_id="U1", phone="13812345678", email="a@b.com") == by_id
    assert identify(agent, brand_id=brand.id, phone="13812345678", email="a@b.com") == by_phone
    assert identify(agent, brand_id=brand.id, external_id="U2", email="a@b.com") == by_email
    assert values(by_id) == {"U1"}
    assert values(by_email) == {"U2", "a@b.com"}


def test_a_claim_finds_nobody_and_yields_to_a_proof(agent: Actor, brand: Brand) -> None:
    claimant = actions.create(agent, name="李四", email="a@b.com")
    Identity.objects.for_actor(agent).update(verified=False)
    assert queries.find_by_identity(agent, brand_id=brand.id, email="a@b.com") is None
    prover = actions.identify(agent, brand_id=brand.id, email="a@b.com", name="王五")
    assert prover != claimant
    assert values(claimant) == set()
    assert values(prover) == {"a@b.com"}


def test_brands_share_no_customers(agent: Actor, brand: Brand, make_brand: Callable[..., Brand]) -> None:
    other = make_brand(brand.organization)
    first = actions.identify(agent, brand_id=brand.id, phone="13812345678")
    second = actions.identify(agent, brand_id=other.id, phone="13812345678")
    assert first != second
    assert (first.brand_id, second.brand_id) == (brand.id, other.id)


def test_another_organization_is_out_of_reach(agent: Actor, brand: Brand, make_brand: Callable[..., Brand]) -> None:
    actions.identify(agent, brand_id=brand.id, phone="13812345678")
    stranger = system(make_brand().organization_id)
    assert queries.find_by_identity(stranger, brand_id=brand.id, phone="13812345678") is None
    with pytest.raises(NotFound):
        actions.identify(stranger, brand_id=brand.id, phone="13812345678")


@pytest.mark.parametrize(
    "given", [{}, {"phone": " "}, {"phone": "110"}, {"email": "nobody"}, {"external_id": "x" * 201}]
)
def test_nothing_readable_makes_nobody(agent: Actor, brand: Brand, given: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        actions.identify(agent, brand_id=brand.id, **given)
    assert queries.find_by_identity(agent, brand_id=brand.id, **given) is None
    assert not Customer.objects.for_actor(agent).exists()


def test_a_taken_identity_names_its_owner(agent: Actor) -> None:
    owner = actions.create(agent, name="张三", phone="13812345678")
    with pytest.raises(Conflict) as refused:
        actions.create(agent, name="李四", phone="+86 138 1234 5678")
    assert refused.value.code == "identity_taken"
    assert "张三" in refused.value.text.zh
    assert refused.value.extra["customer"] == {"id": str(owner.id), "name": "张三"}

    other = actions.create(agent, name="李四", phone="13912345678")
    with pytest.raises(Conflict):
        actions.update(agent, customer_id=other.id, changes={"phones": ["13912345678", "13812345678"]})
    assert values(other) == {"+8613912345678"}


def test_an_update_replaces_identities_and_is_remembered(agent: Actor) -> None:
    customer = actions.create(agent, name="张三", phone="13812345678", email="a@b.com")
    changes: actions.CustomerChanges = {"name": "曾子", "phones": ["010-12345678"], "tags": ["老客户"]}
    changed = actions.update(agent, customer_id=customer.id, changes=changes)
    assert values(changed) == {"+861012345678", "a@b.com"}
    assert changed.pinyin.startswith("zeng")
    entry = AuditEntry.objects.for_actor(agent).get(action="customer.updated")
    assert entry.before == {"name": "张三", "phones": ["+8613812345678"], "tags": []}
    assert entry.after == {"name": "曾子", "phones": ["+861012345678"], "tags": ["老客户"]}
    assert entry.actor_name == agent.name


def test_parallel_calls_make_one_customer(committing: None, make_brand: Callable[..., Brand]) -> None:
    """Eight transactions at once, over two identities that overlap in either order."""
    brand = make_brand()
    actor = system(brand.organization_id)
    start, found, failures = threading.Barrier(8), [], []

    def call(number: int) -> None:
        try:
            start.wait()
            given = {"phone": "13812345678"} if number % 2 else {"phone": "13812345678", "external_id": "U1"}
            found.append(actions.identify(actor, brand_id=brand.id, **given).id)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=call, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(found) == 8
    assert len(set(found)) == 1
    assert Customer.objects.for_actor(actor).count() == 1
