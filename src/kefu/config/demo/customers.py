"""The customers of the demo. All are fictional."""

from dataclasses import dataclass
from datetime import timedelta

from kefu.config.demo.organization import BANK, SHOP, TRAVEL
from kefu.foundation.accounts.models import Brand
from kefu.foundation.customers import actions, queries
from kefu.foundation.customers.models import Customer, Identity
from kefu.kernel import clock
from kefu.kernel.actor import Actor

KNOWN_FOR = timedelta(days=60)  # longer than the history goes back


@dataclass(frozen=True, slots=True)
class Person:
    """A customer; `title` is how agents address them, `member` what the brand's own systems call them."""

    member: str
    brand: str
    name: str
    title: str
    phone: str
    tier: str = Customer.Tier.NORMAL
    tags: tuple[str, ...] = ()
    note: str = ""


PEOPLE = (
    Person("QH100001", SHOP, "陈女士", "陈女士", "13800000001", Customer.Tier.VIP, ("金卡会员", "价保敏感"), "金卡会员，偏好文字沟通。"),
    Person("QH100002", SHOP, "赵先生", "赵先生", "13800000002", tags=("多次来访",), note="近期多次咨询，请先看历史记录，不要让客户重复说明。"),
    Person("QH100003", SHOP, "王雅琴", "王女士", "13800000003", tags=("家电",)),
    Person("QH100004", SHOP, "李建国", "李先生", "13800000004"),
    Person("QH100005", SHOP, "周云", "周女士", "13800000005", tags=("企业采购",)),
    Person("QH100006", SHOP, "孙浩", "孙先生", "13800000006"),
    Person("QH100007", SHOP, "吴志强", "吴先生", "13800000007"),
    Person("QH100008", SHOP, "郑晓燕", "郑女士", "13800000008", tags=("投诉未平",), note="空调安装爽约，已补偿 50 元券，请优先处理。"),
    Person("QH100009", SHOP, "钱伟", "钱先生", "13800000009"),
    Person("QH100010", SHOP, "冯丽", "冯女士", "13800000010"),
    Person("QH100011", SHOP, "韩磊", "韩先生", "13800000011", tags=("银卡会员",)),
    Person("QH100012", SHOP, "许明", "许先生", "13800000012", tags=("退款延误",)),
    Person("QH100013", SHOP, "马强", "马先生", "13800000013", tags=("警告名单",), note="多次辱骂客服并恶意退货，请保留记录，必要时举手求助。"),
    Person("TR200001", TRAVEL, "何俊", "何先生", "13800000021", tags=("常旅客",)),
    Person("TR200002", TRAVEL, "吕静", "吕女士", "13800000022"),
    Person("QB300001", BANK, "Emily Carter", "Ms Carter", "13800000031"),
)  # fmt: skip


def plant(actor: Actor, brands: dict[str, Brand]) -> dict[str, Customer]:
    """The customers by member id; those that exist stay as they are."""
    with clock.frozen(clock.now() - KNOWN_FOR):
        return {person.member: _find(actor, brands, person) or _make(actor, brands, person) for person in PEOPLE}


def _find(actor: Actor, brands: dict[str, Brand], person: Person) -> Customer | None:
    wanted = [(str(Identity.Kind.EXTERNAL), person.member)]
    identity = queries.identities(actor, brands[person.brand].id, wanted).select_related("customer").first()
    return identity.customer if identity else None


def _make(actor: Actor, brands: dict[str, Brand], person: Person) -> Customer:
    return actions.create(
        actor,
        name=person.name,
        phone=person.phone,
        external_id=person.member,
        brand_id=brands[person.brand].id,
        tier=person.tier,
        tags=person.tags,
        note=person.note,
    )
