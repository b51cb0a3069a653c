"""Writing, submitting and withdrawing a proposal; what is refused, and what happens at the same moment."""

from __future__ import annotations

import datetime as dt
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.frozen.models import FrozenDocument
from core.frozen.services import verify_chain
from core.mail.models import Mail
from programmes.calls.models import Call, Partner, Proposal
from programmes.calls.services import applying
from tests.at_once import together
from tests.calls.factories import DAY, applicant, draft, make_call, partner, region, submitted, written
from tests.spaces.factories import AllianceFactory, user_with

pytestmark = pytest.mark.django_db


def test_begin_mails_the_link_and_the_same_person_gets_the_same_proposal() -> None:
    call = make_call()
    first = draft(call)
    again = draft(call, email="ELS@example.org", organisation="Iets anders")
    assert (first.pk, again.organisation) == (again.pk, "Gemeente Stekene")
    mails = Mail.objects.filter(kind="proposal link")
    assert [mail.to for mail in mails] == ["els@example.org"] * 2
    assert first.placeholder() in mails[0].text


@pytest.mark.parametrize(
    "facts",
    [
        {"opens_at": timezone.now() + DAY, "closes_at": timezone.now() + 2 * DAY},
        {"opens_at": timezone.now() - 2 * DAY, "closes_at": timezone.now() - DAY},
        {"by_invitation": True},
        {"published": False},
    ],
)
def test_begin_is_refused_when_the_call_takes_nothing(facts: dict) -> None:
    call = make_call(**facts)
    with pytest.raises(ValidationError):
        draft(call)
    assert (Proposal.objects.count(), Mail.objects.count()) == (0, 0)


def test_begin_is_refused_where_the_programme_has_an_alliance() -> None:
    from alliances.models import AllianceRegion

    call = make_call()
    AllianceRegion(alliance=AllianceFactory(space__parent=call.space), region=region()).save()
    with pytest.raises(ValidationError, match="Waasland has a network in this programme already"):
        draft(call)


def test_who_is_invited_may_begin_before_the_call_opens_but_not_write() -> None:
    call = make_call(opens_at=timezone.now() + DAY, closes_at=timezone.now() + 2 * DAY, by_invitation=True)
    by = user_with("coordinator", call.space)
    proposal = applying.begin(call, applicant(), invited_by=by)
    assert proposal.is_invited
    assert Mail.objects.get().reply_to == by.email
    with pytest.raises(ValidationError, match="not open"):
        applying.save_answer(proposal, call.questions.first(), "Te vroeg", version=0)


def test_save_answer_counts_versions_and_tells_who_began_from_an_older_one() -> None:
    proposal = draft()
    question = proposal.call.questions.first()
    assert applying.save_answer(proposal, question, "Eerst", version=0).version == 1
    assert applying.save_answer(proposal, question, "Eerst", version=0).version == 1  # the same: nothing to save
    with pytest.raises(applying.Conflict) as conflict:
        applying.save_answer(proposal, question, "Anders", version=0)
    assert conflict.value.answer.text == "Eerst"
    assert applying.save_answer(proposal, question, "Anders", version=1).version == 2


def test_partners_say_yes_or_no_by_a_link_of_their_own() -> None:
    proposal = draft()
    row = partner(proposal)
    mail = Mail.objects.get(kind="proposal joint")
    assert (mail.to, mail.reply_to, row.placeholder() in mail.text) == ("karel@example.org", "els@example.org", True)
    applying.reply(row, Partner.Reply.YES)
    with pytest.raises(ValidationError, match="asked already"):
        partner(proposal, email="KAREL@example.org")
    with pytest.raises(ValidationError, match="your own address"):
        partner(proposal, email="Els@example.org")


def test_submit_says_what_is_missing() -> None:
    proposal = written()
    proposal.answers.first().delete()
    partner(proposal)
    with pytest.raises(ValidationError) as error:
        applying.submit(proposal)
    first = proposal.call.questions.first()
    assert error.value.messages == [
        f"Not answered yet: {first}",
        "OCMW Lokeren has not said yes or no yet.",
    ]


