from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoachingConfig(AppConfig):
    name = "programmes.coaching"
    label = "coaching"
    verbose_name = _("Process coaches")

    def ready(self) -> None:
        from programmes.coaching import slots  # noqa: F401
