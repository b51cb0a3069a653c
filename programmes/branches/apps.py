from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BranchesConfig(AppConfig):
    name = "programmes.branches"
    label = "branches"
    verbose_name = _("Branches")

    def ready(self) -> None:
        from programmes.branches import slots  # noqa: F401
