"""What meetings are about: agendas, the templates they begin with, and topics that wait for a meeting."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from sessions.meetings import emails
from sessions.meetings.models import (
    AgendaItem,
    AgendaTemplate,
    Meeting,
    PlacedLine,
    TemplateItem,
    Topic,
)
from sessions.meetings.services.holding import hold
from spaces.models import Person, Space
from spaces.services import hold as hold_space

# What a meeting of an alliance usually is about, with minutes for each (docs/status.md, D2).
ABOUT_MINUTES = gettext_noop("Minutes of the previous meeting")
# What comes on later stands before these.
ROUNDING_OFF = (
    (gettext_noop("Other business"), 10),
    (gettext_noop("Next meeting: date, time and place"), 10),
    (gettext_noop("Round-up and thanks"), 5),
)
AGENDA_TEMPLATE = (
    (gettext_noop("Welcome, and who is at the table"), 10),
    (ABOUT_MINUTES, 10),
    (gettext_noop("News of our projects since last time"), 30),
    (gettext_noop("Our own topics"), 45),
    *ROUNDING_OFF,
)
# What a lunch, an information session or a launch begins with.
PROGRAMME_TEMPLATE = (
    (gettext_noop("Welcome"), 15),
    (gettext_noop("Programme"), 60),
    (gettext_noop("Time to meet each other"), 30),
)
MOST_ITEMS = 200  # of one agenda
MOST_TEMPLATES = 50  # of one space
MOST_WAITING = 200  # topics of one space
MOST_WAITING_OF_ONE = 20  # topics of one person

# A meeting or a template: what has lines in an ``agenda``.
type Bearer = Meeting | AgendaTemplate


# --- an agenda begins -----------------------------------------------------------------------------
def begin(meeting: Meeting, template: AgendaTemplate | None = None) -> None:
    """Give a new meeting its agenda: that of ``template``, or of the space's usual one, or ours."""
    if template is None and meeting.brings_things_back:
        template = AgendaTemplate.objects.filter(space=meeting.space_id, is_usual=True).first()
    ours = AGENDA_TEMPLATE if meeting.brings_things_back else PROGRAMME_TEMPLATE
    lines = _copied(template.agenda.all()) if template else _ours(meeting.space, ours)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, **facts) for position, facts in enumerate(lines, start=1)
    )


def _ours(space: Space, lines: Sequence[tuple[str, int]] = AGENDA_TEMPLATE) -> list[dict[str, Any]]:
    """The lines that we propose, in the language of the space."""
    with translation.override(space.language):
        return [
            {
                "title": _(title),
                "duration": duration,
                "is_about_minutes": title == ABOUT_MINUTES,
                "rounds_off": (title, duration) in ROUNDING_OFF,
            }
            for title, duration in lines
        ]


def _copied(lines: models.QuerySet[Any]) -> list[dict[str, Any]]:
    marks = ("is_about_minutes", "rounds_off")
    return [line.facts() | {name: getattr(line, name) for name in marks} for line in lines]


# --- its lines ------------------------------------------------------------------------------------
def held(of: Bearer) -> None:
    """Whoever else changes this agenda waits until the transaction ends."""
    if isinstance(of, Meeting):
        hold(of)
    else:
        AgendaTemplate.objects.select_for_update(no_key=True).get(pk=of.pk)


@transaction.atomic
def add_line(of: Bearer, **facts: Any) -> PlacedLine:
    """A new line with what is said of it (``AgendaLine.FACTS``): the last one, but for those that round it off.

    Raises ValidationError when the agenda is full.
    """
    held(of)
    lines = list(of.agenda.order_by("-position").values_list("position", "rounds_off"))
    if len(lines) >= MOST_ITEMS:
        raise ValidationError(_("An agenda holds %(number)d items.") % {"number": MOST_ITEMS})
    position = lines[0][0] + 1 if lines else 1
    for last, _rounds_off in itertools.takewhile(lambda line: line[1], lines):
        position = last
    of.agenda.filter(position__gte=position).update(position=models.F("position") + 1)
    return of.agenda.create(position=position, **facts)


@transaction.atomic
def move_line(of: Bearer, line: PlacedLine, *, up: bool) -> None:
    """Let a line change places with its neighbour; at the end of the list nothing happens."""
    held(of)
    order = list(of.agenda.values_list("pk", flat=True))
    if line.pk not in order:
        return
    at = order.index(line.pk)
    to = at + (-1 if up else 1)
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        put_in_order(of, order)


@transaction.atomic
def put_in_order(of: Bearer, order: Sequence[int]) -> None:
    """Let the lines stand in this order, by their numbers; those it does not name come after, as they stood."""
    held(of)
    lines = {line.pk: line for line in of.agenda.all()}
    wanted: list[Any] = [lines.pop(number) for number in dict.fromkeys(order) if number in lines]
    moved = []
    for position, line in enumerate([*wanted, *lines.values()], start=1):
        if line.position != position:
            line.position = position
            moved.append(line)
    of.agenda.model.objects.bulk_update(moved, ["position"])


