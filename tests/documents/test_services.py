"""Asking, codes, signing, declining and withdrawing: what may happen, and what may not."""

from __future__ import annotations

import datetime as dt
import smtplib
import threading
from unittest import mock

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from core.links import LinkState
from core.mail.models import Mail
from documents.models import SigningEvent, SigningRequest
from documents.signing import codes, evidence, services
from documents.signing.codes import Purpose, Refusal
from documents.signing.services import CodeNotSent, CodeRefused, NotOpen, TextChanged
from spaces.models import Person, Representative
from spaces.services import end_membership, end_representation
from tests.documents.factories import (
    a_party,
    a_request,
    a_signature,
    a_text,
    an_individual,
    answer,
    code_for,
    mailed_code,
    wrong,
)
from tests.spaces.factories import SpaceFactory

pytestmark = pytest.mark.django_db


def refused(request: SigningRequest, code: str) -> tuple[Refusal, int]:
    with pytest.raises(CodeRefused) as caught:
        services.sign(request, answer(request, code))
    return caught.value.refusal, caught.value.tries_left


def later(request: SigningRequest, **ago: float) -> None:
    """Move what was noted of the code into the past."""
    request.refresh_from_db()
    passed = dt.timedelta(**ago)
    SigningRequest.objects.filter(pk=request.pk).update(
        code_sent_at=request.code_sent_at - passed,
        code_expires_at=request.code_expires_at - passed if request.code_expires_at else None,
    )


# --- asking ---------------------------------------------------------------------------------------
def test_ask_writes_request_and_mail_together_in_the_language_of_the_person() -> None:
    text = a_text()
    party = a_party(text.space, person__language="fr")
    assert services.ask(text, [party, an_individual(text.space)], counting=[text.pk]) == 2
    queued = Mail.objects.get(to=party.person.email)
    request = SigningRequest.objects.get(person=party.person)
    assert (queued.kind, queued.space_id) == ("signing request", text.space_id)
    assert request.placeholder() in queued.text
    assert request.placeholder() in queued.html
    assert request.token() not in queued.text + queued.html
    assert '<html lang="fr"' in queued.html


def test_ask_twice_asks_once() -> None:
    text = a_text()
    party = a_party(text.space)
    assert services.ask(text, [party], counting=[text.pk]) == 1
    assert services.ask(text, [party], counting=[text.pk]) == 0
    assert (SigningRequest.objects.count(), Mail.objects.count()) == (1, 1)


def test_an_expired_request_makes_place_for_a_new_one() -> None:
    old = a_request()
    SigningRequest.objects.update(expires_at=timezone.now())
    new = a_request(old.text, services.Party(old.member, old.person))
    old.refresh_from_db()
    assert new.pk != old.pk
    assert old.withdrawn_at is not None


def test_reminders_are_three_at_most_and_three_days_apart() -> None:
    request = a_request()
    sent = []
    for _day in range(15):
        sent.append(services.remind([request.text_id]))
        SigningRequest.objects.update(contacted_at=SigningRequest.objects.get().contacted_at - dt.timedelta(days=1))
    assert sent == [0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]
    assert Mail.objects.filter(kind="signing reminder").count() == 3


def test_nobody_is_reminded_who_signed_declined_was_taken_back_or_lost_the_mandate() -> None:
    text = a_text()
    signed, declined, taken_back, unseated, waiting = (a_request(text) for _one in range(5))
    a_signature(signed)
    services.decline(declined, "Nog geen beslissing van de raad.")
    services.take_back(taken_back)
    Representative.objects.filter(person=unseated.person).update(may_sign=False)
    SigningRequest.objects.update(contacted_at=timezone.now() - dt.timedelta(days=4))
    assert services.remind([text.pk]) == 1
    assert Mail.objects.get(kind="signing reminder").to == waiting.person.email


