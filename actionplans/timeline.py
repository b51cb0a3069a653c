"""What the action plan knows of a stakeholder: the actions that it answers for."""

from __future__ import annotations

from django.db.models import DateField
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans.models import Action
from partners.contacts.timeline import Event, Fact, Source, Subject, known


def sources(subject: Subject) -> list[Source]:
    """On the day they begin; without one, the day the plan was changed last."""
    actions = Action.objects.filter(responsible_member__in=subject.stays, removed_at=None, plan__space=subject.space_id)
    page = reverse("actionplans:plan_show", args=[subject.slug])

    def action(fact: Fact) -> Event:
        words = _("Answers for action %(nth)s of the plan: %(title)s") % fact.facts
        return Event("bullseye", words, note=fact.facts["timeline"], url=page)

    facts = {"nth": "number", "title": "title", "timeline": "timeline_words"}
    begins = Coalesce("starts_on", Cast("plan__changed_at", DateField()))
    return [Source(known(actions, day=begins, **facts), action)]
