from django.apps import AppConfig


class AutomationsConfig(AppConfig):
    name = "kefu.service.automations"
    label = "automations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import jobs, permissions, reactions  # noqa: F401  register themselves
