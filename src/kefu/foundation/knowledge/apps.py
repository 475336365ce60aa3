from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "kefu.foundation.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import events, permissions  # noqa: F401  both register themselves
