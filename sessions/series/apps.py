from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeriesConfig(AppConfig):
    name = "sessions.series"
    label = "series"
    verbose_name = _("Series of meetings")

    def ready(self) -> None:
        from sessions.series import slots  # noqa: F401
