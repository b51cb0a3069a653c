from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalysisConfig(AppConfig):
    name = "partners.analysis"
    label = "analysis"
    verbose_name = _("Analysis")

    def ready(self) -> None:
        from partners.analysis import slots  # noqa: F401
