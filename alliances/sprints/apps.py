from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SprintsConfig(AppConfig):
    name = "alliances.sprints"
    label = "sprints"
    verbose_name = _("Sprints and check-ins")

    def ready(self) -> None:
        from alliances.sprints import slots  # noqa: F401
