from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "kefu.service.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import jobs, permissions, reactions  # noqa: F401  register themselves
