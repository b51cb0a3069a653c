from django.apps import AppConfig


class MapConfig(AppConfig):
    name = "partners.map"
    label = "stakeholdermap"

    def ready(self) -> None:
        from partners.map import slots  # noqa: F401 - fills the slots
