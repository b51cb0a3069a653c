from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChartersConfig(AppConfig):
    name = "charters"
    label = "charters"
    verbose_name = _("Charters")

    def ready(self) -> None:
        from charters import slots  # noqa: F401
