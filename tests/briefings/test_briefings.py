"""The briefing: what it is composed of, what it never holds, when it can be sent, and that it goes with the mail."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliances.briefings.content import briefing_file, briefing_of, not_ready_because
from alliances.briefings.models import BriefingText
from alliances.models import Alliance
from core.mail.models import Mail
from spaces.joining.models import JoinInvitation
from spaces.models import Space
from tests.joining.factories import mails_to
from tests.pages import save
from tests.spaces.factories import AllianceFactory, MemberFactory, OrganisationFactory, ProgrammeFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

FIVE = "1. Samen\n- Sneller\n* Minder alleen\nKennis\nEen stem"


@pytest.fixture
def alliance() -> Alliance:
    found: Alliance = AllianceFactory(space__why="Niemand kan het alleen.", space__vision="Iedereen hoort erbij.")
    return found


@pytest.fixture
def space(alliance: Alliance) -> Space:
    return alliance.space


def page(name: str, space: Space, language: str = "nl") -> str:
    return reverse(f"briefings:briefing_{name}", args=[space.slug, language])


def written(space: Space, language: str = "nl", **texts: str) -> BriefingText:
    return BriefingText.objects.create(space=space, language=language, **texts)


def test_the_profile_speaks_where_nothing_else_is_written(alliance: Alliance) -> None:
    briefing = briefing_of(alliance, "nl")
    assert (briefing.why.text, briefing.vision.text) == ("Niemand kan het alleen.", "Iedereen hoort erbij.")
    assert (briefing.is_ready, len(briefing.empty), briefing.elsewhere) == (False, 1, [])


def test_it_takes_five_reasons_or_a_word_on_why_there_are_fewer(alliance: Alliance) -> None:
    text = written(alliance.space, reasons="Samen\nSneller")
    assert briefing_of(alliance, "nl").reasons_left == 3
    assert not_ready_because(briefing_of(alliance, "nl"))
    text.few_because = "We beginnen pas."
    text.save()
    assert briefing_of(alliance, "nl").is_ready
    text.few_because, text.reasons = "", FIVE
    text.save()
    briefing = briefing_of(alliance, "nl")
    assert (briefing.reasons.lines, not_ready_because(briefing)) == (
        ("Samen", "Sneller", "Minder alleen", "Kennis", "Een stem"), "",
    )  # fmt: skip


def test_another_language_says_what_it_lacks_and_borrows_it(alliance: Alliance) -> None:
    written(alliance.space, reasons=FIVE)
    written(alliance.space, "fr", why="Personne n’y arrive seul.")
    briefing = briefing_of(alliance, "fr")
    assert (briefing.why.language, briefing.reasons.language, len(briefing.elsewhere), briefing.is_ready) == (
        "fr", "nl", 2, True,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_document_is_made_in_each_language(alliance: Alliance, language: str) -> None:
    written(alliance.space, reasons=FIVE, situation="Vijftien gemeenten <b>en</b> een haven.")
    made = briefing_file(alliance, language)
    assert made.content.startswith(b"%PDF")
    assert made.filename.endswith(f"briefing-{language}.pdf")


def test_nothing_of_the_register_and_no_member_that_did_not_agree(alliance: Alliance) -> None:
    space = alliance.space
    MemberFactory(space=space, organisation__name="Open Huis", shown_publicly=True, win="Geheim")
    MemberFactory(space=space, organisation__name="Stil Huis")
    row = {"win": "Geheim", "notes": "Geheim", "strategy": "Geheim", "matters": "Geheim", "influence": "high"}
    StakeholderFactory(space=space, organisation=OrganisationFactory(name="Nog Niet"), name="Nog Niet", **row)
    content = client_with("coordinator", space).get(page("show", space)).content.decode()
    assert [name in content for name in ("Open Huis", "Stil Huis", "Geheim", "Nog Niet")] == [True, False, False, False]


def test_the_pages_are_for_the_team_and_writing_for_coordinators(space: Space) -> None:
    found: dict[str, Any] = {}
    for role in ("coordinator", "chair", "member"):
        client = client_with(role, space)
        found[role] = [client.get(page(name, space)).status_code for name in ("show", "pdf", "change")]
    assert found == {"coordinator": [200, 200, 200], "chair": [200, 200, 403], "member": [404, 404, 403]}


def test_only_our_languages_and_only_alliances_have_one(space: Space) -> None:
    assert client_with("coordinator", space).get(page("show", space, "de")).status_code == 404
    programme = ProgrammeFactory().space
    assert client_with("coordinator", programme).get(page("show", programme)).status_code == 404


def test_the_texts_are_saved_and_two_who_write_see_each_other(space: Space) -> None:
    client = client_with("coordinator", space)
    assert save(client, page("change", space), {"reasons": FIVE}).status_code == 302
    opened = client.get(page("change", space))
    BriefingText.objects.update(reasons="Van een ander")
    seen = {"seen": opened.context["form"]["seen"].value(), "reasons": "Van mij"}
    assert client.post(page("change", space), seen).status_code == 422
    assert BriefingText.objects.get().reasons == "Van een ander"


@pytest.mark.parametrize("ready", [True, False])
def test_it_goes_with_the_invitation_when_it_is_ready_and_wanted(space: Space, ready: bool) -> None:
    if ready:
        written(space, reasons=FIVE)
    client = client_with("coordinator", space)
    data = {
        "kind": "organisation",
        "organisation_name": "Sportclub",
        "name": "Hinke",
        "email": "hinke@example.org",
        "language": "fr",
        "encloses": "on",
    }
    save(client, reverse("joining:invite", args=[space.slug]), data)
    (mail,) = mails_to("hinke@example.org")
    assert [file.filename.endswith("-fr.pdf") for file in mail.attachments.all()] == [True] * ready
    assert JoinInvitation.objects.get().with_enclosure is ready


def test_without_the_tick_nothing_goes_with_it(space: Space, client: Client) -> None:
    written(space, reasons=FIVE)
    data = {"kind": "in_person", "name": "Hinke", "email": "hinke@example.org", "language": "nl"}
    save(client_with("coordinator", space), reverse("joining:invite", args=[space.slug]), data)
    assert Mail.objects.get().attachments.count() == 0
