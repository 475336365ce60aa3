from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    name = "kefu.contact.telephony"
    label = "telephony"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kefu.contact.callers import queries as callers
        from kefu.contact.routing import queries as routing

        from . import jobs, permissions, queries, reactions  # noqa: F401  register themselves

        callers.also_important(queries.calls_again)
        routing.reached_by(queries.users_signed_in)
