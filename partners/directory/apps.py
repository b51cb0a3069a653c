from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "partners.directory"
    label = "directory"
    verbose_name = _("Shared directory")

    def ready(self) -> None:
        from partners.directory import slots  # noqa: F401