def add_item_about_minutes(meeting: Meeting) -> AgendaItem:
    """The item under which the previous minutes are decided about, near the beginning of an agenda that lacks it. The
    meeting is held."""
    meeting.agenda.filter(position__gte=2).update(position=models.F("position") + 1)
    first = meeting.agenda.order_by("position").first()
    with translation.override(meeting.space.language):
        return AgendaItem.objects.create(
            meeting=meeting,
            position=2 if first and first.position < 2 else 1,
            title=_(ABOUT_MINUTES),
            is_about_minutes=True,
        )


@transaction.atomic
def carry_on(item: AgendaItem, to: Meeting, *, keep: bool) -> PlacedLine:
    """Put an agenda item with its files on the agenda of ``to``; unless ``keep``, it leaves its own.

    Both meetings are held, the earlier one first, so that nobody waits in a circle.
    """
    hold(item.meeting)
    carried = add_line(to, **item.facts())
    carried.files.set(item.files.all())  # type: ignore[attr-defined]
    if not keep:
        item.delete()
    return carried


# --- templates ------------------------------------------------------------------------------------
@transaction.atomic
def keep_as_template(agenda: Meeting | None, space: Space, name: str) -> AgendaTemplate:
    """A template of ``space`` with the lines of this agenda, or with ours; one that has this name already gets them.

    Whether it is the usual one stays; the first one is. Raises ValidationError when there are too many.
    """
    hold_space(space.pk)
    known = AgendaTemplate.objects.filter(space=space)
    template = known.filter(name__iexact=name).first()
    if template is None:
        if known.count() >= MOST_TEMPLATES:
            raise ValidationError(_("There are many templates already. Remove one first."))
        template = AgendaTemplate.objects.create(space=space, name=name, is_usual=not known.exists())
    lines = _copied(agenda.agenda.all()) if agenda else _ours(space)
    template.agenda.all().delete()
    TemplateItem.objects.bulk_create(
        TemplateItem(template=template, position=position, **facts) for position, facts in enumerate(lines, start=1)
    )
    return template


@transaction.atomic
def make_usual(space: Space, template: AgendaTemplate | None) -> None:
    """New meetings begin with this template; None: with our own agenda."""
    hold_space(space.pk)
    AgendaTemplate.objects.filter(space=space, is_usual=True).update(is_usual=False)
    if template:
        AgendaTemplate.objects.filter(space=space, pk=template.pk).update(is_usual=True)


# --- topics ---------------------------------------------------------------------------------------
@transaction.atomic
def propose(space: Space, by: Person, facts: Mapping[str, Any]) -> Topic:
    """Somebody proposes a topic. The same once more, while it waits, is the one that is there.

    Raises ValidationError when more wait than anybody reads.
    """
    hold_space(space.pk)
    waiting: Any = Topic.objects.filter(space=space).waiting()
    own = waiting.filter(proposed_by=by)
    if known := own.filter(title=facts["title"], note=facts.get("note", "")).first():
        return known
    if waiting.count() >= MOST_WAITING or own.count() >= MOST_WAITING_OF_ONE:
        raise ValidationError(_("Many topics wait already. Wait until some of them had their turn."))
    owner = facts.get("owner") or by.name
    return Topic.objects.create(space=space, proposed_by=by, **{**facts, "owner": owner})


@transaction.atomic
def put_aside(item: AgendaItem) -> Topic:
    """Take an item off its agenda; it waits for a later meeting. Its files stay in the space, but not with it."""
    hold(item.meeting)
    topic = Topic.objects.create(space_id=item.meeting.space_id, **item.facts())
    item.delete()
    return topic


@transaction.atomic
def place(topic: Topic, on: Meeting, by: User) -> PlacedLine | None:
    """Put a topic on an agenda, and tell who proposed it. None when somebody decided about it meanwhile.

    The meeting is held before the topic, here and on the page of its agenda, so that nobody waits in a circle.
    """
    hold(on)
    topic = Topic.objects.select_for_update(of=("self",)).select_related("space", "proposed_by").get(pk=topic.pk)
    if not topic.is_waiting:
        return None
    item = add_line(on, **topic.facts())
    topic.decided_at, topic.placed_on = timezone.now(), on
    topic.save(update_fields=["decided_at", "placed_on"])
    emails.queue_topic_decided(topic, by=by)
    return item


@transaction.atomic
def decline(topic: Topic, why: str, by: User) -> bool:
    """A topic is not taken up; who proposed it is told why. False when somebody decided about it meanwhile."""
    topic = Topic.objects.select_for_update(of=("self",)).select_related("space", "proposed_by").get(pk=topic.pk)
    if not topic.is_waiting:
        return False
    topic.decided_at, topic.why = timezone.now(), why
    topic.save(update_fields=["decided_at", "why"])
    emails.queue_topic_decided(topic, by=by)
    return True


@transaction.atomic
def take_back(topic: Topic) -> bool:
    """Who proposed it does not want it any more. False when somebody decided about it meanwhile."""
    gone, _rows = Topic.objects.filter(pk=topic.pk, decided_at=None).delete()
    return bool(gone)


def of_person(space: Space, person: Person) -> models.QuerySet[Topic]:
    """What somebody proposed, the newest first."""
    return Topic.objects.filter(space=space, proposed_by=person).select_related("placed_on__space")
