"""A small correction keeps what members said and shows what it corrects; a remark reaches the coordinators."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from alliances import facts
from alliances.agreements import document, services
from alliances.agreements.models import AgreementVersion, Answer, ConfirmationRequest
from alliances.agreements.standing import overview
from alliances.ending import _agreements
from core.mail.models import Mail
from spaces.models import Space
from tests.agreements.factories import agreed, agreements_of, asked, decider, proposed
from tests.agreements.test_views import address, opened, text_of
from tests.spaces.factories import AllianceFactory, client_with, user_with

pytestmark = pytest.mark.django_db
WRONG, RIGHT, OTHER = "Wij beslisen samen.", "Wij beslissen samen.", "De voorzitter beslist."


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory(space__language="en").space
    return found


def mails(kind: str) -> list[Mail]:
    return list(Mail.objects.filter(kind=kind).order_by("pk"))


def test_answers_count_on_after_a_correction_and_end_with_a_major_change(space: Space) -> None:
    agreement = agreements_of(space)
    first = proposed(agreement, WRONG)
    said = agreed(first)
    corrected = proposed(agreement, RIGHT, major=False)
    assert (first.change, corrected.change) == ("first", "minor")
    assert [one.answer for one in overview(corrected).parties] == [said]
    assert document.agreed(corrected) == [said]
    assert facts.facts_of(space)["agreed_count"] == 1
    assert [version.agreed for version in _agreements(space)] == [1]
    again = proposed(agreement, RIGHT + " Altijd.", major=False)
    assert document.agreed(again) == [said]
    third = proposed(agreement, OTHER)
    assert (third.change, document.agreed(third)) == ("major", [])
    assert facts.facts_of(space)["agreed_count"] == 0
    assert [version.agreed for version in _agreements(space)] == [0]
    assert document.agreed(again) == [said], "what was said of it stays with it"


def test_what_is_said_of_a_correction_is_not_said_of_the_version_before(space: Space) -> None:
    agreement = agreements_of(space)
    first = proposed(agreement, WRONG)
    corrected = proposed(agreement, RIGHT, major=False)
    said = agreed(corrected)
    assert (document.agreed(first), document.agreed(corrected)) == ([], [said])


def test_who_answered_is_told_once_and_the_link_still_works(space: Space) -> None:
    agreement = agreements_of(space)
    first = proposed(agreement, WRONG)
    seat, signed_in = decider(space), decider(space)
    request = asked(first, seat)
    agreed(first, seat.member, seat.person)
    agreed(first, signed_in.member, signed_in.person)
    silent = asked(first)
    corrected = proposed(agreement, RIGHT, major=False, note="Een letter te weinig.")
    told = mails("agreement corrected")
    assert sorted(mail.to for mail in told) == sorted([seat.person.email, signed_in.person.email])
    assert all("Een letter te weinig." in mail.text for mail in told)
    by_address = {mail.to: mail.text for mail in told}
    assert f"[[link:agreement:{request.pk}:" in by_address[seat.person.email]
    assert address("version_show", space, "rules", corrected.number) in by_address[signed_in.person.email]
    client, page = opened(request)
    shown = text_of(client.get(page))
    assert "A small correction since you answered" in shown
    assert re.search(r"removed: </span>(Wij )?beslisen", shown)
    newcomer, newcomers_page = opened(silent)
    shown = text_of(newcomer.get(newcomers_page))
    assert RIGHT in shown
    assert WRONG not in shown


def test_who_sees_it_differently_after_a_correction_changes_the_answer(space: Space) -> None:
    agreement = agreements_of(space)
    first = proposed(agreement, WRONG)
    seat = decider(space)
    request = asked(first, seat)
    before = agreed(first, seat.member, seat.person)
    corrected = proposed(agreement, RIGHT, major=False)
    client, page = opened(request)
    for _press in range(2):
        assert client.post(page, {"choice": "remark", "remark": "Toch niet."}).status_code == 302
    before.refresh_from_db()
    assert before.replaced_at is not None
    (party,) = overview(corrected).parties
    assert (party.answer.version, party.answer.remark) == (corrected, "Toch niet.")
    assert Answer.objects.count() == 2
    assert "A small correction since" not in text_of(client.get(page))


def test_who_answered_before_a_correction_is_neither_asked_nor_reminded(space: Space) -> None:
    agreement = agreements_of(space)
    first = proposed(agreement, WRONG)
    seat = decider(space)
    request, silent = asked(first, seat), asked(first)
    agreed(first, seat.member, seat.person)
    corrected = proposed(agreement, RIGHT, major=False)
    assert overview(corrected).seats_to_ask == []
    ConfirmationRequest.objects.update(contacted_at=timezone.now() - dt.timedelta(days=9))
    assert services.remind(corrected, by=user_with("coordinator", space)) == 1
    request.refresh_from_db()
    silent.refresh_from_db()
    assert [request.reminders, silent.reminders] == [0, 1]


def test_the_coordinator_says_what_kind_of_change_it_is(space: Space) -> None:
    agreement = agreements_of(space)
    agreed(proposed(agreement, WRONG))
    agreement.text = RIGHT
    agreement.save(update_fields=["text"])
    client, page = client_with("coordinator", space), address("agreement_propose", space, "rules")
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', text_of(client.get(page)))
    assert found
    facts_sent = {"seen": found[1], "note": ""}
    assert client.post(page, facts_sent).status_code == 422, "nothing is chosen beforehand"
    assert client.post(page, {**facts_sent, "change": "first"}).status_code == 422
    assert client.post(page, {**facts_sent, "change": "minor"})["Location"] == address("agreement_show", space, "rules")
    assert client.post(page, {**facts_sent, "change": "minor"}).status_code == 422, "pressed twice: nothing new"
    shown = text_of(client.get(address("agreement_show", space, "rules")))
    assert "Version 2 is a small correction of version 1" in shown
    shown = text_of(client.get(address("version_show", space, "rules", 2)))
    assert "What it corrects in version 1" in shown
    assert "added: </span>" in shown
    assert "What it corrects" not in text_of(client.get(address("version_show", space, "rules", 1)))
    assert client.get(address("version_pdf", space, "rules", 2)).status_code == 200


def test_a_first_version_corrects_nothing_and_a_version_never_changes_its_kind(space: Space) -> None:
    agreement = agreements_of(space)
    assert proposed(agreement, major=False).change == "first"
    facts_of_it = {"agreement": agreements_of(), "title": "x", "text": "x", "proposed_by": "x"}
    for number, change in ((1, "minor"), (2, "first")):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementVersion.objects.create(
                **facts_of_it, number=number, change=change, sha256=services.text_sha256("x")
            )
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_agreementversion SET change = 'minor'")


def test_a_remark_is_mailed_to_each_coordinator_once(space: Space) -> None:
    version = proposed(agreements_of(space))
    other = user_with("coordinator", space)
    seat = decider(space)
    words = {"choice": Answer.Choice.REMARK, "remark": "Graag tolken."}
    for _press in range(2):
        services.answer(version, seat.member, seat.person, **words)
    told = mails("agreement remark")
    assert len(told) == len({mail.to for mail in told})
    assert other.email in {mail.to for mail in told}
    assert not {seat.person.email} & {mail.to for mail in told}
    assert all("Graag tolken." in mail.text and mail.reply_to == seat.person.email for mail in told)
    services.answer(version, seat.member, seat.person, choice=Answer.Choice.AGREE)
    assert len(mails("agreement remark")) == len(told)


def test_who_may_no_longer_decide_tells_nobody_anything(space: Space) -> None:
    version = proposed(agreements_of(space))
    seat = decider(space, may_decide=False)
    with pytest.raises(ValidationError):
        services.answer(version, seat.member, seat.person, choice=Answer.Choice.REMARK, remark="Graag tolken.")
    assert mails("agreement remark") == []


def test_a_scanner_that_opens_the_corrected_link_changes_nothing(space: Space) -> None:
    agreement = agreements_of(space)
    request = asked(proposed(agreement, WRONG))
    proposed(agreement, RIGHT, major=False)
    client, page = opened(request)
    assert client.post(page, {}).status_code == 422
    assert not Answer.objects.exists()
    assert Client().get(page).status_code == 404
