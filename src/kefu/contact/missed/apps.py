from django.apps import AppConfig


class MissedConfig(AppConfig):
    name = "kefu.contact.missed"
    label = "missed"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import jobs, permissions, reactions  # noqa: F401  register themselves
