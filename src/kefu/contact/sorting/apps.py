from django.apps import AppConfig


class SortingConfig(AppConfig):
    name = "kefu.contact.sorting"
    label = "sorting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401  registers itself
