"""The systems that can be connected."""

from ..models import Connection
from ..ports import BusinessSystem
from .demo import DemoSystem
from .http import HttpSystem


def system_of(connection: Connection) -> BusinessSystem:
    if connection.provider == Connection.Provider.DEMO:
        return DemoSystem(connection.organization_id, connection.brand_id)
    return HttpSystem(connection.base_url, connection.secret, connection.timeout_seconds)