# --- codes ----------------------------------------------------------------------------------------
def test_the_code_goes_to_the_person_and_is_stored_nowhere() -> None:
    request = a_request()
    code = code_for(request)
    request.refresh_from_db()
    assert (
        mail.outbox[-1].to == [f'"{request.person.name}" <{request.person.email}>']
        or request.person.email in (mail.outbox[-1].to[0])
    )
    assert code not in mail.outbox[-1].subject
    assert code not in str(SigningRequest.objects.filter(pk=request.pk).values())
    assert not any(code in queued.text + queued.html + queued.subject for queued in Mail.objects.all())


def test_five_wrong_codes_end_the_code_even_for_the_right_one() -> None:
    request = a_request()
    code = code_for(request)
    outcomes = [refused(request, wrong(code)) for _try in range(5)]
    assert outcomes == [(Refusal.WRONG, n) for n in (4, 3, 2, 1)] + [(Refusal.TOO_MANY_TRIES, 0)]
    assert refused(request, code) == (Refusal.TOO_MANY_TRIES, 0)
    assert SigningEvent.objects.count() == 0


def test_a_code_works_for_fifteen_minutes() -> None:
    request = a_request()
    code = code_for(request)
    later(request, minutes=14, seconds=50)
    request.refresh_from_db()
    assert codes.is_waiting(request)
    later(request, seconds=11)
    assert refused(request, code)[0] == Refusal.EXPIRED


def test_a_code_is_for_one_request_only() -> None:
    text = a_text()
    mine, theirs = a_request(text), a_request(text)
    code_of_mine = code_for(mine)
    with mock.patch("secrets.randbelow", return_value=(int(code_of_mine) + 7) % 1_000_000):
        code_for(theirs)
    assert refused(theirs, code_of_mine)[0] == Refusal.WRONG


def test_the_same_digits_have_another_digest_for_another_request_and_purpose() -> None:
    text = a_text()
    with mock.patch("secrets.randbelow", return_value=123456):
        first, second = a_request(text), a_request(text)
        code_for(first)
        code_for(second)
        signed = a_signature(a_request(text)).request
        code_for(signed, Purpose.WITHDRAW)
    digests = set(SigningRequest.objects.values_list("code_digest", flat=True))
    assert len(digests) == 3
    assert refused(first, "")[0] == Refusal.WRONG


def test_a_new_code_replaces_the_earlier_one() -> None:
    request = a_request()
    first = code_for(request)
    later(request, seconds=61)
    with mock.patch("secrets.randbelow", return_value=(int(first) + 1) % 1_000_000):
        second = code_for(request)
    assert refused(request, first)[0] == Refusal.WRONG
    assert services.sign(request, answer(request, second)).kind == "signed"


def test_codes_are_limited_by_minute_hour_and_request(settings: object) -> None:
    request = a_request()
    outcomes: list[str] = []
    for _try in range(7):
        try:
            services.send_code(request, Purpose.SIGN)
            outcomes.append("sent")
        except CodeRefused as error:
            outcomes.append(error.refusal)
        later(request, seconds=61)
    assert outcomes == ["sent"] * 5 + [Refusal.TOO_MANY_CODES] * 2
    SigningRequest.objects.update(codes_sent=codes.MAX_CODES)
    request.refresh_from_db()
    assert codes.may_send(request) == Refusal.TOO_MANY_CODES
    other = a_request(request.text)
    code_for(other)
    with pytest.raises(CodeRefused, match="too soon"):
        services.send_code(other, Purpose.SIGN)


def test_a_code_that_could_not_be_mailed_does_not_work_and_may_be_asked_again() -> None:
    request = a_request()
    sending = "documents.signing.emails.EmailMultiAlternatives.send"
    with mock.patch(sending, side_effect=smtplib.SMTPServerDisconnected), pytest.raises(CodeNotSent):
        services.send_code(request, Purpose.SIGN)
    request.refresh_from_db()
    assert not codes.is_waiting(request)
    assert code_for(request) == mailed_code()


