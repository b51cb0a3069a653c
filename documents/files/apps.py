from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "documents.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from documents.files import slots  # noqa: F401
