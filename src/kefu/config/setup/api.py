"""The first page: reachable only while nobody lives here, and only with the token that the console printed."""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from kefu.config.setup import actions, address, choice, removal
from kefu.config.setup.address import Way
from kefu.foundation.accounts.models import User
from kefu.foundation.accounts.permissions import ORGANIZATION_MANAGE
from kefu.kernel import limits
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.http import ActorRequest, client_ip
from kefu.kernel.i18n import Text

router = Router(tags=["setup"])
TRIES = 20  # a minute and address


class SetupOut(Schema):
    is_needed: bool


class SetupIn(Schema):
    """`login` is an e-mail address or a mobile number; `domain` is needed for the addresses `proxy` and `own`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    token: str = Field(max_length=200)
    choice: Literal["demo", "use"]
    name: str = Field("", max_length=80)
    login: str = Field("", max_length=254)
    password: str = Field("", max_length=256)
    profile: Literal["shop", "centre", "group"] = "shop"
    address: Way = "here"
    domain: str = Field("", max_length=253)


class ProxyOut(Schema):
    nginx: str
    panel: str


class SetUpOut(Schema):
    """`addresses` are where people will come after the restart that a change of address needs."""

    organization: str
    addresses: list[str]
    needs_restart: bool
    proxy: ProxyOut | None


class RemovedOut(Schema):
    setup_path: str | None


@router.get("/setup", auth=None, response=SetupOut)
def get_setup(request: HttpRequest) -> SetupOut:
    return SetupOut(is_needed=actions.is_needed())


@router.post("/setup", auth=None, response={201: SetUpOut})
def set_up(request: HttpRequest, data: SetupIn) -> Status[SetUpOut]:
    environment = settings.ENVIRONMENT
    limits.hit("setup", client_ip(request) or "", limit=TRIES, seconds=60)
    actions.ensure_token(environment, data.token)
    if data.choice == "demo":
        name = actions.try_demo(environment).name
        return Status(
            201, SetUpOut(organization=name, addresses=[environment.address], needs_restart=False, proxy=None)
        )
    domain = _domain(data)
    owner: User = actions.use(
        environment, name=data.name, login=data.login, password=data.password, profile=data.profile
    )
    address.choose(environment, data.address, domain)
    after = type(environment).read({"KEFU_DATA": str(environment.data), "KEFU_PORT": str(environment.port)})
    blocks = address.proxy_blocks(domain, environment.port) if data.address == "proxy" else None
    return Status(
        201,
        SetUpOut(
            organization=owner.organization.name,
            addresses=address.lan_addresses(after.port) if data.address == "lan" else [after.address],
            needs_restart=(after.host, after.public_url, after.acme_directory)
            != (environment.host, environment.public_url, environment.acme_directory),
            proxy=ProxyOut(nginx=blocks.nginx, panel=blocks.panel) if blocks else None,
        ),
    )


@router.post("/setup/remove-demo", response=RemovedOut)
def remove_demo(request: ActorRequest) -> RemovedOut:
    """Everybody of the demo is signed out; who did this goes on to set up their own organization."""
    request.auth.require(ORGANIZATION_MANAGE)
    environment = settings.ENVIRONMENT
    removal.remove_demo(environment, request.auth.organization_id)
    path = f"/setup?token={choice.token(environment)}" if actions.is_needed() else None
    return RemovedOut(setup_path=path)


def _domain(data: SetupIn) -> str:
    domain = data.domain.lower().removeprefix("https://").strip("/")
    if data.address in address.WITH_DOMAIN and not address.is_domain(domain):
        text = Text("请填写域名，例如 kefu.example.com。", "Give the domain, for example kefu.example.com.")
        raise Invalid("wrong_domain", text, errors=[FieldError("domain", text)])
    return domain
