from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SistersConfig(AppConfig):
    name = "alliances.sisters"
    label = "sisters"
    verbose_name = _("Sister alliances")

    def ready(self) -> None:
        from alliances.sisters import slots  # noqa: F401
