from django.apps import AppConfig


class TextingConfig(AppConfig):
    name = "kefu.contact.texting"
    label = "texting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import reactions  # noqa: F401  registers itself
