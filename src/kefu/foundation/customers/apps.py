from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "kefu.foundation.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401  registers itself
