"""What this room puts into the slots of the rooms above."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from core import slots
from partners.analysis.models import Consultation
from partners.contacts.timeline import TIMELINE, Event, Fact, Source, Subject, known
from spaces.models import Space
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=42)
def analysis() -> MenuItem:
    item = (gettext_lazy("Analysis"), "analysis:analysis_show", "search", "analysis.view_gap", "y")
    return MenuItem(*item, not_in=frozenset(set(Space.Kind.values) - {Space.Kind.ALLIANCE}))


@slots.fill(TIMELINE, order=15)
def consultations(subject: Subject) -> list[Source]:
    """The conversations with a stakeholder; its page is for coordinators alone, as their findings' names are."""
    rows = Consultation.objects.filter(stakeholder=subject.stakeholder)

    def show(fact: Fact) -> Event:
        address = reverse("analysis:consultation_show", args=[subject.slug, fact.number])
        return Event(
            "chat-square-text", gettext("Consultation"), note=fact.facts["findings"], by=fact.facts["by"], url=address
        )

    return [Source(known(rows, day="held_on", moment="created_at", findings="findings", by="by"), show)]
