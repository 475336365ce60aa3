from django.apps import AppConfig


class BotConfig(AppConfig):
    name = "kefu.contact.bot"
    label = "bot"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions, reactions  # noqa: F401  declared by being imported
