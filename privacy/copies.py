"""The formal copy: all that a space keeps about a person, what it thinks of them too (GDPR art. 15).

It is made when a coordinator looked at it, of what was looked at and nothing else; it is fetched by the link of the
mailbox it is about, and erased after ``COPY_VALID``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from core import pdf, personal
from core.editing import mark_of
from privacy import emails, links, wishes
from privacy.models import COPY_VALID, Copy, Wish
from spaces.models import Space
from spaces.services import coordinators_of, hold

TEMPLATE = "pdf/personal_copy.html"


@dataclass(frozen=True)
class Line:
    """One line, with the mark by which a coordinator leaves it out; "" for what the person sees anyway."""

    label: str
    value: str
    mark: str = ""


@dataclass(frozen=True)
class Part:
    """What one room keeps."""

    what: str
    lines: list[Line]


def content(space: Space, address: str, language: str) -> list[Part]:
    """What a copy would hold now, in this language: what the person sees already, then what is thought of them."""
    with translation.override(language):
        known = personal.held_about(address).get(space.pk, [])
        thought = personal.thought_about(space.pk, address)
        return [*map(_as_known, known), *(_with_marks(number, one) for number, one in enumerate(thought))]


def _as_known(record: personal.Held) -> Part:
    return Part(str(record.what), [Line(str(label), str(value)) for label, value in record.lines])


def _with_marks(number: int, record: personal.Held) -> Part:
    lines = [Line(str(label), str(value), f"{number}.{at}") for at, (label, value) in enumerate(record.lines)]
    return Part(str(record.what), lines)


def mark(parts: Iterable[Part]) -> str:
    """By which a page says what was looked at."""
    return mark_of("copy", [[one.what, [[line.label, line.value] for line in one.lines]] for one in parts])


def hand_over(wish: Wish, *, seen: str, left_out: Collection[str], reason: str, by: User) -> Copy:
    """Make the copy of what was looked at (``seen`` is its mark), without the lines whose marks are ``left_out``: they
    say that, and why. The person gets a mail with their link.

    Raises ValidationError when something else stands there since, when lines are left out without a reason, and when
    somebody answered before.
    """
    if left_out and not reason:
        raise ValidationError(_("Say why you leave something out: the person reads it."))
    now = content(wish.space, wish.email, wish.language)
    _require_seen(now, seen)
    parts = list(_told(now, left_out, reason, wish.language))
    # Drawn before anything is held: a long document takes seconds.
    document = _document(wish, parts)
    with transaction.atomic():
        hold(wish.space_id)
        _require_seen(content(wish.space, wish.email, wish.language), seen)
        row = wishes.settle(wish, by=by)
        made = Copy.objects.create(
            wish=row, email=row.email, parts=parts, document=document, expires_at=timezone.now() + COPY_VALID
        )
        emails.send_copy(made, links.link_for(row.email, row.language))
    return made


def _require_seen(parts: Iterable[Part], seen: str) -> None:
    if mark(parts) != seen:
        raise ValidationError(_("Something changed since you opened this page. Look at it once more."))


def _told(parts: Iterable[Part], left_out: Collection[str], reason: str, language: str) -> Iterator[dict[str, Any]]:
    with translation.override(language):
        instead = _("left out, because: %(reason)s") % {"reason": reason}
    for one in parts:
        lines = [[line.label, instead if line.mark and line.mark in left_out else line.value] for line in one.lines]
        yield {"what": one.what, "lines": lines}


def _document(wish: Wish, parts: list[dict[str, Any]]) -> bytes:
    team = [role.person.name_and_address for role in coordinators_of(wish.space)]
    context = {"space": wish.space, "email": wish.email, "parts": parts, "coordinators": team, "day": timezone.now()}
    return pdf.render(TEMPLATE, context, language=wish.language)


def of_mailbox(address: str) -> dict[int, Copy]:
    """The copies that wait for whoever reads this mailbox, the newest of each space, by space."""
    rows = Copy.objects.filter(email=personal.normal(address), expires_at__gt=timezone.now())
    newest = rows.select_related("wish").defer("document", "parts").order_by("pk")
    return {one.wish.space_id: one for one in newest}


def as_json(copy: Copy) -> bytes:
    """The same for a machine: who keeps it, about whom, since when, and the parts."""
    said = {
        "kept_by": copy.wish.space.name,
        "about": copy.email,
        "made_at": copy.made_at.isoformat(),
        "parts": [
            {"what": part["what"], "lines": [{"label": label, "value": value} for label, value in part["lines"]]}
            for part in copy.parts
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2).encode()


def forget_expired() -> int:
    """Erase the copies whose time is over; returns how many."""
    number, _rows = Copy.objects.filter(expires_at__lte=timezone.now()).delete()
    return number