def test_submit_freezes_what_was_written_and_mails_everybody_a_copy() -> None:
    proposal = written()
    partner(proposal, "yes")
    partner(proposal, "no", email="nee@example.org")
    done = applying.submit(proposal)
    frozen = FrozenDocument.objects.get()
    assert (done.state, done.document) == ("submitted", frozen)
    assert bytes(frozen.content).startswith(b"%PDF")
    assert frozen.facts["partners"] == ["OCMW Lokeren"]
    assert verify_chain(f"space:{proposal.programme_id}") == []
    mails = Mail.objects.filter(kind="proposal received").prefetch_related("attachments")
    assert sorted(mail.to for mail in mails) == ["els@example.org", "karel@example.org"]
    assert bytes(mails[0].attachments.get().content) == bytes(frozen.content)


def test_submit_pressed_twice_does_it_once_and_nothing_changes_after_it() -> None:
    proposal = written()
    row = partner(proposal, "yes")
    applying.submit(proposal)
    applying.submit(proposal)
    assert (FrozenDocument.objects.count(), Mail.objects.filter(kind="proposal received").count()) == (1, 2)
    question = proposal.call.questions.first()
    for act in (
        lambda: applying.save_answer(proposal, question, "Nog iets", version=1),
        lambda: partner(proposal, email="later@example.org"),
        lambda: applying.reply(row, Partner.Reply.NO),
        lambda: applying.drop_partner(row),
    ):
        with pytest.raises(ValidationError, match="stays as it is"):
            act()


def test_after_closing_nothing_is_saved_or_submitted() -> None:
    proposal = written()
    Call.objects.update(closes_at=timezone.now())
    with pytest.raises(ValidationError, match="not open"):
        applying.submit(proposal)
    with pytest.raises(ValidationError, match="not open"):
        applying.save_answer(proposal, proposal.call.questions.first(), "Te laat", version=1)
    assert FrozenDocument.objects.count() == 0


def test_the_moment_of_pressing_counts() -> None:
    """A second before closing is in time, however long the rest takes; a second after is too late."""
    proposal = written()
    closes = proposal.call.closes_at
    second = dt.timedelta(seconds=1)
    with mock.patch("programmes.calls.services.applying.timezone") as clock:
        clock.now.return_value = closes
        with pytest.raises(ValidationError, match="not open"):
            applying.submit(proposal)
        clock.now.return_value = closes - second
        assert applying.submit(proposal).state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_of_a_submission_and_an_earlier_closing_at_once_the_closing_is_not_passed_over() -> None:
    """Whichever comes first: either it is submitted while the call was open, or it is refused."""
    from spaces.services import hold

    proposal = written()
    past = timezone.now() - dt.timedelta(minutes=5)

    def close() -> None:
        with transaction.atomic():
            hold(proposal.programme_id)
            Call.objects.filter(pk=proposal.call_id).update(closes_at=past)

    found = together(lambda: applying.submit(Proposal.objects.get(pk=proposal.pk)), close)
    proposal.refresh_from_db()
    refused = isinstance(found[0], ValidationError)
    assert proposal.state == ("draft" if refused else "submitted")


@pytest.mark.django_db(transaction=True)
def test_of_an_answer_and_the_submission_at_once_the_frozen_text_is_the_stored_one() -> None:
    proposal = written()
    question = proposal.call.questions.first()
    together(
        lambda: applying.submit(Proposal.objects.get(pk=proposal.pk)),
        lambda: applying.save_answer(Proposal.objects.get(pk=proposal.pk), question, "Op het laatst", version=1),
    )
    frozen = FrozenDocument.objects.get()
    assert frozen.facts["answers"][0][1] == proposal.answers.get(question=question).text


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_at_once_for_one_address_there_is_one_proposal() -> None:
    call = make_call()
    together(lambda: draft(call), lambda: draft(call))
    assert Proposal.objects.count() == 1


def test_withdrawn_is_free_to_begin_anew_until_it_is_decided_on() -> None:
    call = make_call()
    first = submitted(call)
    assert applying.withdraw(first).state == "withdrawn"
    second = submitted(call)
    assert second.pk != first.pk
    Proposal.objects.filter(pk=second.pk).update(
        state="refused", reason="Nee", decided_by="x", decided_at=timezone.now()
    )
    with pytest.raises(ValidationError, match="decided on"):
        applying.withdraw(second)


def test_a_call_that_closes_before_it_opens_is_refused_by_the_database() -> None:
    call = make_call()
    with pytest.raises(IntegrityError, match="call_closes_after_it_opens"), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(closes_at=call.opens_at)
