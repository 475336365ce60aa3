from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "kefu.contact.conversations"
    label = "conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kefu.contact.routing import actions as routing

        from . import events, permissions, queries, reactions  # noqa: F401  declared by being imported

        routing.ask_before_retiring(queries.site_that_needs)
