from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "kefu.foundation.sms"
    label = "sms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401  registers itself
