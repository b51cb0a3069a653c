"""Whose names documents on paper wrote down (core.personal)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core import slots
from core.personal import COPIED, Copied
from documents.onpaper.models import EarlierMeeting, EarlierPlan, PaperSignature


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    stays = _("It was signed on paper; what is kept here says what that paper says.")
    yield Copied(PaperSignature, ("signed_by",), "space", stays)
    for model in (PaperSignature, EarlierMeeting, EarlierPlan):
        yield Copied(model, ("taken_in_by",), "space")
