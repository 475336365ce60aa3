from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kefu.foundation.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import events, permissions, reactions  # noqa: F401  declared by being imported
