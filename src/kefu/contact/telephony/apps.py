from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    name = "kefu.contact.telephony"
    label = "telephony"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import jobs, permissions, reactions  # noqa: F401  register themselves
