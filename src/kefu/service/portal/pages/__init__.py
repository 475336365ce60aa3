"""The pages of a help centre: HTML that works without a script, each entered by the key of its site."""

from .addresses import on_forged, urlpatterns

__all__ = ["on_forged", "urlpatterns"]
