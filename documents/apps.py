from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = _("Documents and signatures")

    def ready(self) -> None:
        from documents import slots  # noqa: F401
