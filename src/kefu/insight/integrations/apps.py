from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "kefu.insight.integrations"
    label = "integrations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions, reactions  # noqa: F401  declared by being imported
