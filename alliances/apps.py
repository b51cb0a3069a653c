from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlliancesConfig(AppConfig):
    name = "alliances"
    label = "alliances"
    verbose_name = _("Alliances")

    def ready(self) -> None:
        from alliances import slots  # noqa: F401
