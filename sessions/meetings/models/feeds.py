"""The meetings of one person as a calendar that their program fetches by itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.links import MailLink
from spaces.models import Person, Space


class CalendarFeed(MailLink):
    """One secret address for each person of a space, which they can renew. Its page says how to use it."""

    kind_of_link = "calendar"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_feed")

    class Meta:
        verbose_name = _("calendar of one person")
        verbose_name_plural = _("calendars of people")

    def __str__(self) -> str:
        return str(self.person)

    @property
    def place(self) -> Space:
        return self.person.space

    def feed_address(self) -> str:
        """Where a calendar program fetches it; whoever has it reads the meetings of this person."""
        return settings.SITE_URL + reverse("meetings:calendar_feed", args=[self.pk, self.token()])
