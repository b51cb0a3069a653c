from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OnPaperConfig(AppConfig):
    name = "documents.onpaper"
    label = "onpaper"
    verbose_name = _("What was before, on paper")

    def ready(self) -> None:
        from documents.onpaper import slots  # noqa: F401
