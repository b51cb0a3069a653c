"""Who registers for a gathering on its public page."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.links import MailLink
from sessions.meetings.models.invitees import Invitee
from sessions.meetings.models.meetings import Meeting
from spaces.models import Space


class Registration(MailLink):
    """Somebody fills in the page of a gathering; it counts once whoever reads the mailbox confirms it, and then they
    are an invitee as others are."""

    kind_of_link = "register"
    REMARK_LENGTH = 500

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="registrations")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    organisation_name = models.CharField(_("organisation"), max_length=300, blank=True)
    remark = models.CharField(_("remark"), max_length=REMARK_LENGTH, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(auto_now_add=True)
    # Whom it made of them; empty while nobody confirmed it.
    invitee = models.ForeignKey(Invitee, null=True, on_delete=models.CASCADE, related_name="registrations")

    objects: ClassVar[models.Manager[Registration]] = models.Manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Space:
        return self.meeting.space
