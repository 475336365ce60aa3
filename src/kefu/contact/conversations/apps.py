from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "kefu.contact.conversations"
    label = "conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import events, permissions, reactions  # noqa: F401  declared by being imported
