from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kefu.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401  declares what the kernel's own endpoints need
