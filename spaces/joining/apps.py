from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JoiningConfig(AppConfig):
    name = "spaces.joining"
    label = "joining"
    verbose_name = _("Joining")

    def ready(self) -> None:
        from spaces.joining import slots  # noqa: F401