# --- signing --------------------------------------------------------------------------------------
def test_a_signature_holds_what_was_shown_who_signed_and_how_they_were_recognised() -> None:
    request = a_request()
    event = a_signature(request, typed_name="A. Vandenbroucke", statement="Ik teken namens ons.", language="nl")
    request.refresh_from_db()
    assert (event.text_id, event.text_sha256, event.text_title) == (
        request.text_id,
        request.text.sha256,
        "Handvest van Waasland-Noord",
    )
    assert (event.party_name, event.for_organisation) == (request.member.name, True)
    assert (event.person_name, event.email) == (request.person.name, request.person.email)
    assert (event.typed_name, event.statement, event.language) == ("A. Vandenbroucke", "Ik teken namens ons.", "nl")
    assert event.recognised_by == "link_and_code"
    assert event.code_sent_at == request.code_sent_at
    assert evidence.verify_chain(request.text.space_id) == []


def test_the_receipt_says_the_hash_of_the_text() -> None:
    event = a_signature()
    receipt = Mail.objects.get(kind="signing receipt")
    assert receipt.to == event.email
    assert event.text_sha256 in receipt.text
    assert event.text_sha256 in receipt.html


def test_a_second_press_gives_the_same_signature_and_no_second_receipt() -> None:
    request = a_request()
    code = code_for(request)
    first = services.sign(request, answer(request, code))
    again = services.sign(request, answer(request, code, typed_name="Iemand Anders"))
    assert again == first
    assert (SigningEvent.objects.count(), Mail.objects.filter(kind="signing receipt").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_forty_parallel_presses_make_one_signature() -> None:
    request = a_request()
    code = code_for(request)
    given = answer(request, code)
    start, results = threading.Barrier(40), []

    def press() -> None:
        start.wait()
        try:
            results.append(services.sign(request, given).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 40
    assert len(set(results)) == 1
    assert (SigningEvent.objects.count(), Mail.objects.filter(kind="signing receipt").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_forty_parallel_guesses_are_five_tries() -> None:
    request = a_request()
    code = code_for(request)
    refusals: list[Refusal] = []

    def guess() -> None:
        try:
            services.sign(request, answer_to_guess)
        except CodeRefused as error:
            refusals.append(error.refusal)
        finally:
            connections.close_all()

    answer_to_guess = answer(request, wrong(code))
    threads = [threading.Thread(target=guess) for _number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals.count(Refusal.WRONG) == 4
    assert SigningRequest.objects.get().code_tries == 5


@pytest.mark.django_db(transaction=True)
def test_many_people_sign_at_once_and_the_chain_has_no_fork() -> None:
    space = SpaceFactory()
    text = a_text(space)
    requests = [a_request(text) for _number in range(12)]
    answers = [(request, answer(request, code_for(request))) for request in requests]

    def press(request: SigningRequest, given: services.Answer) -> None:
        try:
            services.sign(request, given)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=pair) for pair in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(SigningEvent.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 13))
    assert evidence.verify_chain(space.pk) == []


def test_a_text_that_was_changed_meanwhile_is_not_signed_and_costs_no_try() -> None:
    request = a_request()
    given = answer(request, code_for(request))
    services.correct([request.text_id], a_text(request.text.space, "Een betere tekst."))
    with pytest.raises(TextChanged):
        services.sign(request, given)
    request.refresh_from_db()
    assert (SigningEvent.objects.count(), request.code_tries) == (0, 0)


def test_no_signature_after_the_request_was_taken_back_superseded_expired_or_the_mandate_ended() -> None:
    text = a_text()
    requests = [a_request(text) for _one in range(4)]
    answers = [answer(request, code_for(request)) for request in requests]
    services.take_back(requests[0])
    SigningRequest.objects.filter(pk=requests[1].pk).update(expires_at=timezone.now())
    Representative.objects.filter(person=requests[2].person).update(may_sign=False)
    services.supersede([text.pk])
    for request, given in zip(requests, answers, strict=True):
        with pytest.raises(NotOpen):
            services.sign(request, given)
    assert SigningEvent.objects.count() == 0


def test_somebody_elses_seat_gives_no_mandate() -> None:
    text = a_text()
    party, other = a_party(text.space), a_party(text.space)
    services.ask(text, [services.Party(party.member, other.person)], counting=[text.pk])
    request = SigningRequest.objects.get()
    assert request.link_state() == LinkState.WITHDRAWN


def test_individuals_sign_for_themselves() -> None:
    text = a_text()
    party = an_individual(text.space)
    event = a_signature(a_request(text, party))
    assert (event.party_name, event.for_organisation) == (party.person.name, False)


# --- declining and withdrawing ----------------------------------------------------------------------
def test_who_declined_may_still_sign() -> None:
    request = a_request()
    services.decline(request, "De raad beslist in maart.")
    request.refresh_from_db()
    assert (request.declined_at is not None, request.decline_reason) == (True, "De raad beslist in maart.")
    a_signature(request)
    request.refresh_from_db()
    assert (request.declined_at, request.decline_reason) == (None, "")


def test_a_withdrawal_is_a_new_entry_and_the_signature_stays_on_record() -> None:
    event = a_signature()
    request = event.request
    later(request, seconds=61)
    withdrawal = services.withdraw(
        request, answer(request, code_for(request, Purpose.WITHDRAW), contact_preference="", reason="Fusie")
    )
    assert [one.kind for one in SigningEvent.objects.order_by("position")] == ["signed", "withdrawn"]
    assert withdrawal.reason == "Fusie"
    assert not SigningEvent.objects.standing().exists()
    assert evidence.verify_chain(request.text.space_id) == []
    request.refresh_from_db()
    assert request.link_state() == LinkState.WITHDRAWN
    confirmation = Mail.objects.get(kind="signing withdrawn")
    assert "[[link:" not in confirmation.text + confirmation.html
    with pytest.raises(NotOpen):
        services.withdraw(request, answer(request, "000000"))


def test_the_code_to_sign_does_not_withdraw() -> None:
    request = a_request()
    code = code_for(request)
    services.sign(request, answer(request, code))
    with pytest.raises(CodeRefused, match="expired"):
        services.withdraw(request, answer(request, code))
    assert SigningEvent.objects.count() == 1


def test_after_a_withdrawal_the_person_can_be_asked_again() -> None:
    event = a_signature()
    later(event.request, seconds=61)
    services.withdraw(event.request, answer(event.request, code_for(event.request, Purpose.WITHDRAW)))
    party = services.Party(event.request.member, event.request.person)
    assert services.ask(event.text, [party], counting=[event.text_id]) == 1
    second = a_signature(SigningRequest.objects.get(withdrawn_at=None))
    assert list(SigningEvent.objects.standing()) == [second]


# --- a corrected text -------------------------------------------------------------------------------
def test_after_a_correction_signatures_stay_and_open_links_show_the_new_text() -> None:
    text = a_text()
    signed, waiting = a_request(text), a_request(text)
    a_signature(signed)
    new = a_text(text.space, "Wij beloven *heel* veel.")
    services.correct([text.pk], new)
    waiting.refresh_from_db()
    signed.refresh_from_db()
    assert (waiting.text_id, signed.text_id) == (new.pk, text.pk)
    told = Mail.objects.get(kind="signing changed")
    assert told.to == signed.person.email
    assert "Wij beloven *heel* veel." in told.text


# --- who may sign, and what the evidence says -------------------------------------------------------
def test_a_code_that_went_to_another_address_is_none() -> None:
    """Or somebody who may correct addresses could sign, and the evidence would name another mailbox."""
    request = a_request()
    Person.objects.filter(pk=request.person_id).update(email="coordinator@example.org")
    code = code_for(request)
    Person.objects.filter(pk=request.person_id).update(email="directeur@example.org")
    assert refused(request, code)[0] == Refusal.WRONG
    assert not SigningEvent.objects.exists()


def test_from_the_moment_a_seat_is_ended_nothing_is_signed_with_it() -> None:
    request = a_request()
    code = code_for(request)
    end_representation(Representative.objects.get(person=request.person_id))
    with pytest.raises(NotOpen):
        services.sign(request, answer(request, code))
    assert SigningRequest.objects.get(pk=request.pk).link_state() == LinkState.WITHDRAWN


def test_from_the_moment_a_member_leaves_nothing_is_signed_for_it() -> None:
    request = a_request()
    end_membership(request.member)
    assert SigningRequest.objects.get(pk=request.pk).link_state() == LinkState.WITHDRAWN
