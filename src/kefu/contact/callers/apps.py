from django.apps import AppConfig


class CallersConfig(AppConfig):
    name = "kefu.contact.callers"
    label = "callers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401  registers itself
