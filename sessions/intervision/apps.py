from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntervisionConfig(AppConfig):
    name = "sessions.intervision"
    label = "intervision"
    verbose_name = _("Intervision")

    def ready(self) -> None:
        from sessions.intervision import slots  # noqa: F401
