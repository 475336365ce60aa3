from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kefu.service.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import jobs, permissions, reactions  # noqa: F401  register themselves
