from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "kefu.service.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import jobs, permissions, reactions  # noqa: F401  register themselves
