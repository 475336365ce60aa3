from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "kefu.contact.replies"
    label = "replies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401  declared by being imported
