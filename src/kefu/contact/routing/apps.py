from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "kefu.contact.routing"
    label = "routing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kefu.foundation.accounts import queries as accounts

        from . import events, permissions, queries, reactions  # noqa: F401  declared by being imported

        accounts.count_load_by(queries.load, queries.calls)
        accounts.raise_capacity_by(queries.capacity_plus)
