"""Erasing the people of a region that has run for a year: no text in the database says who they were any more, but for
what may not change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import BinaryField
from django.utils import timezone

from core.mail.models import Mail
from privacy import wishes
from spaces.models import Member, NamedRole, Person, Representative, Role, Space
from tests.spaces.factories import user_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

# Where a name or an address may stand still, and why. Whoever erases reads the last six as reasons.
MAY_STAY = {
    "accounts.User": "the account is the person's own, and the way into every other space",
    "account.EmailAddress": "as the account",
    "mail.Mail": "what was mailed to others; its text goes after a month (core.mail.sweeping)",
    "mail.MailJob": "what such a mailing was made of; goes with the text",
    "alliances.AllianceSummary": "read anew when a role ends, which this test does behind its back",
    "coaching.Coach": "of the programme, another space",
    "frozen.FrozenDocument": "never changes",
    "documents.SigningEvent": "evidence for everybody who signed",
    "charters.CharterVersion": "was opened for signing",
    "agreements.AgreementVersion": "was put before the members",
    "meetings.MinutesRow": "was sent round",
    "onpaper.PaperSignature": "says what the paper says",
}


def texts() -> Iterator[tuple[str, int, str]]:
    """Every row of every model with all that it says, as one text."""
    for model in apps.get_models(include_auto_created=True):
        names = [one.name for one in model._meta.concrete_fields if not isinstance(one, BinaryField)]
        for pk, *values in model._base_manager.values_list("pk", *names).iterator():
            yield model._meta.label, pk, " ".join(map(str, values)).casefold()


def ended(space: Space) -> None:
    """Nobody has a part in ``space`` any more."""
    day = timezone.localdate() - dt.timedelta(days=1)
    for rows in (Role, Representative, Member, NamedRole):
        lookup = "space" if rows is Member else "person__space"
        rows.objects.filter(**{lookup: space}).update(starts_on=day, ends_on=day)
    Mail.objects.filter(state=Mail.State.INFLIGHT).update(state=Mail.State.SENT, sent_at=timezone.now())


def test_nothing_says_who_they_were() -> None:
    space = Space.objects.get(slug="friesland")
    by = user_with("coordinator", space)
    people = list(Person.objects.filter(space=space).exclude(email="").exclude(email=by.email))
    elsewhere = set(Person.objects.exclude(space=space).exclude(space__parent=space).values_list("email", flat=True))
    ended(space)
    for group in Space.objects.filter(parent=space):
        ended(group)
    words = {word.casefold() for one in people if one.email not in elsewhere for word in (one.name, one.email)}
    assert len(words) > 20
    before = {label for label, _pk, text in texts() if any(word in text for word in words)}
    assert {"meetings.ActionPoint", "sprints.Goal", "mail.MailJob", "agreements.Answer"} <= before
    for person in people:
        wishes.erase(space, person.email, by=by)
    found: dict[str, list[Any]] = {}
    for label, pk, text in texts():
        if label not in MAY_STAY:
            found.setdefault(label, []).extend((pk, word) for word in words if word in text)
    left = {label: rows for label, rows in found.items() if rows}
    assert not left, left
