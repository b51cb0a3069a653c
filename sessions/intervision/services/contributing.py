"""Somebody hands in a question or a success story, corrects it or takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partners.organisations.models import Organisation
from sessions.intervision.models import Contribution, IntervisionDay, Match, Round
from sessions.intervision.services.planning import locked
from spaces.models import Person
from spaces.speaking import organisations_of


@dataclass(frozen=True)
class Story:
    """What somebody brings, as they wrote it. ``round`` is one of the day's, or None; ``organisation`` the one of
    several that they speak for."""

    kind: str
    title: str
    story: str
    round: Round | None = None
    shows_name: bool = False
    organisation: Organisation | None = None


@transaction.atomic
def hand_in(day: IntervisionDay, person: Person, story: Story) -> Contribution:
    """Note what ``person`` brings. The same again gives the one that is there.

    Raises ValidationError, with a message for the person, once the day has begun or when they handed
    in as many as one may.
    """
    day = _open(day)
    mine = Contribution.objects.filter(day=day, person=person)
    same = mine.filter(kind=story.kind, title=story.title, story=story.story).first()
    if same:
        return same
    if mine.count() >= Contribution.MOST_PER_PERSON:
        raise ValidationError(_("You handed in a lot already, thank you! Correct one of those, or take one back."))
    contribution = Contribution(day=day, person=person, organisation=next(iter(organisations_of(person)), None))
    return _write(contribution, story)


@transaction.atomic
def correct(contribution: Contribution, story: Story) -> Contribution:
    """Replace what was handed in. When it becomes another kind, the facilitator's matches of it go.

    Raises ValidationError once the day has begun, or when the person handed in just this as well.
    """
    day = _open(contribution.day)
    same = Contribution.objects.filter(
        day=day, person=contribution.person_id, kind=story.kind, title=story.title, story=story.story
    )
    if same.exclude(pk=contribution.pk).exists():
        raise ValidationError(_("You handed in exactly this already."))
    if contribution.kind != story.kind:
        Match.objects.filter(question=contribution).delete()
        Match.objects.filter(story=contribution).delete()
    return _write(contribution, story)


@transaction.atomic
def take_back(contribution: Contribution) -> None:
    """Remove what was handed in, for good. Raises ValidationError once the day has begun."""
    _open(contribution.day)
    contribution.delete()


def _open(day: IntervisionDay) -> IntervisionDay:
    """The day, locked, while contributions are welcome."""
    day = locked(day)
    if not day.is_open():
        raise ValidationError(_("The day has begun, so nothing can be changed here any more. Bring it up on the spot!"))
    return day


def _write(contribution: Contribution, story: Story) -> Contribution:
    if story.round is not None and story.round.day_id != contribution.day_id:
        raise ValueError("The round is of another day.")
    contribution.kind, contribution.title, contribution.story = story.kind, story.title, story.story
    contribution.round, contribution.shows_name = story.round, story.shows_name
    if story.organisation in organisations_of(contribution.person):
        contribution.organisation = story.organisation
    contribution.save()
    return contribution
