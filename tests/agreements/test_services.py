"""A version never changes; members say what they think of it, each once that counts."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliances.agreements import services
from alliances.agreements.models import MAX_REMINDERS, Agreement, AgreementVersion, Answer, ConfirmationRequest
from alliances.agreements.standing import SeatState, overview, voices_of
from core.mail.models import Mail
from documents.signing.services import Party
from spaces import seats
from spaces.models import Pause, Representative
from spaces.services import change_person, end_membership
from tests.agreements.factories import agreed, agreements_of, asked, decider, proposed
from tests.at_once import together
from tests.spaces.factories import AllianceFactory, MemberFactory, PersonFactory, account_of, user_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_each_language_has_a_text_that_can_be_put_before_the_members_as_it_is(language: str) -> None:
    agreement = agreements_of(AllianceFactory(space__language=language, space__name="Net & <Werk>").space)
    assert "Net & <Werk>" in agreement.text
    assert agreement.text.count("\n# ") == 9
    assert proposed(agreement).number == 1


def test_beginning_twice_keeps_what_was_written() -> None:
    agreement = agreements_of()
    Agreement.objects.update(text="Van ons.")
    assert services.create(agreement.space, Agreement.Kind.RULES).text == "Van ons."


def test_only_what_was_looked_at_is_put_forward() -> None:
    agreement = agreements_of()
    seen = agreement.draft.sha256
    Agreement.objects.update(text="Iets anders.")
    with pytest.raises(services.ChangedMeanwhile):
        services.propose(agreement, seen=seen, by=user_with("coordinator", agreement.space))
    assert not AgreementVersion.objects.exists()


@pytest.mark.parametrize("text", ["", "   \n"])
def test_a_text_that_says_nothing_is_not_put_forward(text: str) -> None:
    agreement = agreements_of()
    Agreement.objects.update(text=text)
    agreement.refresh_from_db()
    with pytest.raises(ValidationError, match="no text"):
        services.propose(agreement, seen=agreement.draft.sha256, by=user_with("coordinator", agreement.space))


def test_the_same_text_is_not_a_new_version() -> None:
    agreement = agreements_of()
    proposed(agreement)
    with pytest.raises(ValidationError, match="already"):
        proposed(agreement)


@pytest.mark.django_db(transaction=True)
def test_two_who_put_it_forward_at_once_make_one_version() -> None:
    agreement = agreements_of()
    by = user_with("coordinator", agreement.space)

    def press() -> AgreementVersion:
        return services.propose(agreement, seen=agreement.draft.sha256, by=by)

    found = together(press, press)
    assert sorted(type(one).__name__ for one in found) == ["AgreementVersion", "ValidationError"]


def test_a_version_never_changes() -> None:
    version = proposed(agreements_of())
    with pytest.raises(TypeError):
        AgreementVersion.objects.update(text="anders")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.create(
            agreement=version.agreement, number=2, title="x", text="x", sha256="0" * 64, proposed_by="x"
        )


def test_the_vision_comes_from_the_profile() -> None:
    space = AllianceFactory(space__vision="Iedereen\r\nhoort erbij.", space__name="Kempen").space
    vision = services.create(space, Agreement.Kind.VISION)
    version = proposed(vision)
    assert (version.title, version.text) == ("De visie van Kempen", "Iedereen\nhoort erbij.")
    assert not vision.has_changes_since(version)
    space.vision = "Iets nieuws."
    space.save()
    assert Agreement.objects.get(pk=vision.pk).has_changes_since(version)


def test_everybody_who_decides_is_asked_once_and_in_their_language() -> None:
    version = proposed(agreements_of())
    seat = decider(version.agreement.space, person__language="fr")
    asked(version, seat)
    asked(version, seat)
    (mail,) = Mail.objects.filter(kind="agreement request")
    assert mail.to == seat.person.email
    assert "d’accord" in mail.subject
    assert seat.member.name in mail.text


def test_a_new_version_ends_what_was_asked_of_the_one_before_and_keeps_its_answers() -> None:
    agreement = agreements_of()
    first = proposed(agreement)
    request, said = asked(first), agreed(first)
    second = proposed(agreement, "# Nieuw\n\nAnders.")
    request.refresh_from_db()
    assert request.link_state() == "withdrawn"
    assert [one.answer for one in overview(second).parties] == [None, None]
    assert said in Answer.objects.counting().filter(version=first)
    with pytest.raises(ValidationError, match="newer version"):
        agreed(first, said.member, said.person)
    assert (
        services.ask(first, [Party(request.member, request.person)], by=user_with("coordinator", agreement.space)) == 0
    )


def test_a_later_answer_counts_in_the_place_of_the_earlier_and_both_stay() -> None:
    version = proposed(agreements_of())
    said = agreed(version)
    services.answer(version, said.member, said.person, choice="remark", remark="Graag korter.")
    services.answer(version, said.member, said.person, choice="remark", remark="Graag korter.")
    assert [(one.choice, one.replaced_at is None) for one in Answer.objects.order_by("pk")] == [
        ("agree", False),
        ("remark", True),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_of_one_member_at_once_leave_one_answer_that_counts() -> None:
    version = proposed(agreements_of())
    seat = decider(version.agreement.space)
    other = decider(version.agreement.space, seat.member)
    together(*(lambda one=one: agreed(version, seat.member, one.person) for one in (seat, other)))
    assert Answer.objects.counting().count() == 1


def test_a_remark_without_words_is_no_answer() -> None:
    version = proposed(agreements_of())
    seat = decider(version.agreement.space)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.answer(version, seat.member, seat.person, choice="remark", remark=" ")


def without_mandate(seat: Representative) -> None:
    seat.may_decide = False
    seats.change_mandate(seat)


@pytest.mark.parametrize(
    "end",
    [
        without_mandate,
        lambda seat: end_membership(seat.member),
        lambda seat: Representative.objects.filter(pk=seat.pk).update(ends_on=timezone.localdate()),
    ],
    ids=["no mandate", "left", "seat ended"],
)
def test_who_no_longer_decides_cannot_answer_and_the_link_is_dead(end) -> None:
    version = proposed(agreements_of())
    seat = decider(version.agreement.space)
    request = asked(version, seat)
    end(seat)
    request = ConfirmationRequest.objects.get(pk=request.pk)
    assert request.link_state() == "withdrawn"
    with pytest.raises(ValidationError, match="no longer answer"):
        agreed(version, seat.member, seat.person)


def test_a_corrected_address_ends_the_link_and_the_person_can_be_asked_again() -> None:
    version = proposed(agreements_of())
    request = asked(version)
    request.person.email = "nieuw@example.org"
    change_person(request.person)
    request.refresh_from_db()
    assert request.withdrawn_at is not None
    ((_party, seat),) = overview(version).seats_to_ask
    assert seat.state == SeatState.NOT_ASKED


def test_reminders_have_a_cap_and_leave_those_alone_who_answered_or_pause() -> None:
    version = proposed(agreements_of())
    space = version.agreement.space
    by = user_with("coordinator", space)
    silent, answered, pausing = (asked(version) for _number in range(3))
    agreed(version, answered.member, answered.person)
    Pause.objects.create(member=pausing.member)
    assert services.remind(version, by=by) == 0  # asked just now
    counts = []
    for _time in range(MAX_REMINDERS + 1):
        ConfirmationRequest.objects.update(contacted_at=timezone.now() - dt.timedelta(days=4))
        counts.append(services.remind(version, by=by))
    assert counts == [1, 1, 1, 0]
    assert {mail.to for mail in Mail.objects.filter(kind="agreement reminder")} == {silent.person.email}


def test_somebody_for_two_organisations_is_asked_for_each_and_answers_for_each() -> None:
    version = proposed(agreements_of())
    space = version.agreement.space
    person = PersonFactory(space=space)
    first, second = (decider(space, person=person) for _number in range(2))
    asked(version, first)
    asked(version, second)
    assert Mail.objects.filter(to=person.email).count() == 2
    agreed(version, first.member, person)
    picture = {one.member.pk: one.agrees for one in overview(version).parties}
    assert picture == {first.member.pk: True, second.member.pk: False}
    assert {voice.member for voice in voices_of(account_of(person), space)} == {first.member, second.member}


def test_voices_are_those_who_decide_here_today() -> None:
    space = agreements_of().space
    person = PersonFactory(space=space)
    decider(space, person=person, may_decide=False)
    elsewhere = PersonFactory(email=person.email)
    decider(elsewhere.space, person=elsewhere)
    individual = MemberFactory(space=space, organisation=None, individual=person)
    assert [voice.member for voice in voices_of(account_of(person), space)] == [individual]
