"""Asking the members, answering by link and signed in, and what each sees of the network."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliances.relations import services
from alliances.relations.models import MAX_REMINDERS, Answer, Asking, RelationRequest
from core.mail.models import Mail
from spaces.models import Pause, Representative, Role, Space
from spaces.services import end_membership
from tests.at_once import together
from tests.pages import marks_in, save
from tests.relations.factories import a_member, asked, met, says
from tests.spaces.factories import AllianceFactory, account_of, client_of, client_with, somebody, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return AllianceFactory(space__language="en").space


def address(name: str, space: Space, *more: object) -> str:
    return reverse(f"relations:{name}", args=[space.slug, *more])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def opened(request: RelationRequest) -> tuple[Client, str]:
    client = Client()
    return client, client.get(request.address().removeprefix("http://localhost:8000"))["Location"]


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


# --- asking ---------------------------------------------------------------------------------------
def test_a_coordinator_asks_each_representative_once_and_takes_out_whom_not_to(space: Space) -> None:
    one, other, left_out = (a_member(space, name) for name in ("Bibliotheek", "Taalhuis", "Museum"))
    paused = a_member(space, "Pauze")
    Pause.objects.create(member=paused)
    client, page = client_with("coordinator", space), address("members_ask", space)
    shown = text_of(client.get(page))
    assert "Bibliotheek" in shown and "Pauze" not in shown
    seats = [member.representatives.get().pk for member in (one, other)]
    data = {**marks_in(client.get(page)), "words": "Fijn!", "closes_on": str(in_days(9)), "seats": seats}
    assert client.post(page, data)["Location"] == client.post(page, data)["Location"]  # pressed twice
    assert sorted(Mail.objects.values_list("subject", flat=True)) == [
        f"With whom does {name} work in {space.name}?" for name in ("Bibliotheek", "Taalhuis")
    ]
    mail = Mail.objects.first()
    assert "Fijn!" in mail.text and "[[link:relations:" in mail.text
    assert not RelationRequest.objects.filter(member=left_out).exists()


@pytest.mark.parametrize(
    "wrong", [{"closes_on": str(in_days(-2))}, {"seats": []}, {"seats": ["9" * 30]}, {"words": "\0"}]
)
def test_a_question_that_cannot_be_asked_says_why(space: Space, wrong: dict) -> None:
    seat = a_member(space, "Bibliotheek").representatives.get()
    client, page = client_with("coordinator", space), address("members_ask", space)
    data = {"words": "", "closes_on": str(in_days(9)), "seats": [seat.pk], **wrong}
    assert save(client, page, data).status_code in (400, 422)
    assert not Asking.objects.exists()


def test_while_a_question_is_open_nobody_is_asked_twice(space: Space) -> None:
    member = a_member(space, "Bibliotheek")
    first = asked(member)
    with pytest.raises(ValidationError):
        asked(member)
    Asking.objects.update(closes_on=in_days(-1))
    second = asked(member)
    first.refresh_from_db()
    assert (first.link_state(), second.link_state()) == ("expired", "fine")
    with pytest.raises(IntegrityError), transaction.atomic():
        Asking.objects.create(space=space, closes_on=in_days(3))


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_the_same_moment_ask_once(space: Space) -> None:
    seat, by = a_member(space, "Bibliotheek").representatives.get(), user_with("coordinator", space)

    def press() -> int:
        return services.ask(Asking(space=space, closes_on=in_days(9)), [seat.pk], by=by)

    found = together(press, press)
    assert sorted(type(one).__name__ for one in found) == ["ValidationError", "int"]
    assert RelationRequest.objects.count() == 1


def test_who_said_nothing_is_reminded_not_too_often(space: Space) -> None:
    one, other = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    asking, by = Asking(space=space, closes_on=in_days(30)), user_with("coordinator", space)
    services.ask(asking, [member.representatives.get().pk for member in (one, other)], by=by)
    assert services.remind(asking, by=by) == 0
    says(one, other)
    for reminder in range(MAX_REMINDERS + 1):
        RelationRequest.objects.update(contacted_at=timezone.now() - dt.timedelta(days=4))
        assert services.remind(asking, by=by) == (1 if reminder < MAX_REMINDERS else 0)
    assert client_with("coordinator", space).post(address("members_remind", space)).status_code == 302
    assert client_with("chair", space).post(address("members_remind", space)).status_code == 403


# --- answering by link ----------------------------------------------------------------------------
def test_a_representative_confirms_by_link_and_adds_whom_they_work_with(space: Space) -> None:
    member, met_one, third = (a_member(space, name) for name in ("Bibliotheek", "Taalhuis", "Museum"))
    met(space, member, met_one)
    client, page = opened(asked(member))
    shown = client.get(page)
    assert "1 meeting together, last on" in text_of(shown)
    assert "checked" not in shown.content.decode()
    assert not Answer.objects.exists()
    assert client.post(page, {}).status_code == 422  # what a scanner would send
    assert client.post(page, {f"with_{met_one.pk}": "", "other": "", "about": ""}).status_code == 422
    data = {f"with_{met_one.pk}": "not_really", "other": third.pk, "about": "Verhalen in het museum"}
    assert client.post(page, data).status_code == 302
    assert client.post(page, data).status_code == 302
    assert list(Answer.objects.order_by("other").values_list("member", "other", "says", "about")) == [
        (member.pk, met_one.pk, "not_really", ""),
        (member.pk, third.pk, "together", "Verhalen in het museum"),
    ]
    assert "Thank you" in text_of(client.get(page))
    client.post(f"{page}?change", {f"with_{third.pk}": "together", f"with_{met_one.pk}": "unknown"})
    assert Answer.objects.get(other=third).about == "Verhalen in het museum"
    assert Answer.objects.get(other=met_one).says == "unknown"


def test_a_long_list_is_asked_in_pieces_and_whoever_was_named_is_asked_too(space: Space) -> None:
    member, *others = [a_member(space, f"Lid {number:02}") for number in range(12)]
    met(space, member, *others[:10])
    says(others[10], member)
    client, page = opened(asked(member))
    assert client.get(page).content.decode().count('class="tie-question"') == 8
    named = client.get(page + "?change")
    assert named.content.decode().count('class="tie-question"') == 11
    assert "They say that you work together" in text_of(named)
    says(others[9], member, "not_really")
    assert "Not really" not in re.sub(r"<label.*?</label>", "", client.get(page + "?change").content.decode())


@pytest.mark.parametrize(
    "data",
    [
        {"other": "99999999999999999999999999"},
        {"other": "0"},
        {"about": "Zonder wie"},
        {"other": "", "about": "a\0b"},
        {"with_99999999999999999999": "together"},
        {"with_x": "together"},
    ],
)
def test_nonsense_behind_the_link_notes_nothing(space: Space, data: dict[str, str]) -> None:
    client, page = opened(asked(a_member(space, "Bibliotheek")))
    assert client.post(page, data).status_code in (400, 422)
    assert not Answer.objects.exists()


def test_nobody_answers_of_themselves_or_of_another_alliance(space: Space) -> None:
    member, elsewhere = a_member(space, "Bibliotheek"), a_member(AllianceFactory().space, "Elders")
    client, page = opened(asked(member))
    for number in (member.pk, elsewhere.pk):
        assert client.post(page, {f"with_{number}": "together"}).status_code == 422
        with pytest.raises(ValidationError):
            services.answer(space, member, member.representatives.get().person, [services.Said(number, "together")])
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(member=member, other=member, says="together", person=member.representatives.get().person)


def test_a_link_ends_with_the_seat_with_the_day_and_with_the_address(space: Space) -> None:
    member, other = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    client, page = opened(request := asked(member))
    assert client.get(page.replace(str(request.pk), str(request.pk + 1))).status_code == 404
    Representative.objects.filter(member=member).update(ends_on=in_days(-1))
    assert client.get(page).status_code == 410
    assert client.post(page, {f"with_{other.pk}": "together"}).status_code == 410
    Representative.objects.filter(member=member).update(ends_on=None)
    Asking.objects.update(closes_on=in_days(-1))
    assert client.get(page).status_code == 410
    Asking.objects.update(closes_on=in_days(5))
    assert client.get(page).status_code == 200
    end_membership(member)
    assert client.get(page).status_code == 410
    assert not Answer.objects.exists()


def test_an_open_page_does_not_answer_of_who_left(space: Space) -> None:
    member, other = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    met(space, member, other)
    client, page = opened(asked(member))
    other.ends_on = in_days(-1)
    other.save()
    assert client.post(page, {f"with_{other.pk}": "together"}).status_code == 422


# --- answering signed in --------------------------------------------------------------------------
def test_who_represents_an_organisation_answers_for_it_and_for_no_other(space: Space) -> None:
    member, other = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    person = member.representatives.get().person
    Role.objects.create(space=space, person=person, kind="member")
    client = client_of(account_of(person))
    page = address("member_answer", space, member.pk)
    assert f"Confirm or correct : {member}" in text_of(client.get(address("network_show", space)))
    assert client.post(page, {"other": other.pk}).status_code == 302
    assert Answer.objects.get().person == person
    for someone in (client, client_with("coordinator", space)):
        there = address("member_answer", space, other.pk)
        assert someone.get(there).status_code == 404
        assert someone.post(there, {"other": member.pk}).status_code == 404
    assert client.get(address("member_answer", space, 10**30)).status_code == 404


# --- what each sees -------------------------------------------------------------------------------
def test_members_see_ties_and_coordinators_who_said_what(space: Space) -> None:
    one, other, third = (a_member(space, name) for name in ("Bibliotheek", "Taalhuis", "Museum"))
    met(space, one, other)
    says(one, other, about="Voorlezen")
    says(other, one, "not_really")
    says(third, one, "not_really")
    words = "see it differently"
    for role, reads in (("member", False), ("chair", False), ("coordinator", True)):
        client = client_with(role, space)
        network, page = (
            text_of(client.get(address(*where))) for where in (("network_show", space), ("member_show", space, one.pk))
        )
        assert (words in network) is reads
        assert ("Taalhuis: Not really" in page) is reads
        assert ("Museum" in page) is reads
        assert "one of the two says so" in page and "Voorlezen" in page
        data = client.get(address("network_data", space)).json()
        assert [tie[3] for tie in data["ties"]] == ["one"]


def test_the_network_is_told_in_words(space: Space) -> None:
    hub, left, right, alone = (a_member(space, name) for name in ("Midden", "Links", "Rechts", "Alleen"))
    met(space, hub, left)
    met(space, hub, right)
    shown = text_of(client_with("member", space).get(address("network_show", space)))
    assert "Without Midden , Rechts would not be connected to the others." in shown
    assert "Alleen stands alone: no tie with anybody." in shown
    says(hub, alone)
    assert "stands alone: no tie" not in text_of(client_with("member", space).get(address("network_show", space)))


def test_nobody_from_elsewhere_sees_anything(space: Space) -> None:
    member = a_member(space, "Bibliotheek")
    elsewhere = AllianceFactory().space
    other = a_member(elsewhere, "Elders")
    pages = [address("network_show", space), address("network_data", space), address("member_show", space, member.pk)]
    stranger = client_of(account_of(somebody(elsewhere)))
    for client in (client_with("coordinator", elsewhere), stranger):
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    ours = client_with("coordinator", space)
    assert ours.get(address("member_show", space, other.pk)).status_code == 404
    assert ours.get(address("member_show", space, 2**63)).status_code == 404


def test_markup_in_names_and_words_does_nothing(space: Space) -> None:
    one, other = a_member(space, "<script>alert(1)</script>"), a_member(space, "Taalhuis")
    says(one, other, about="<b>dik</b>")
    client = client_with("coordinator", space)
    for page in (address("network_show", space), address("member_show", space, other.pk)):
        shown = client.get(page).content.decode()
        assert "<script>alert" not in shown and "<b>dik" not in shown
    assert client.get(address("member_show", space, other.pk), headers={"HX-Request": "true"}).status_code == 200


def test_an_empty_alliance_says_what_to_do(space: Space) -> None:
    assert "No member organisations yet" in text_of(
        client_with("coordinator", space).get(address("network_show", space))
    )


def test_the_pages_ask_as_many_queries_with_one_as_with_thirty(space: Space) -> None:
    client, counts = client_with("coordinator", space), []
    first, second = a_member(space, "Eerste"), a_member(space, "Tweede")
    asked(first)
    met(space, first, second)
    says(first, second)
    link = Client()
    answers = link.get(RelationRequest.objects.get().address().removeprefix("http://localhost:8000"))["Location"]
    for more in (0, 28):
        new = [a_member(space, f"Lid {number}") for number in range(more)]
        for member in new:
            met(space, first, member)
            says(member, first)
        pages = [address(name, space) for name in ("network_show", "network_data", "members_ask")]
        counts.append([])
        for one, page in (
            *((client, page) for page in (*pages, address("member_show", space, first.pk))),
            (link, answers),
        ):
            one.get(page)
            cache.clear()
            with CaptureQueriesContext(connection) as counted:
                assert one.get(page).status_code == 200
            counts[-1].append(len(counted))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12, counts
