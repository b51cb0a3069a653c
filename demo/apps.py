from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class DemoConfig(AppConfig):
    """Sign-in links and the mailbox of the demo. Refuses to run anywhere else."""

    name = "demo"
    label = "demo"

    def ready(self) -> None:
        if not settings.DEMO:
            raise ImproperlyConfigured("The demo's sign-in links and mailbox run in the demo only.")
