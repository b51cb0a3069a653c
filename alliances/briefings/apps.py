from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefingsConfig(AppConfig):
    name = "alliances.briefings"
    label = "briefings"
    verbose_name = _("Briefings")

    def ready(self) -> None:
        from alliances.briefings import slots  # noqa: F401
