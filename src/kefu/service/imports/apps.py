from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "kefu.service.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import jobs, permissions  # noqa: F401  register themselves
