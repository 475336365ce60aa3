from django.apps import AppConfig


class BotConfig(AppConfig):
    name = "kefu.contact.bot"
    label = "bot"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kefu.contact.sorting import queries as sorting

        from . import permissions, queries, reactions  # noqa: F401  declared by being imported

        sorting.ask_intent_by(queries.intent)
