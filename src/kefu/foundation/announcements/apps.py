from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "kefu.foundation.announcements"
    label = "announcements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import events, permissions  # noqa: F401  both register themselves
