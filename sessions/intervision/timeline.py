"""What intervision knows of a stakeholder: the questions and stories they brought, and the rounds they attended."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.contacts.timeline import Event, Fact, Source, Subject, known
from sessions.intervision.models import Contribution, Round


def sources(subject: Subject) -> list[Source]:
    """On the day they were handed in, or held."""
    theirs = Q(organisation=None) & subject.in_their_days("person", "created_at__date")
    if organisation := subject.stakeholder.organisation_id:
        theirs |= Q(organisation=organisation)
    brought = Contribution.objects.filter(theirs, day__space=subject.space_id)
    attended = Round.objects.filter(attending__in=subject.stays, day__space=subject.space_id).distinct()

    def page(fact: Fact) -> str:
        return reverse("intervision:day_detail", args=[subject.slug, fact.number])

    def contribution(fact: Fact) -> Event:
        is_question = fact.facts["kind"] == Contribution.Kind.QUESTION
        words = _("Brought a question: %(title)s") if is_question else _("Brought a story: %(title)s")
        return Event("chat-square-quote", words % fact.facts, note=fact.facts["person"], url=page(fact))

    def round_(fact: Fact) -> Event:
        return Event("chat-square-quote", _("At an intervision: %(title)s") % fact.facts, url=page(fact))

    facts = {"kind": "kind", "title": "title", "person": "person__name"}
    return [
        Source(known(brought, moment="created_at", number="day_id", **facts), contribution),
        Source(known(attended, moment="day__starts_at", number="day_id", title="title"), round_),
    ]
