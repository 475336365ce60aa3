"""Which organization and brand a command is about."""

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Brand
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import NotFound
from kefu.kernel.i18n import Text
from kefu.kernel.models import Organization


def operator_of(code: str) -> Actor:
    """The operator of this machine, acting within the organization `code`. Raises NotFound."""
    organization = Organization.objects.filter(code=code).first()
    if organization is None:
        raise NotFound(
            "unknown_organization",
            Text(f"没有代码为 {code} 的组织。", f"There is no organization with the code {code}."),
        )
    return system(organization.id, "kefu command")


def brand_of(actor: Actor, code: str | None) -> Brand:
    """The brand `code`, or the organization's first. Raises NotFound."""
    if code is None:
        return accounts.default_brand(actor)
    found = next((brand for brand in accounts.brands(actor) if brand.code == code), None)
    if found is None:
        raise NotFound("unknown_brand", Text(f"没有代码为 {code} 的品牌。", f"There is no brand with the code {code}."))
    return found
