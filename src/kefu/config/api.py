"""The HTTP API: every module's router under one address, one way to sign in, one way to fail."""

from typing import Any

from django.http import HttpRequest
from ninja import Schema

from kefu.config import health
from kefu.config.demo.stage import router as stage
from kefu.config.setup.api import router as setup
from kefu.config.upkeep.api import router as upkeep
from kefu.contact.bot.api import router as bot
from kefu.contact.bot.api import widget_router as bot_widget
from kefu.contact.callers.api import router as callers
from kefu.contact.conversations.api import VisitorBearer, widget_router
from kefu.contact.conversations.api import router as conversations
from kefu.contact.guarding.api import router as guarding
from kefu.contact.mail.api import router as mail
from kefu.contact.missed.api import router as missed
from kefu.contact.replies.api import router as replies
from kefu.contact.routing.api import router as routing
from kefu.contact.scripts.api import router as scripts
from kefu.contact.sorting.api import router as sorting
from kefu.contact.telephony.api import router as telephony
from kefu.contact.texting.api import router as texting
from kefu.foundation.accounts.api import router as accounts
from kefu.foundation.accounts.auth import BearerAuth, SessionAuth
from kefu.foundation.announcements.api import router as announcements
from kefu.foundation.calendars.api import router as calendars
from kefu.foundation.connectors.api import router as connectors
from kefu.foundation.customers.api import router as customers
from kefu.foundation.knowledge.api import router as knowledge
from kefu.foundation.notices.api import router as notices
from kefu.foundation.sms.api import router as sms
from kefu.insight.analytics.api import router as analytics
from kefu.insight.integrations.api import router as integrations
from kefu.kernel import api as kernel
from kefu.kernel.http import client_ip, plain, problems
from kefu.kernel.http.openapi import DocumentedAPI, MaskingRenderer
from kefu.service.automations.api import router as automations
from kefu.service.imports.api import router as imports
from kefu.service.incidents.api import router as incidents
from kefu.service.portal.api import router as portal
from kefu.service.tickets.api import router as tickets

STAFF = [SessionAuth(), BearerAuth()]

api = DocumentedAPI(
    title="Kefu",
    version="1",
    description="The API of Kefu 客服. Errors are RFC 9457 problem documents; lists are keyset pages.",
    auth=STAFF,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    renderer=MaskingRenderer(),
)
problems.install(api)
plain.install()
api.add_router("", kernel.router)
api.add_router("", accounts)
api.add_router("", calendars)
api.add_router("", notices)
api.add_router("", announcements)
api.add_router("", customers)
api.add_router("", knowledge)
api.add_router("", connectors)
api.add_router("", sms)
api.add_router("", stage)
api.add_router("", routing)
api.add_router("", replies)
api.add_router("", scripts)
api.add_router("", sorting)
api.add_router("", telephony)
api.add_router("", conversations)
api.add_router("", callers)
api.add_router("", guarding)
api.add_router("", missed)
api.add_router("", mail)
api.add_router("", texting)
api.add_router("", bot)
api.add_router("", tickets)
api.add_router("", portal)
api.add_router("", automations)
api.add_router("", incidents)
api.add_router("", imports)
api.add_router("", analytics)
api.add_router("", integrations)
api.add_router("", setup)
api.add_router("", upkeep)
api.add_router("/widget", widget_router)
api.add_router("/widget", bot_widget)
api.post("/sockets/ticket", response=kernel.TicketOut, auth=[*STAFF, VisitorBearer()], tags=["system"])(
    kernel.issue_ticket
)


class HealthOut(Schema):
    status: str
    components: dict[str, str]
    caller: str | None


@api.get("/health", response=HealthOut, auth=None, tags=["system"])
def get_health(request: HttpRequest) -> Any:
    """Whether the parts that requests need are there; for load balancers and watchers. `caller` is the address it came from."""
    return {**health.look(), "caller": client_ip(request)}
