"""How every endpoint behaves: problems, pages, idempotency, the caller's address."""

from .paging import Page, encode_cursor, page
from .plain import Shape
from .request import ActorRequest, client_ip, is_nearby, knows_caller

__all__ = ["ActorRequest", "Page", "Shape", "client_ip", "encode_cursor", "is_nearby", "knows_caller", "page"]
