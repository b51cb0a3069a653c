from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkingGroupsConfig(AppConfig):
    name = "alliances.workinggroups"
    label = "workinggroups"
    verbose_name = _("Working groups")

    def ready(self) -> None:
        from alliances.workinggroups import slots  # noqa: F401
