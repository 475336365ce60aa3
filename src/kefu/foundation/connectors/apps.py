from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    name = "kefu.foundation.connectors"
    label = "connectors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401  registers itself
