from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "core.mail"
    label = "mail"
    verbose_name = _("Outgoing mail")

    def ready(self) -> None:
        # The rooms register their expanders there (outbox.expander); a worker must know them all.
        autodiscover_modules("emails")
