from django.apps import AppConfig


class ScriptsConfig(AppConfig):
    name = "kefu.contact.scripts"
    label = "scripts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401  registers itself
