"""Behind the links: writing a proposal, saying yes to applying jointly, assessing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.links import MailLink
from programmes.calls.models import Assessment, Partner, Proposal
from programmes.calls.services import applying, assessing
from tests.calls.factories import assessment, draft, make_call, partner, submitted, written

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def opened(link: MailLink) -> tuple[Client, str]:
    """A browser that came in by the link, and the address of its page."""
    client = Client()
    response = client.get(link.address())
    assert response.status_code == 302
    return client, response["Location"]


def posted(proposal: Proposal, text: str, version: int = 0, **more: Any) -> dict[str, Any]:
    question = proposal.call.questions.first()
    return {f"question-{question.pk}-text": text, f"question-{question.pk}-version": version, **more}


def first_answer(proposal: Proposal) -> str:
    answer = proposal.answers.filter(question=proposal.call.questions.first()).first()
    return answer.text if answer else ""


# --- writing --------------------------------------------------------------------------------------
def test_an_answer_saves_itself() -> None:
    proposal = draft()
    client, page = opened(proposal)
    data = posted(proposal, "Wij trekken.", question=proposal.call.questions.first().pk)
    response = client.post(page, data, headers=HTMX)
    assert (response.status_code, first_answer(proposal)) == (200, "Wij trekken.")
    assert 'value="1"' in response.content.decode()  # the version to go on from


def test_an_answer_that_somebody_else_saved_shows_both_and_one_may_stay() -> None:
    proposal = draft()
    client, page = opened(proposal)
    question = proposal.call.questions.first()
    applying.save_answer(proposal, question, "Van Jan", version=0)
    response = client.post(page, posted(proposal, "Van Els", question=question.pk), headers=HTMX)
    assert (response.status_code, first_answer(proposal)) == (409, "Van Jan")
    assert "Van Jan" in response.content.decode() and "Van Els" in response.content.decode()
    client.post(page, posted(proposal, "Van Els", mine=f"{question.pk}:1"))
    assert first_answer(proposal) == "Van Els"
    client.post(page, posted(proposal, "Weer anders", theirs=f"{question.pk}"))
    assert first_answer(proposal) == "Van Els"


def test_an_answer_that_is_too_long_is_said_beside_it_and_kept_on_the_page() -> None:
    proposal = draft()
    client, page = opened(proposal)
    question = proposal.call.questions.first()
    long = "a" * (question.longest + 1)
    response = client.post(page, posted(proposal, long, question=question.pk), headers=HTMX)
    assert (response.status_code, first_answer(proposal)) == (422, "")
    assert long in response.content.decode()
    lines = "a\r\n" * (question.longest // 2)  # a line end counts once
    assert client.post(page, posted(proposal, lines, question=question.pk), headers=HTMX).status_code == 200


def test_every_button_saves_first_also_without_javascript() -> None:
    proposal = draft()
    client, page = opened(proposal)
    data = posted(proposal, "Wij trekken.", ask="1")
    data |= {"partner-organisation": "OCMW", "partner-name": "Karel", "partner-email": "geen adres"}
    response = client.post(page, data)
    assert (response.status_code, first_answer(proposal)) == (422, "Wij trekken.")
    assert "Wij trekken." in response.content.decode()
    data |= {"partner-email": "karel@example.org"} | posted(proposal, "Wij trekken.", 1)
    assert client.post(page, data).status_code == 302
    assert proposal.partners.get().email == "karel@example.org"


def test_submit_needs_a_tick_and_opening_the_link_does_nothing() -> None:
    proposal = written()
    client, page = opened(proposal)
    client.get(page)
    assert client.post(page, {"send": "1"}).status_code == 422
    assert Proposal.objects.get().state == "draft"
    assert client.post(page, {"send": "1", "submit-sure": "on"}).status_code == 302
    assert Proposal.objects.get().state == "submitted"
    assert client.get(f"{page}?pdf").content == bytes(Proposal.objects.get().document.content)


def test_submit_with_something_missing_says_what() -> None:
    proposal = draft()
    client, page = opened(proposal)
    response = client.post(page, {"send": "1", "submit-sure": "on"}, follow=True)
    assert proposal.call.questions.last().text in response.content.decode()
    assert Proposal.objects.get().state == "draft"


def test_withdraw_and_taking_somebody_off_need_a_tick() -> None:
    proposal = written()
    row = partner(proposal)
    client, page = opened(proposal)
    client.post(page, {"drop": row.pk})
    assert client.post(page, {"withdraw": "1"}).status_code == 422
    assert (Partner.objects.count(), Proposal.objects.get().state) == (1, "draft")
    client.post(page, {"drop": row.pk, f"sure-{row.pk}": "on"})
    client.post(page, {"withdraw": "1", "withdraw-sure": "on"})
    assert (Partner.objects.count(), Proposal.objects.get().state) == (0, "withdrawn")
    assert client.get(page).status_code == 200


def test_after_submitting_an_open_page_saves_nothing_and_says_so() -> None:
    proposal = submitted()
    client, page = opened(proposal)
    question = proposal.call.questions.first()
    before = first_answer(proposal)
    response = client.post(page, posted(proposal, "Nog iets", 1, question=question.pk), headers=HTMX)
    assert (response.status_code, first_answer(proposal)) == (422, before)


def test_a_link_opens_one_proposal_and_a_tampered_one_none() -> None:
    call = make_call()
    own, other = written(call), written(call, email="jan@example.org", organisation="Gemeente Temse")
    client, page = opened(own)
    assert "Temse" not in client.get(page).content.decode()
    assert client.get(page.replace(str(own.pk), str(other.pk))).status_code == 404
    assert Client().get(own.address()[:-2] + "x/").status_code == 404
    question = call.questions.first()
    data = {f"question-{question.pk}-text": "x", f"question-{question.pk}-version": 1, "question": question.pk}
    assert client.post(page.replace(str(own.pk), str(other.pk)), data).status_code == 404


def test_somebody_elses_partner_cannot_be_taken_off() -> None:
    call = make_call()
    own, other = written(call), written(call, email="jan@example.org")
    row = partner(other)
    client, page = opened(own)
    client.post(page, {"drop": row.pk, f"sure-{row.pk}": "on"})
    assert Partner.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("number", ["0", "x", "9" * 40, "-1", "٣"])
def test_a_question_that_does_not_exist_is_no_error(number: str) -> None:
    client, page = opened(draft())
    assert client.post(page, {"question": number}, headers=HTMX).status_code in (302, 404)


def test_a_nul_byte_is_refused() -> None:
    proposal = draft()
    client, page = opened(proposal)
    response = client.post(page, posted(proposal, "a\0b", question=proposal.call.questions.first().pk), headers=HTMX)
    assert response.status_code in (400, 422)


# --- applying jointly -----------------------------------------------------------------------------
def test_joint_reply_needs_a_choice_and_can_change_until_submitting() -> None:
    proposal = written()
    row = partner(proposal)
    client, page = opened(row)
    assert proposal.answers.first().text in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 422
    for reply in ("no", "yes"):
        client.post(page, {"reply": reply})
        row.refresh_from_db()
        assert row.reply == reply
    applying.submit(proposal)
    client.post(page, {"reply": "no"})
    row.refresh_from_db()
    assert row.reply == "yes"
    assert 'name="reply"' not in client.get(page).content.decode()


def test_the_link_of_who_is_off_the_list_has_stopped() -> None:
    proposal = written()
    row = partner(proposal)
    client, page = opened(row)
    applying.drop_partner(row)
    assert client.get(page).status_code in (404, 410)


# --- assessing ------------------------------------------------------------------------------------
def points_of(row: Assessment, points: int = 3) -> dict[str, Any]:
    return {f"points-{criterion.pk}": points for criterion in row.proposal.call.criteria.all()}


def assessing_page(row: Assessment) -> tuple[Client, str]:
    client, page = opened(row.assessor)
    return client, f"{page}?proposal={row.proposal_id}"


def test_a_proposal_opens_only_for_who_has_no_interest_in_it() -> None:
    row = assessment(submitted())
    answer = row.proposal.answers.first().text
    client, page = assessing_page(row)
    assert answer not in client.get(page).content.decode()
    assert client.post(page, {"declare": "1"}).status_code == 422
    client.post(page, {"declare": "1", "interest": "none"})
    assert answer in client.get(page).content.decode()
    client.post(page, {"save": "1", "note": "Mooi", **points_of(row)})
    client.post(page, {"declare": "1", "interest": "conflict"})
    assert answer not in client.get(page).content.decode()
    row.refresh_from_db()
    assert (row.note, row.scores.count(), row.handed_in_at) == ("", 0, None)


def test_points_are_saved_and_handed_in_when_all_are_given() -> None:
    row = assessment(submitted())
    assessing.declare(row, "none")
    client, page = assessing_page(row)
    some = dict(list(points_of(row).items())[:2])
    assert client.post(page, {"hand_in": "1", "note": "Bijna", **some}).status_code == 422
    row.refresh_from_db()
    assert (row.note, row.scores.count(), row.handed_in_at) == ("Bijna", 2, None)
    client.post(page, {"hand_in": "1", "note": "Af", **points_of(row)})
    row.refresh_from_db()
    assert (row.scores.count(), row.is_handed_in) == (4, True)
    client.post(page, {"save": "1", "note": "Toch anders", **points_of(row, 0)})
    row.refresh_from_db()
    assert (row.note, {score.points for score in row.scores.all()}) == ("Af", {3})


def test_points_beyond_the_scale_are_refused() -> None:
    row = assessment(submitted())
    assessing.declare(row, "none")
    client, page = assessing_page(row)
    assert client.post(page, {"save": "1", **points_of(row, 5)}).status_code == 422


def test_what_others_think_is_seen_only_after_ones_own() -> None:
    proposal = submitted()
    one, two = assessment(proposal), assessment(proposal, email="bo@example.org", name="Bo Dirix")
    criteria = list(proposal.call.criteria.all())
    assessing.declare(two, "none")
    assessing.write(two, dict.fromkeys(criteria, 4), "Het oordeel van Bo", hands_in=True)
    assessing.declare(one, "none")
    client, page = assessing_page(one)
    assert "Het oordeel van Bo" not in client.get(page).content.decode()
    client.post(page, {"hand_in": "1", "note": "", **points_of(one)})
    assert "Het oordeel van Bo" in client.get(page).content.decode()


def test_an_assessor_sees_no_proposal_they_were_not_asked_about() -> None:
    call = make_call()
    row, other = assessment(submitted(call)), submitted(call, email="jan@example.org", organisation="Gemeente Temse")
    client, page = opened(row.assessor)
    assert "Temse" not in client.get(page).content.decode()
    assert client.get(f"{page}?proposal={other.pk}").status_code == 404
    assert client.get(f"{page}?proposal={'9' * 30}").status_code == 404
    assert client.post(page, {"declare": "1", "interest": "none"}).status_code == 404


def test_nothing_is_assessed_any_more_once_it_is_decided() -> None:
    row = assessment(submitted())
    assessing.declare(row, "none")
    Proposal.objects.update(state="refused", reason="Nee", decided_by="x", decided_at=timezone.now())
    client, page = assessing_page(row)
    client.post(page, {"hand_in": "1", "note": "Te laat", **points_of(row)})
    row.refresh_from_db()
    assert (row.note, row.handed_in_at) == ("", None)
    assert client.get(page).status_code == 200


def test_what_was_taken_back_is_seen_by_nobody_any_more() -> None:
    row = assessment(submitted())
    assessing.declare(row, "none")
    applying.withdraw(row.proposal)
    client, page = assessing_page(row)
    assert client.get(page).status_code == 404
    assert "Stekene" not in client.get(page.partition("?")[0]).content.decode()
