"""Prepare a call and publish it."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from places.models import Region
from programmes.calls.models import Call, Criterion, Question
from spaces.models import Space
from spaces.services import hold

# What a call usually asks: question, hint, most characters.
USUAL_QUESTIONS = (
    (
        gettext_noop("Why does your region need a network?"),
        gettext_noop("What goes wrong or is missing now, and for whom? Figures help, a story helps too."),
        2_000,
    ),
    (
        gettext_noop("Who already works together, and who do you still miss?"),
        gettext_noop("Name the organisations, and say how you will bring in people whom this is about."),
        2_000,
    ),
    (
        gettext_noop("What do you want to reach in the first year?"),
        gettext_noop("Two or three things that somebody can see at the end of the year."),
        1_500,
    ),
    (
        gettext_noop("Who will coordinate, and with how much time?"),
        gettext_noop("A name if you have one, hours a week, and who takes over when they are away."),
        1_000,
    ),
    (
        gettext_noop("What do you bring yourselves, and what do you need from us?"),
        gettext_noop("People, rooms, money. Round figures are enough."),
        1_500,
    ),
)
# By what proposals are usually looked at: criterion, what to look at, weight.
USUAL_CRITERIA = (
    (
        gettext_noop("Knows what the region needs"),
        gettext_noop("Is the need real and told from close by?"),
        1,
    ),
    (
        gettext_noop("Brings many voices together"),
        gettext_noop("Several sectors, several municipalities, and the people whom it is about."),
        2,
    ),
    (
        gettext_noop("Wants something that can be reached"),
        gettext_noop("Will we see in a year whether it worked?"),
        1,
    ),
    (
        gettext_noop("Can carry it"),
        gettext_noop("Time, people and support to coordinate a network."),
        2,
    ),
)


@transaction.atomic
def add(call: Call, regions: Iterable[Region]) -> Call:
    """Save a new call, with the usual questions and criteria in the language of the programme."""
    hold(call.space_id)
    call.slug = _free_slug(call)
    call.save()
    call.regions.set(regions)
    with translation.override(call.space.language):
        Question.objects.bulk_create(
            Question(call=call, position=position, text=_(text), hint=_(hint), longest=longest)
            for position, (text, hint, longest) in enumerate(USUAL_QUESTIONS, start=1)
        )
        Criterion.objects.bulk_create(
            Criterion(call=call, position=position, name=_(name), hint=_(hint), weight=weight)
            for position, (name, hint, weight) in enumerate(USUAL_CRITERIA, start=1)
        )
    return call


def _free_slug(call: Call) -> str:
    """A short name that no other call of the programme has."""
    base = slugify(call.title)[:50].strip("-") or "call"
    taken = set(Call.objects.filter(space=call.space_id).values_list("slug", flat=True))
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


@transaction.atomic
def publish(call: Call) -> bool:
    """Show the call to everybody, or let it be sent to who is invited; says whether it was not published before.

    What it asks does not change from now on: everybody answers the same. Raises ValidationError when something is
    missing.
    """
    hold(call.space_id)
    if missing := what_is_missing(call):
        raise ValidationError(missing)
    published = Call.objects.filter(pk=call.pk, published_at=None).update(published_at=timezone.now())
    return bool(published)


def what_is_missing(call: Call) -> list[str]:
    """What has to be there before the call can be published, in words."""
    checks = (
        (call.questions.exists(), _("Ask at least one question.")),
        (call.criteria.exists(), _("Name at least one criterion.")),
        (call.free_regions().exists(), _("Choose at least one region that has no alliance in this programme yet.")),
        (call.closes_at > timezone.now(), _("The closing date has passed. Choose a later one.")),
    )
    return [words for is_there, words in checks if not is_there]


def require_unpublished(call: Call) -> None:
    """Raise ValidationError when people may be answering already. Ask while the space is held."""
    if Call.objects.published().filter(pk=call.pk).exists():
        raise ValidationError(_("The call is published: what it asks does not change any more."))


def possible_regions(call: Call) -> QuerySet[Region]:
    """Those that the call may name: its own, and those in which the programme has no alliance yet."""
    return Region.objects.filter(Q(pk__in=usual_regions(call.space).values("pk")) | Q(calls=call.pk)).distinct()


def usual_regions(space: Space) -> QuerySet[Region]:
    """The regions of the programme in which it has no alliance yet."""
    programme = space.programme
    every = Region.objects.filter(division=programme.division_id)
    return every.exclude(alliance_regions__programme=space.pk)
