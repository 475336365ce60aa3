from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "kefu.contact.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import jobs, permissions, reactions  # noqa: F401  register themselves
