"""Proposing, answering and ending a link with a sister alliance; each in one transaction, with its mails."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliances.models import Alliance
from alliances.sisters import emails
from alliances.sisters.models import SisterLink
from core.text import SortKey
from spaces.closing.models import Closing
from spaces.models import Space
from spaces.services import hold

State = SisterLink.State
# Who was refused, or took a proposal back, leaves the other in peace for so long.
PEACE = dt.timedelta(days=90)


@dataclass(frozen=True)
class Sister:
    """The other alliance as this one may know it: its name, and the short name of its public page ("" when off)."""

    link: int
    name: str
    page: str


@dataclass(frozen=True)
class Links:
    """How an alliance stands with others: those it is linked with, who asks it, whom it asked."""

    sisters: tuple[Sister, ...]
    asking: tuple[tuple[Sister, SisterLink], ...]
    asked: tuple[tuple[Sister, SisterLink], ...]


def links_of(space: Space) -> Links:
    """All that is open of ``space``, by name; one query."""
    rows = SisterLink.objects.of(space).open()
    rows = rows.select_related("proposer__alliance", "other__alliance")
    found = sorted(((_sister(row, space), row) for row in rows), key=lambda pair: pair[0].name.casefold())
    return Links(
        tuple(sister for sister, row in found if row.state == State.ACCEPTED),
        tuple((sister, row) for sister, row in found if row.state == State.PROPOSED and row.other_id == space.pk),
        tuple((sister, row) for sister, row in found if row.state == State.PROPOSED and row.proposer_id == space.pk),
    )


def _sister(row: SisterLink, space: Space) -> Sister:
    other = row.seen_from(space)
    return Sister(row.pk, other.name, other.slug if other.alliance.public_page else "")


def to_propose_to(space: Space) -> QuerySet[Alliance]:
    """The alliances that ``space`` may know of: those with a public page and those of its programme, by name."""
    known = Q(public_page=True)
    if space.parent_id:
        known |= Q(space__parent=space.parent_id)
    ended = Closing.objects.holding_for(OuterRef("space"), OuterRef("space__parent"))
    others = Alliance.objects.filter(known, ~Exists(ended)).exclude(space=space)
    return others.select_related("space").order_by(SortKey("space__name"), "pk")


def linked_with(space: Space) -> set[int]:
    """The numbers of the spaces with which ``space`` has an open link."""
    pairs = SisterLink.objects.of(space).open().values_list("proposer", "other")
    return {number for pair in pairs for number in pair} - {space.pk}


@transaction.atomic
def propose(space: Space, other: Space, *, words: str) -> SisterLink:
    """``space`` proposes to be sister alliances; the coordinators of ``other`` get a mail.

    Raises ValidationError when they are linked already, when ``other`` asked first, and when ``space`` was refused
    lately.
    """
    _hold_both(space.pk, other.pk)
    if not to_propose_to(space).filter(space=other).exists():
        raise ValidationError(_("%(other)s cannot be asked any more.") % {"other": other})
    if linked_with(space) & {other.pk}:
        raise ValidationError(
            _("There is a link with %(other)s already, or a proposal. Look at your list.") % {"other": other}
        )
    since = timezone.now() - PEACE
    refused = SisterLink.objects.filter(
        proposer=space, other=other, state__in=(State.DECLINED, State.WITHDRAWN), changed_at__gt=since
    ).order_by("changed_at")
    if last := refused.last():
        day = date_format(timezone.localdate(last.changed_at + PEACE), "DATE_FORMAT")
        raise ValidationError(
            _("You asked %(other)s not so long ago. From %(day)s you can ask again.") % {"other": other, "day": day}
        )
    link = SisterLink.objects.create(proposer=space, other=other, words=words)
    emails.send(link, to=other, news=State.PROPOSED)
    return link


@transaction.atomic
def answer(link: SisterLink, *, accepts: bool) -> bool:
    """The other alliance says yes or no, and who proposed it gets a mail; false when nothing waits any more.

    Raises ValidationError for a yes to an alliance that has ended.
    """
    _hold_both(link.proposer_id, link.other_id)
    if accepts and link.proposer.is_read_only:
        raise ValidationError(_("%(other)s has ended.") % {"other": link.proposer})
    state = State.ACCEPTED if accepts else State.DECLINED
    if not _move(link, State.PROPOSED, state):
        return False
    emails.send(link, to=link.proposer, news=state)
    return True


@transaction.atomic
def end(link: SisterLink, *, by: Space) -> bool:
    """``by`` ends the link, or takes its own proposal back; false when there was nothing to end.

    Of a link that ends the other alliance gets a mail.
    """
    _hold_both(link.proposer_id, link.other_id)
    if by.pk == link.proposer_id and _move(link, State.PROPOSED, State.WITHDRAWN):
        return True
    if not _move(link, State.ACCEPTED, State.ENDED):
        return False
    emails.send(link, to=link.seen_from(by), news=State.ENDED)
    return True


def _hold_both(one: int, other: int) -> None:
    """Always in the same order, so that two who propose to each other at once do not wait in a circle."""
    for number in sorted((one, other)):
        hold(number)


def _move(link: SisterLink, before: str, after: str) -> bool:
    rows = SisterLink.objects.filter(pk=link.pk, state=before)
    return bool(rows.update(state=after, changed_at=timezone.now()))
