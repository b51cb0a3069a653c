"""What a coordinator makes of a suggestion: an entry of the register, more about one that is there, or a kind no.

Whoever suggested it gets one mail about what was decided, and reads nothing of what coordinators think.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.services import add_stakeholder
from partners.suggestions import emails
from partners.suggestions.models import Suggestion
from partners.suggestions.services import AlreadyDecided
from spaces.services import hold

State = Suggestion.State
NOTES_LENGTH = Stakeholder._meta.get_field("notes").max_length or 0


@transaction.atomic
def accept_as_new(suggestion: Suggestion, *, by: User) -> Stakeholder:
    """It becomes a new entry of the register, and an organisation of the directory. Raises AlreadyDecided."""
    now = _held(suggestion)
    entry = Stakeholder(space_id=now.space_id, name=now.name)
    is_person = now.kind == Suggestion.Kind.PERSON
    facts: dict[str, Any] = {"sectors": now.sectors, "municipality": now.municipality}
    return _accept(now, _filled(entry, now), None if is_person else facts, by)


@transaction.atomic
def accept_from_directory(suggestion: Suggestion, organisation: Organisation, *, by: User) -> Stakeholder:
    """It is this organisation of the directory, which becomes a new entry of the register.

    Raises AlreadyDecided; ValidationError when the register has it already.
    """
    now = _held(suggestion)
    entry = Stakeholder(space_id=now.space_id, organisation=organisation, name=organisation.name)
    return _accept(now, _filled(entry, now), None, by)


@transaction.atomic
def accept_as_known(suggestion: Suggestion, stakeholder: Stakeholder, *, by: User) -> Stakeholder:
    """It is this entry: what was said fills what is empty there, and the rest is added to its notes.

    Raises AlreadyDecided; ValidationError when the entry was removed meanwhile.
    """
    now = _held(suggestion)
    entry = Stakeholder.objects.filter(space=now.space_id, pk=stakeholder.pk).first()
    if entry is None:
        raise ValidationError(_("This entry is no longer in the register."))
    _filled(entry, now).save()
    _decide(now, State.ACCEPTED, by, stakeholder=entry)
    return entry


@transaction.atomic
def decline(suggestion: Suggestion, *, answer: str, by: User) -> None:
    """Not now; whoever suggested it reads ``answer``. Raises AlreadyDecided."""
    _decide(_held(suggestion), State.DECLINED, by, answer=answer)


def _held(suggestion: Suggestion) -> Suggestion:
    """The suggestion as it stands, while nobody else of its space decides."""
    hold(suggestion.space_id)
    now = Suggestion.objects.filter(pk=suggestion.pk, state=State.OPEN).select_related("space", "person__space").first()
    if now is None:
        raise AlreadyDecided
    return now


def _accept(suggestion: Suggestion, entry: Stakeholder, facts: dict[str, Any] | None, by: User) -> Stakeholder:
    add_stakeholder(entry, facts, by=by)
    _decide(suggestion, State.ACCEPTED, by, stakeholder=entry)
    return entry


def _decide(suggestion: Suggestion, state: str, by: User, **what: Any) -> None:
    for name, value in {"state": state, "decided_at": timezone.now(), "decided_by": str(by), **what}.items():
        setattr(suggestion, name, value)
    suggestion.save()
    emails.send_decision(suggestion, by=by)


def _filled(entry: Stakeholder, suggestion: Suggestion) -> Stakeholder:
    """``entry`` with what was said, where it says nothing yet; what has no place goes below its notes.

    Not who said it: that stands in the suggestion alone.
    """
    rest = []
    for field, words in (("win", suggestion.why), ("contribution", suggestion.contribution)):
        there = getattr(entry, field)
        if not there:
            setattr(entry, field, words)
        elif words and words not in there:
            rest.append(words)
    contact = (suggestion.contact_person, suggestion.email)
    if not entry.contact_person and not entry.email:
        entry.contact_person, entry.email = contact
        if any(contact) or entry.organisation_id is None:
            entry.source = _source(entry)
    elif any(contact) and contact != (entry.contact_person, entry.email):
        rest.append(" · ".join(part for part in contact if part))
    if rest:
        entry.notes = _with_note(entry.notes, suggestion, rest)
    return entry


def _source(entry: Stakeholder) -> str:
    """Where the data of the person come from; of an individual in the register what is known stays."""
    is_known = entry.organisation_id is None and entry.source != Stakeholder.Source.UNKNOWN
    return entry.source if is_known else Stakeholder.Source.MEMBER


def _with_note(notes: str, suggestion: Suggestion, rest: list[str]) -> str:
    """The notes as they are, and below them what else was said; unless it does not fit (the timeline has all of it)."""
    with translation.override(suggestion.space.language):
        day = date_format(timezone.localtime(suggestion.suggested_at), "DATE_FORMAT")
        heading = _("Suggested on %(day)s:") % {"day": day}
    longer = "\n".join([*([notes, ""] if notes else []), heading, *rest])
    return longer if len(longer) <= NOTES_LENGTH else notes
