from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "kefu.service.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kefu.contact.callers import queries as callers
        from kefu.contact.routing import queries as routing

        from . import jobs, permissions, queries, reactions  # noqa: F401  register themselves

        callers.also_important(queries.waited_for)
        routing.ask_owners_by(queries.owners)
