from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelationsConfig(AppConfig):
    name = "alliances.relations"
    label = "relations"
    verbose_name = _("Relations")

    def ready(self) -> None:
        from alliances.relations import slots  # noqa: F401
