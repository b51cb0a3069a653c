from django.apps import AppConfig


class FrozenConfig(AppConfig):
    name = "core.frozen"
    label = "frozen"
