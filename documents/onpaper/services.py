"""Taking in what was before, correcting it, taking it out again; each in one transaction, with the space held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from documents.files import services as files
from documents.files.models import SharedFile
from documents.files.services import Incoming
from documents.onpaper.models import EarlierMeeting, EarlierPlan, OnPaper, PaperSignature
from spaces.models import Member, Space
from spaces.services import hold

# Pages list all of them: who has more, has a history that reads better in one document.
MOST_OF_A_KIND = 100
# What the file behind a fact is.
KINDS: dict[type[OnPaper], str] = {
    EarlierMeeting: SharedFile.Kind.MINUTES,
    PaperSignature: SharedFile.Kind.CHARTER,
    EarlierPlan: SharedFile.Kind.PLAN,
}


@transaction.atomic
def take_in(fact: OnPaper, *, by: User, upload: Incoming | None = None) -> None:
    """Save ``fact``, new or corrected, with ``upload`` as the file behind it where one is given.

    Raises ValidationError when the same was taken in already, there are too many, or the file has no room.
    """
    hold(fact.space_id)
    if fact.pk is None:
        _require_place(type(fact), fact.space)
        fact.taken_in_by = files.name_in(fact.space, by)
    _require_kept(fact)
    fact.validate_constraints()
    if upload:
        fact.file = _put(fact.space, upload, type(fact), fact.happened_on, by=by, title=_title_of_file(fact))
    fact.save()


def _title_of_file(fact: OnPaper) -> str:
    if isinstance(fact, PaperSignature):
        return _("Charter, signed on paper")
    return (_("Minutes: %(title)s") % {"title": fact})[:200] if isinstance(fact, EarlierMeeting) else str(fact)


@transaction.atomic
def take_in_signatures(
    space: Space,
    members: Iterable[Member],
    *,
    signed_on: dt.date,
    by: User,
    file: SharedFile | None = None,
    upload: Incoming | None = None,
) -> list[PaperSignature]:
    """That these members signed on paper on that day, on one sheet. Who is noted already is left as it is."""
    hold(space.pk)
    noted = set(PaperSignature.objects.filter(space=space).values_list("member", flat=True))
    if upload:
        file = _put(space, upload, PaperSignature, signed_on, by=by, title=_("Charter, signed on paper"))
    name = files.name_in(space, by)
    made = []
    for member in members:
        if member.pk not in noted:
            fact = PaperSignature(space=space, member=member, happened_on=signed_on, file=file, taken_in_by=name)
            _require_kept(fact)
            fact.save()
            made.append(fact)
    return made


@transaction.atomic
def take_out(fact: OnPaper) -> None:
    """As if it was never taken in. The file behind it stays among the files."""
    hold(fact.space_id)
    type(fact)._default_manager.filter(pk=fact.pk).delete()


def _put(space: Space, upload: Incoming, kind: type[OnPaper], day: dt.date, *, by: User, title: str) -> SharedFile:
    """The file that was sent; the one that lay here already when it is the same."""
    done = files.put(space, [upload], by=by, kind=KINDS[kind], dated_on=day, title=title)
    return (done.new or done.known)[0]


def _require_kept(fact: OnPaper) -> None:
    """Nobody threw the file away while this was filled in."""
    if fact.file_id and not SharedFile.objects.kept().filter(pk=fact.file_id, space=fact.space_id).exists():
        raise ValidationError(_("The file you chose is not here any more. Choose another one."))


def _require_place(kind: type[OnPaper], space: Space) -> None:
    if kind._default_manager.filter(space=space).count() >= MOST_OF_A_KIND:
        words = _("There are %(number)s already. Put the older ones together in one document among the files.")
        raise ValidationError(words % {"number": MOST_OF_A_KIND})
