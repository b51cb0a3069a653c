"""The programme's pages and the public ones: who gets where, what is shown, and what is not."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from alliances.models import Alliance
from places.models import Region, RegionAdministrator
from programmes.calls.models import Call, Proposal
from programmes.calls.services import applying, assessing
from sessions.meetings.models import Meeting
from tests.calls.factories import DAY, assessment, draft, make_call, partner, programme_with_regions, region, submitted
from tests.pages import save
from tests.spaces.factories import AllianceFactory, client_of, client_with, user_with

pytestmark = pytest.mark.django_db


def address(name: str, call: Call, *more: int) -> str:
    return reverse(f"calls:{name}", args=[call.space.slug, call.pk, *more])


def public(name: str, call: Call) -> str:
    return reverse(f"calls:{name}", args=[call.space.slug, call.slug])


def form_of(call: Call | None = None, **facts: object) -> dict:
    today = timezone.localdate()
    values = {
        "title": "Netwerken 2027",
        "text": "Wie trekt?",
        "regions": list(Region.objects.values_list("pk", flat=True)),
        "opens_on": today,
        "opens_time": "09:00",
        "closes_on": today + 3 * DAY,
        "closes_time": "17:00",
        "budget": "",
    }
    return {**values, **facts}


# --- preparing and publishing ---------------------------------------------------------------------
def test_call_add_brings_the_usual_questions_and_is_seen_by_nobody() -> None:
    space = programme_with_regions()
    client = client_with("coordinator", space)
    response = save(client, reverse("calls:call_add", args=[space.slug]), form_of())
    call = Call.objects.get()
    assert response["Location"] == address("call_show", call)
    assert (call.questions.count(), call.criteria.count(), call.regions.count()) == (5, 4, 2)
    assert Client().get(public("call_public", call)).status_code == 404


def test_call_add_refuses_a_closing_before_the_opening() -> None:
    space = programme_with_regions()
    client = client_with("coordinator", space)
    data = form_of(closes_on=timezone.localdate() - DAY)
    response = save(client, reverse("calls:call_add", args=[space.slug]), data)
    assert response.status_code == 422
    assert "De oproep sluit" in response.content.decode() or "closes before it opens" in response.content.decode()
    assert Call.objects.count() == 0


def test_call_add_pressed_twice_makes_one() -> None:
    space = programme_with_regions()
    client = client_with("coordinator", space)
    page = reverse("calls:call_add", args=[space.slug])
    data = {**form_of(), "once": "abc"}
    answers = [client.post(page, data) for _press in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Call.objects.count() == 1


def test_call_publish_says_what_is_missing_and_freezes_what_is_asked() -> None:
    call = make_call(published=False)
    client = client_with("coordinator", call.space)
    call.questions.all().delete()
    client.post(address("call_publish", call))
    assert not Call.objects.get().is_published
    call.questions.create(position=1, text="Waarom?")
    client.post(address("call_publish", call))
    assert Call.objects.get().is_published
    response = client.post(address("call_asked", call), {"questions-TOTAL_FORMS": "0"})
    assert response.status_code == 302
    assert call.questions.count() == 1


def test_call_asked_changes_adds_and_removes_rows() -> None:
    call = make_call(published=False)
    client = client_with("coordinator", call.space)
    page = client.get(address("call_asked", call))
    data = _fields(page, "questions") | _fields(page, "criteria")
    data |= {"questions-0-text": "Wat speelt er?", "questions-1-DELETE": "on", "questions-5-text": "Nog iets?"}
    assert client.post(address("call_asked", call), data).status_code == 302
    texts = list(call.questions.values_list("position", "text"))
    assert (len(texts), texts[0], texts[-1]) == (5, (1, "Wat speelt er?"), (5, "Nog iets?"))


def _fields(page: object, name: str) -> dict[str, object]:
    formset = page.context[name]  # type: ignore[attr-defined]
    boxes = [*formset.management_form, *(box for form in formset for box in form)]
    return {box.html_name: box.value() for box in boxes if box.value() is not None}


def test_call_change_moves_the_closing_date_of_a_published_call() -> None:
    call = make_call()
    client = client_with("coordinator", call.space)
    response = save(client, address("call_change", call), form_of(closes_on=timezone.localdate() + 9 * DAY))
    assert response.status_code == 302
    call.refresh_from_db()
    assert call.local_closing.date() == timezone.localdate() + 9 * DAY


def test_call_change_keeps_a_region_for_which_there_is_a_proposal() -> None:
    call = make_call()
    draft(call)
    client = client_with("coordinator", call.space)
    response = save(client, address("call_change", call), form_of(regions=[region("Kempen").pk]))
    assert (response.status_code, call.regions.count()) == (422, 2)
    assert "regions" in response.context["form"].errors


# --- who sees what --------------------------------------------------------------------------------
def test_pages_of_a_call_are_for_the_coordinators_of_its_programme_alone() -> None:
    call = make_call()
    proposal = submitted(call)
    assessment(proposal)
    elsewhere = make_call(programme_with_regions("Elders"))
    administrator = User.objects.create_user("regio@example.org")
    RegionAdministrator.objects.create(region=region(), user=administrator)
    clients = {
        "member": client_with("member", call.space),
        "chair": client_with("chair", call.space),
        "other programme": client_with("coordinator", elsewhere.space),
        "region administrator": client_of(administrator),
        "platform administrator": client_of(User.objects.create_user("p@example.org", is_superuser=True)),
    }
    names = ["call_show", "call_change", "applicant_invite", "assessor_ask", "session_add"]
    pages = [address(name, call) for name in names]
    pages += [address(name, call, proposal.pk) for name in ("proposal_show", "proposal_document", "proposal_grant")]
    for who, client in clients.items():
        answers = {page: client.get(page).status_code for page in pages}
        assert set(answers.values()) <= {403, 404}, (who, answers)
    assert {client_with("coordinator", call.space).get(page).status_code for page in pages} == {200}


def test_a_coordinator_of_one_programme_reaches_nothing_of_another_through_their_own() -> None:
    call, other = make_call(), make_call(programme_with_regions("Elders"))
    proposal = submitted(call)
    client = client_with("coordinator", other.space)
    for name, more in (("call_show", []), ("proposal_show", [proposal.pk]), ("proposal_grant", [proposal.pk])):
        assert client.get(reverse(f"calls:{name}", args=[other.space.slug, call.pk, *more])).status_code == 404
    assert client.get(address("proposal_show", other, proposal.pk)).status_code == 404


def test_what_is_being_written_is_not_ours_to_read() -> None:
    call = make_call()
    proposal = draft(call)
    applying.save_answer(proposal, call.questions.first(), "Geheim plan", version=0)
    client = client_with("coordinator", call.space)
    shown = client.get(address("call_show", call)).content.decode()
    assert ("Gemeente Stekene" in shown, "Geheim plan" in shown) == (True, False)
    for name in ("proposal_show", "proposal_document", "proposal_grant", "proposal_refuse"):
        assert client.get(address(name, call, proposal.pk)).status_code == 404
    applying.withdraw(proposal)
    assert client.get(address("proposal_show", call, proposal.pk)).status_code == 404


def test_public_page_says_nothing_of_who_applies() -> None:
    call = make_call()
    submitted(call)
    shown = Client().get(public("call_public", call)).content.decode()
    assert call.questions.first().text in shown
    assert "Stekene" not in shown and "els@" not in shown


def test_a_call_by_invitation_has_no_public_page() -> None:
    call = make_call(by_invitation=True)
    for name in ("call_public", "call_apply", "call_applied"):
        assert Client().get(public(name, call)).status_code == 404
    assert Client().post(public("call_apply", call), {}).status_code == 404


def test_the_menu_of_a_programme_has_calls_and_that_of_an_alliance_has_not() -> None:
    space = programme_with_regions()
    page = reverse("calls:call_list", args=[space.slug])
    assert f'href="{page}"' in client_with("coordinator", space).get(page).content.decode()
    alliance = AllianceFactory(space__parent=space).space
    shown = client_with("coordinator", alliance).get(f"/s/{alliance.slug}/").content.decode()
    assert "/calls/" not in shown


# --- applying -------------------------------------------------------------------------------------
def apply_form(**facts: object) -> dict:
    values = {
        "region": region().pk,
        "organisation": "Gemeente Stekene",
        "name": "Els Maes",
        "email": "Els@Example.org",
    }
    return {**values, **facts}


def test_call_apply_begins_a_proposal_and_says_the_same_to_everybody() -> None:
    call = make_call()
    for _time in range(2):
        response = Client().post(public("call_apply", call), apply_form())
        assert response["Location"] == public("call_applied", call)
    proposal = Proposal.objects.get()
    assert (proposal.lead_email, proposal.is_invited, proposal.state) == ("els@example.org", False, "draft")
    assert Client().get(public("call_applied", call)).status_code == 200


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "Win op https://spam.example"},
        {"organisation": "www.spam.example"},
        {"name": "Els\r\nBcc: x@example.org"},
        {"name": "E" * 121},
        {"region": 999_999},
        {"email": "geen adres"},
    ],
)
def test_call_apply_refuses_what_cannot_be_mailed(facts: dict) -> None:
    response = Client().post(public("call_apply", make_call()), apply_form(**facts))
    assert response.status_code == 422
    assert Proposal.objects.count() == 0


def test_call_apply_mails_one_address_only_so_often() -> None:
    call = make_call()
    answers = [Client().post(public("call_apply", call), apply_form()).status_code for _time in range(5)]
    assert answers == [302] * 4 + [429]


def test_call_apply_leads_back_when_the_call_is_not_open() -> None:
    call = make_call(opens_at=timezone.now() - 2 * DAY, closes_at=timezone.now() - DAY)
    assert Client().get(public("call_apply", call))["Location"] == public("call_public", call)
    assert Client().post(public("call_apply", call), apply_form()).status_code == 422


def test_applicant_invite_mails_a_link() -> None:
    call = make_call(by_invitation=True)
    client = client_with("coordinator", call.space)
    response = save(client, address("applicant_invite", call), apply_form())
    assert response.status_code == 302
    assert Proposal.objects.get().is_invited


# --- deciding -------------------------------------------------------------------------------------
def grant_form(**facts: object) -> dict:
    values = {
        "name": "Alliantie Waasland",
        "slug": "waas",
        "coordinator_name": "Els Maes",
        "coordinator_email": "els@example.org",
        "reason": "Sterk.",
    }
    return {**values, **facts}


def test_proposal_grant_pressed_twice_leads_to_the_same_network() -> None:
    call = make_call()
    proposal = submitted(call)
    client = client_with("coordinator", call.space)
    page = address("proposal_grant", call, proposal.pk)
    assert client.get(page).context["form"].initial["slug"] == "waasland"
    answers = [client.post(page, grant_form()) for _press in range(2)]
    assert [answer["Location"] for answer in answers] == [address("proposal_show", call, proposal.pk)] * 2
    assert Alliance.objects.count() == 1
    assert client.get(page).status_code == 302


def test_proposal_grant_says_which_short_name_is_taken_and_keeps_what_was_typed() -> None:
    call = make_call()
    proposal = submitted(call)
    AllianceFactory(space__slug="waas")
    response = client_with("coordinator", call.space).post(address("proposal_grant", call, proposal.pk), grant_form())
    assert response.status_code == 422
    assert response.context["form"]["reason"].value() == "Sterk."
    assert "slug" in response.context["form"].errors


def test_proposal_refuse_needs_a_reason() -> None:
    call = make_call()
    proposal = submitted(call)
    client = client_with("coordinator", call.space)
    page = address("proposal_refuse", call, proposal.pk)
    assert client.post(page, {"reason": " "}).status_code == 422
    assert client.post(page, {"reason": "Nog te smal."}).status_code == 302
    assert Proposal.objects.get().state == "refused"


def test_proposal_document_is_the_frozen_one() -> None:
    call = make_call()
    proposal = submitted(call)
    response = client_with("coordinator", call.space).get(address("proposal_document", call, proposal.pk))
    assert response.content == bytes(proposal.document.content)


# --- information sessions -------------------------------------------------------------------------
def test_session_add_shows_a_meeting_on_the_public_page() -> None:
    call = make_call()
    start = timezone.now() + DAY
    meeting = Meeting.objects.create(
        space=call.space, title="Infoavond", starts_at=start, ends_at=start + DAY / 12, invitation_text="Kom!"
    )
    client = client_with("coordinator", call.space)
    data = {"meeting": meeting.pk, "regions": [region().pk]}
    assert save(client, address("session_add", call), data).status_code == 302
    assert "Infoavond" in Client().get(public("call_public", call)).content.decode()
    session = call.information_sessions.get()
    client.post(address("session_remove", call, session.pk))
    assert (call.information_sessions.count(), Meeting.objects.count()) == (0, 1)


def test_session_add_takes_no_meeting_of_another_space() -> None:
    call = make_call()
    start = timezone.now() + DAY
    meeting = Meeting.objects.create(
        space=AllianceFactory().space, title="Van hen", starts_at=start, ends_at=start + DAY / 12, invitation_text="x"
    )
    data = {"meeting": meeting.pk, "regions": [region().pk]}
    assert save(client_with("coordinator", call.space), address("session_add", call), data).status_code == 422


# --- cost -----------------------------------------------------------------------------------------
def test_pages_cost_the_same_with_one_proposal_and_with_many() -> None:
    call = make_call()
    client = client_of(user_with("coordinator", call.space))
    first = submitted(call)
    partner_free = assessment(first)
    assessing.declare(partner_free, "none")
    pages = [
        reverse("calls:call_list", args=[call.space.slug]),
        address("call_show", call),
        address("proposal_show", call, first.pk),
        public("call_public", call),
    ]
    before = {page: _queries(client, page) for page in pages}
    for number in range(15):
        draft(call, email=f"a{number}@example.org")
        assessment(first, email=f"b{number}@example.org", name=f"Beoordelaar {number}")
        make_call(call.space)
    after = {page: _queries(client, page) for page in pages}
    assert after == before
    assert max(after.values()) <= 12, after


def _queries(client: Client, page: str) -> int:
    client.get(page)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_names_of_people_who_joined_are_with_the_proposal() -> None:
    call = make_call()
    from tests.calls.factories import written

    proposal = written(call)
    partner(proposal, "yes")
    applying.submit(proposal)
    shown = client_with("coordinator", call.space).get(address("proposal_show", call, proposal.pk)).content.decode()
    assert "OCMW Lokeren" in shown
