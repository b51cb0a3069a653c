"""The demo: loaded once, honest about who is real, and with nobody's real address."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

from actionplans.models import ActionPlan
from alliances.models import Alliance, AllianceSummary
from charters.models import Charter
from core.frozen.services import verify_chain
from core.mail.models import Mail, MailJob
from demo.data.registers import REAL_NAMES
from demo.data.shapes import MARKS
from demo.load import load
from documents.models import SigningEvent
from documents.signing.evidence import verify_chain as verify_signatures
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from sessions.intervision.models import Contribution, Round, Tip
from sessions.meetings.models import Invitee, Meeting, Minutes
from spaces.models import Member, Person, Space

# The mark says that a database is wanted: a run of this module alone would have none.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

# What a space thinks, or knows of people; public facts stand on the organisation.
OPINIONS = ("contact_person", "email", "phone", "contribution", "matters", "strategy", "win", "notes")


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if not model.__module__.startswith("django.")]


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in our_models()}


def addresses() -> Iterator[tuple[str, str]]:
    """Every e-mail address in the database, with where it stands."""
    for model in our_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.EmailField) or (model is Mail and field.name in ("to", "reply_to")):
                for address in model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True):
                    yield f"{model._meta.label}.{field.name}", address


def test_loading_again_changes_nothing() -> None:
    before = counts()
    assert load() is False
    assert counts() == before


def test_alliances_are_at_different_stages() -> None:
    steps = dict(AllianceSummary.objects.values_list("alliance__space__slug", "steps_done"))
    assert steps["kronoberg-kalmar"] == 0
    assert 0 < steps["bordeaux"] < steps["vlaanderen"] < steps["friesland"]


def test_friesland_shows_everything() -> None:
    space = Space.objects.get(slug="friesland", alliance__public_page=True)
    assert Member.objects.filter(space=space).count() == 9
    assert Minutes.objects.filter(meeting__space=space).exclude(circulated_at=None).count() == 1
    coming = Meeting.objects.filter(space=space).announced().upcoming().get()  # type: ignore[attr-defined]
    assert coming.invitees.exclude(answer="").count() == 6
    assert len(set(space.meeting_series.get().turns.values_list("meeting__host"))) == 4
    assert SigningEvent.objects.filter(space=space).count() == 4
    assert Charter.objects.get(space=space).editions().count() == 1
    assert ActionPlan.objects.get(space=space).state == ActionPlan.State.PUBLISHED
    assert space.intervision_days.count() == 2


def test_what_was_frozen_and_signed_is_whole() -> None:
    for space in Space.objects.all():
        assert verify_chain(f"space:{space.pk}") == []
        assert verify_signatures(space.pk) == []


def test_mails_are_queued_and_wait_for_a_worker() -> None:
    assert MailJob.objects.exists()
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.QUEUED}


def test_every_address_is_at_example_org() -> None:
    found = list(addresses())
    assert len(found) > 50
    assert [(where, address) for where, address in found if not address.endswith("@example.org")] == []


def test_every_organisation_is_real_or_marked_as_invented() -> None:
    names = set(Organisation.objects.values_list("name", flat=True))
    assert {name for name in names if not name.endswith(MARKS)} == REAL_NAMES


def test_nothing_is_thought_of_a_real_organisation() -> None:
    entries = Stakeholder.objects.filter(organisation__name__in=REAL_NAMES)
    assert entries.count() == len(REAL_NAMES)
    thought = ~Q(influence=Stakeholder.Level.UNKNOWN) | ~Q(mandate=Stakeholder.Mandate.UNKNOWN)
    for name in OPINIONS:
        thought |= ~Q(**{name: ""})
    assert list(entries.filter(thought)) == []


def test_no_real_organisation_is_a_member_signs_or_speaks() -> None:
    assert not Member.objects.filter(organisation__name__in=REAL_NAMES).exists()
    assert not SigningEvent.objects.filter(party_name__in=REAL_NAMES).exists()
    assert not Invitee.objects.filter(organisation__name__in=REAL_NAMES).exists()
    assert not Contribution.objects.filter(organisation__name__in=REAL_NAMES).exists()


def test_who_gives_a_tip_or_facilitates_is_invented() -> None:
    invented = set(Person.objects.values_list("name", flat=True)) | {""}
    voices = [*Tip.objects.values_list("given_by", flat=True), *Round.objects.values_list("facilitator", flat=True)]
    assert [voice for voice in voices if voice not in invented and not voice.endswith(MARKS)] == []


def test_every_alliance_has_a_coordinator_with_an_account() -> None:
    for alliance in Alliance.objects.select_related("space"):
        assert Person.objects.filter(space=alliance.space, roles__kind="coordinator").exclude(email="").exists()
