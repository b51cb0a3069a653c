from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    name = "programmes.calls"
    label = "calls"
    verbose_name = _("Calls")

    def ready(self) -> None:
        from programmes.calls import slots  # noqa: F401
