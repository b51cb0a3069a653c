from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "places"
    label = "places"
    verbose_name = _("Regions and municipalities")

    def ready(self) -> None:
        from places import slots  # noqa: F401
