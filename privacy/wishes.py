"""What people ask about their data, and what a coordinator answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import personal
from core.personal import Correction, Erasing
from partners.stakeholders.models import Stakeholder
from privacy import emails
from privacy.models import Copy, PersonLink, Wish
from spaces.models import Space
from spaces.services import hold


@dataclass(frozen=True)
class Change:
    """One line of a correction, as a person typed it and a coordinator reads it."""

    record: str
    name: str
    label: str
    old: str
    new: str


def changes_of(wish: Wish) -> list[Change]:
    """The lines of a correction."""
    return [Change(*one) for one in wish.changes]


@transaction.atomic
def ask(
    link: PersonLink, space: Space, kind: str, *, words: str = "", changes: Sequence[Change] = (), language: str = ""
) -> Wish:
    """Keep what a person asks and tell the coordinators; asked again before the answer, the last words count.

    An objection counts from now on: nobody writes to them out of the register any more.
    """
    hold(space.pk)
    facts = {
        "words": words,
        "changes": [[one.record, one.name, one.label, one.old, one.new] for one in changes],
        "language": language or link.language,
    }
    wish = Wish.objects.open().filter(space=space, email=link.email, kind=kind).first()
    if wish is None:
        wish = Wish.objects.create(space=space, email=link.email, kind=kind, **facts)
        emails.send_wish(wish)
    else:
        Wish.objects.filter(pk=wish.pk).update(**facts)
    if kind == Wish.Kind.OBJECT:
        entries = Stakeholder.objects.filter(space=space, email__iexact=link.email, objected_on=None)
        entries.update(objected_on=timezone.localdate())
    return wish


@transaction.atomic
def accept(wish: Wish, *, by: User) -> list[str]:
    """What the person corrected stands there from now on; returns the labels of what could not be written, because
    something else stands there since.

    Raises ValidationError when somebody answered before.
    """
    row = _held(wish)
    lost = []
    for one in changes_of(row):
        wanted = Correction(row.space_id, row.email, one.record, one.name, one.old, one.new)
        if not personal.correct(wanted):
            lost.append(one.label)
    _answered(row, Wish.State.DONE, "", by)
    return lost


@transaction.atomic
def answer(wish: Wish, state: str, words: str, *, by: User) -> None:
    """Say to the person what comes of it. Raises ValidationError when somebody answered before."""
    _answered(_held(wish), state, words, by)


def settle(wish: Wish, *, by: User) -> Wish:
    """Note that what was asked is done, without a mail; the row as it is then. Raises ValidationError when somebody
    answered before."""
    row = _held(wish)
    _close(row, Wish.State.DONE, "", by)
    return row


def _held(wish: Wish) -> Wish:
    hold(wish.space_id)
    row = Wish.objects.select_for_update(of=("self",)).select_related("space").filter(pk=wish.pk).first()
    if row is None or row.state != Wish.State.OPEN:
        raise ValidationError(_("Somebody answered this already."))
    return row


def _answered(row: Wish, state: str, words: str, by: User) -> None:
    _close(row, state, words, by)
    emails.send_answer(row, row.email)


def _close(row: Wish, state: str, words: str, by: User) -> None:
    row.state, row.answer, row.answered_by, row.answered_at = state, words, by.name_and_address[:200], timezone.now()
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])


def look(space: Space, address: str) -> list[Erasing]:
    """What erasing this address would do in each room that keeps something about it."""
    found = personal.erasing_of(space.pk, address)
    return [one for one in found if one.goes or one.stays or one.to_read or one.first]


@transaction.atomic
def erase(space: Space, address: str, *, by: User) -> Wish:
    """Make what this space keeps about an address anonymous; the rows stay where others point to them.

    Returns the record that it was done: it says nothing of the person. Who asked for it gets an answer. Raises
    ValidationError when something has to be done before.
    """
    hold(space.pk)
    address = personal.normal(address)
    parts = look(space, address)
    if first := [one.first for one in parts if one.first]:
        raise ValidationError(first)
    wishes = Wish.objects.filter(space=space, email=address)
    asked = wishes.filter(kind=Wish.Kind.ERASE, state=Wish.State.OPEN).first()
    for one in parts:
        one.do()
    Copy.objects.filter(wish__space=space, email=address).delete()
    done = asked or Wish(space=space, kind=Wish.Kind.ERASE, language=space.language)
    done.state, done.answered_at, done.answered_by = Wish.State.DONE, timezone.now(), by.name_and_address[:200]
    done.save()
    if asked:
        emails.send_answer(done, address)
    now = timezone.now()
    wishes.filter(state=Wish.State.OPEN).update(state=Wish.State.DONE, answered_at=now, answered_by=done.answered_by)
    Wish.objects.filter(space=space, email=address).update(email="", words="", changes=[], answer="")
    if not personal.held_about(address):
        PersonLink.objects.filter(email=address).delete()
    return done
