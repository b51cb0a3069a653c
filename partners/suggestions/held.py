"""What suggestions keep about a person (core.personal): that somebody named them as the one to speak to.

Who did is not told: only coordinators know whose suggestion it is. What they wrote stands in the formal copy.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import slots
from core.personal import COPIED, ERASE, HELD, THOUGHT, Copied, Erasing, Held, day, shown
from partners.stakeholders.models import Stakeholder
from partners.suggestions.models import Suggestion


def _naming(address: str) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(email__iexact=address).order_by("space", "pk")


@slots.fill(HELD, order=12)
def named(address: str) -> Iterator[Held]:
    for row in _naming(address):
        is_person = row.kind == Suggestion.Kind.PERSON
        facts = {
            _("Your name"): row.name if is_person else row.contact_person,
            _("Organisation"): "" if is_person else row.name,
            _("E-mail address"): row.email,
            _("Where we have it from"): str(Stakeholder.Source.MEMBER.label),
            _("On"): day(row.suggested_at),
        }
        yield Held(row.space_id, _("Somebody suggested to involve you"), shown(facts))


@slots.fill(THOUGHT, order=12)
def written(space_id: int, address: str) -> Iterator[Held]:
    for row in _naming(address).filter(space=space_id):
        facts = {_("Why them"): row.why, _("How they can contribute"): row.contribution}
        yield Held(space_id, _("What was written with the suggestion %(name)s") % {"name": row.name}, shown(facts))


@slots.fill(ERASE, order=12)
def erase(space_id: int, address: str) -> Erasing:
    """Of an organisation the suggestion stays, without the person; of a person nothing stays."""
    rows = list(_naming(address).filter(space=space_id))
    goes = [_("name and address in the suggestion %(name)s") % {"name": row.name} for row in rows]
    stays = [
        (_("what was written about %(name)s") % {"name": row.name}, _("it is about the organisation"))
        for row in rows
        if row.kind == Suggestion.Kind.ORGANISATION
    ]
    return Erasing(goes, stays, do=lambda: _erase([row.pk for row in rows]))


def _erase(keys: list[int]) -> None:
    rows = Suggestion.objects.filter(pk__in=keys)
    rows.filter(kind=Suggestion.Kind.PERSON).delete()
    rows.update(contact_person="", email="")


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Suggestion, ("decided_by",), "space")
