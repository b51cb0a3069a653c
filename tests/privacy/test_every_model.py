"""No field of any model holds a name or an address that erasing forgets: each is told in a room's ``held.py``, or
stands here with the reason. A new field that looks like one makes this fail until somebody thought about it."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.db.models import CharField, EmailField, Field, TextField

from core import slots
from core.personal import COPIED

LOOKS_LIKE_ONE = re.compile(
    r"name|who|(^|_)by$|contact|phone|mail|person|mentor|mentee|facilitator|passes_to|(^|_)to$", re.IGNORECASE
)
NOT_OF_A_PERSON = "names a thing, a place or an organisation"
ITS_OWN = "erased by the held.py of its room"
OF_THE_ACCOUNT = "the account is the person's own, and the way into every other space"

KNOWN = {
    "accounts.User": OF_THE_ACCOUNT,
    "account.EmailAddress": OF_THE_ACCOUNT,
    "auth.Group": NOT_OF_A_PERSON,
    "auth.Permission": NOT_OF_A_PERSON,
    "alliances.AllianceSummary": "made anew from the roles of today",
    "analysis.InventoryEntry": NOT_OF_A_PERSON,
    "calls.Criterion": NOT_OF_A_PERSON,
    "calls.Nomination": ITS_OWN,
    "calls.Partner": ITS_OWN,
    "calls.PartnerSearch": ITS_OWN,
    "calls.Proposal": ITS_OWN,
    "coaching.Coach": ITS_OWN,
    "documents.SigningEvent": "evidence, which says so to who erases",
    "files.FileVersion": "the name of a file",
    "joining.JoinInvitation": "the name of an organisation",
    "joining.JoinRequest": ITS_OWN,
    "mail.Attachment": "the name of a file",
    "mail.Mail": ITS_OWN,
    "organisations.Organisation": "public facts of an organisation",
    "meetings.AgendaTemplate": NOT_OF_A_PERSON,
    "meetings.Registration": ITS_OWN,
    "organisations.OrganisationMerge": "the administration's own log of the directory, without a space",
    "places.Division": NOT_OF_A_PERSON,
    "places.Municipality": NOT_OF_A_PERSON,
    "places.Region": NOT_OF_A_PERSON,
    "privacy.Copy": "goes with the erasing itself (privacy.wishes)",
    "privacy.PersonLink": "goes when nothing is kept any more (privacy.wishes)",
    "privacy.Wish": "goes with the erasing itself (privacy.wishes)",
    "series.Series": NOT_OF_A_PERSON,
    "spaces.NamedRole": "the name of a role",
    "spaces.Person": ITS_OWN,
    "spaces.PlannedHandOver": ITS_OWN,
    "spaces.Space": NOT_OF_A_PERSON,
    "stakeholders.Criterion": NOT_OF_A_PERSON,
    "stakeholders.SavedView": NOT_OF_A_PERSON,
    "stakeholders.Stakeholder": ITS_OWN,
    "stakeholders.StakeholderImport": "the name of a file",
    "suggestions.Suggestion": ITS_OWN,
}


def looks_like_one(field: Any) -> bool:
    """A field of text that nobody chooses out of a list."""
    is_text = isinstance(field, CharField | TextField) and not field.choices
    return isinstance(field, EmailField) or (is_text and bool(LOOKS_LIKE_ONE.search(field.name)))


def fields() -> set[tuple[str, str]]:
    ours = [one for one in apps.get_models() if not one.__module__.startswith(("django.", "django_celery"))]
    return {
        (model._meta.label, field.name)
        for model in [*ours, *(one for one in apps.get_models() if one._meta.label in KNOWN)]
        for field in model._meta.concrete_fields
        if isinstance(field, Field) and looks_like_one(field)
    }


def copied() -> set[tuple[str, str]]:
    told = [one for rows in slots.collect(COPIED) for one in rows]
    return {(one.model._meta.label, name) for one in told for name in one.fields}


def test_every_name_and_address_is_told_or_has_a_reason() -> None:
    forgotten = {one for one in fields() - copied() if one[0] not in KNOWN}
    assert not forgotten, f"Say in the held.py of the room how these are erased, or here why not: {sorted(forgotten)}"


def test_no_reason_is_left_behind() -> None:
    assert KNOWN.keys() <= {label for label, _name in fields()}


def test_the_lookups_lead_to_a_space() -> None:
    for rows in slots.collect(COPIED):
        for one in rows:
            assert str(one.model._base_manager.filter(one.only, **{one.space: 1}).query)
