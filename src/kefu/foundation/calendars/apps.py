from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "kefu.foundation.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401  registers itself
