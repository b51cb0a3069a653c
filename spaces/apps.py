from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpacesConfig(AppConfig):
    name = "spaces"
    label = "spaces"
    verbose_name = _("Spaces and people")

    def ready(self) -> None:
        from spaces import slots  # noqa: F401
