from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "kefu.insight.analytics"
    label = "analytics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions, reactions  # noqa: F401  declared by being imported
