from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from privacy import slots, views  # noqa: F401 - the page behind a mailed link is known by its view

        # Each app says there what it keeps about a person (core.personal).
        autodiscover_modules("held")
