from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "partners.contacts"
    label = "contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        from partners.contacts import slots  # noqa: F401
