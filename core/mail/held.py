"""What the outbox keeps about a person (core.personal): to whom we wrote, about what, and when."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import slots
from core.mail.models import Arrival, Mail
from core.personal import ERASE, HELD, Erasing, Held, day

# Nobody reads more of them; all of them are counted when they are erased.
MOST = 50
# An address that nobody can have (RFC 2606).
NOBODY = "erased@nobody.invalid"


@slots.fill(HELD, order=90)
def mails(address: str) -> Iterator[Held]:
    found = Mail.objects.filter(to__iexact=address, space_id__isnull=False).order_by("space_id", "-created_at", "-pk")
    rows = found.values_list("space_id", "created_at", "subject")
    for space_id, of_space in groupby(rows, key=lambda row: int(row[0] or 0)):
        lines = [(day(at), subject) for _s, at, subject in of_space]
        yield Held(space_id, _("Mails that we sent you"), lines[:MOST])


@slots.fill(ERASE, order=90)
def erase(space_id: int, address: str) -> Erasing:
    rows = Mail.objects.filter(space_id=space_id, to__iexact=address)
    number, inflight = rows.count(), rows.filter(state=Mail.State.INFLIGHT).exists()
    words = ngettext(
        "text and address of %(n)d mail that they got",
        "text and address of %(n)d mails that they got",
        number,
    ) % {"n": number}
    first = _("A mail to them is on its way at this moment. Try again in a few minutes.") if inflight else ""
    return Erasing([words] if number else [], first=first, do=lambda: _erase(space_id, address))


@slots.fill(HELD, order=91)
def arrived(address: str) -> Iterator[Held]:
    rows = Arrival.objects.filter(sender__iexact=address, space_id__isnull=False).order_by("space_id", "-arrived_at")
    for space_id, of_space in groupby(rows, key=lambda row: int(row.space_id or 0)):
        yield Held(
            space_id,
            _("Mails of yours that somebody has to look at"),
            [(day(r.arrived_at), r.subject) for r in of_space],
        )


@slots.fill(ERASE, order=91)
def erase_arrived(space_id: int, address: str) -> Erasing:
    rows = Arrival.objects.filter(sender__iexact=address, space_id=space_id)
    goes = [_("mails that they sent, put aside")] if rows.exists() else []
    return Erasing(goes, do=lambda: _empty(rows))


def _empty(rows: QuerySet[Arrival]) -> None:
    rows.update(sender="", subject="", text="")


def _erase(space_id: int, address: str) -> None:
    """That something was sent stays; to whom and what does not. What still waits is not sent."""
    rows = Mail.objects.filter(space_id=space_id, to__iexact=address)
    rows.cancel()
    finished = rows.filter(state__in=Mail.FINISHED)
    finished.filter(emptied_at=None).update(emptied_at=timezone.now())
    finished.update(
        to=NOBODY, to_name="", reply_to="", subject="–", text="", html="", calendar=None, calendar_method=""
    )
