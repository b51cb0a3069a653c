from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PollsConfig(AppConfig):
    name = "sessions.polls"
    label = "polls"
    verbose_name = _("Date polls")

    def ready(self) -> None:
        from sessions.polls import slots  # noqa: F401
