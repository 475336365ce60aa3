from django.apps import AppConfig


class GuardingConfig(AppConfig):
    name = "kefu.contact.guarding"
    label = "guarding"
    default_auto_field = "django.db.models.BigAutoField"
