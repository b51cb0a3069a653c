"""Telling people that a space keeps their data: who has to be told, in which words, and sending it once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import personal
from core.mail import outbox
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.personal import deadline, to_tell
from privacy import emails
from privacy.links import links_for
from privacy.models import NoticeText
from spaces.models import Space
from spaces.services import hold

# At one go, so that the page with what is sent stays one that can be looked at.
MOST = 100

DEFAULT_TEXT = gettext_lazy(
    "%(space)s brings together organisations that work on learning and participation. To find each other, we keep a "
    "register of organisations and of the people to speak with there. You are in it too.\n\n"
    "We use these data only to reach you about this work. The coordinators of %(space)s see them, and nobody else. We "
    "keep them as long as we work together, or might.\n\n"
    "You may see what we keep, have it corrected or erased, and object: press the button, or answer this mail. You may "
    "also complain to the data protection authority of your country."
)


@dataclass(frozen=True)
class ToTell:
    """An entry on the page of who has to be told, and by when."""

    entry: Stakeholder
    until: dt.date

    @property
    def is_late(self) -> bool:
        return self.until < timezone.localdate()

    @property
    def may_be_mailed(self) -> bool:
        return bool(self.entry.email)


def waiting(space: Space) -> QuerySet[Any, Any]:
    """Who has to be told, the longest here first."""
    return to_tell(space.pk).select_related("organisation").order_by("since", "pk")


def listed(entries: Iterable[Stakeholder]) -> list[ToTell]:
    """These entries of :func:`waiting`, each with its last day."""
    return [ToTell(entry, deadline(entry.since)) for entry in entries]  # type: ignore[attr-defined]


def text_of(space: Space, language: str) -> str:
    """The words of the notice in this language: those of the space, or ours."""
    own = NoticeText.objects.filter(space=space, language=language).values_list("text", flat=True).first()
    if own is not None:
        return own
    with translation.override(language):
        return str(DEFAULT_TEXT) % {"space": space.name}


@transaction.atomic
def keep_text(space: Space, language: str, text: str) -> None:
    """The words of the notice of this space from now on; ours again when nothing is left of them."""
    hold(space.pk)
    if text:
        NoticeText.objects.update_or_create(space=space, language=language, defaults={"text": text})
    else:
        NoticeText.objects.filter(space=space, language=language).delete()


@transaction.atomic
def send(space: Space, keys: Sequence[int], language: str, *, by: User) -> int:
    """Queue the notice to the persons of these entries, one mail to each address; returns to how many.

    Who was told meanwhile, has no address or objected is passed over. Raises ValidationError, naming the
    addresses, when a mail cannot go there; then nobody gets one.
    """
    hold(space.pk)
    entries = [one for one in waiting(space).filter(pk__in=keys) if one.email]
    by_address: dict[str, list[Stakeholder]] = {}
    for entry in entries:
        by_address.setdefault(personal.normal(entry.email), []).append(entry)
    links, words = links_for(by_address, language), emails.words_of(space, text_of(space, language))
    letters = [
        emails.notice(space, links[address], of_address, words, language, by)
        for address, of_address in by_address.items()
    ]
    if refused := _refused(letters):
        raise ValidationError(_("These addresses cannot be written to: %(list)s") % {"list": ", ".join(refused)})
    outbox.queue_all(letters)
    tell(space, [entry.pk for entry in entries])
    return len(letters)


def _refused(letters: Iterable[outbox.Letter]) -> list[str]:
    found = []
    for one in letters:
        try:
            outbox.check(one)
        except ValidationError:
            found.append(one.to)
    return found


@transaction.atomic
def tell(space: Space, keys: Sequence[int]) -> int:
    """Note that the persons of these entries know it since today; returns how many. It is no work on the entry."""
    hold(space.pk)
    found = Stakeholder.objects.filter(space=space, pk__in=to_tell(space.pk).filter(pk__in=keys).values("pk"))
    return found.update(noticed_on=timezone.localdate())
