"""The members are asked by mail, and name somebody behind their link; the link ends with the seat and the day."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.mail.models import Mail
from partners.suggestions import asking, deciding
from partners.suggestions.models import Question, QuestionLink, Suggestion
from spaces.models import Pause, Person, Space
from spaces.services import change_person, end_membership
from tests.at_once import together
from tests.closing.test_closing import closed
from tests.pages import marks_in, save
from tests.spaces.factories import (
    AllianceFactory,
    MemberFactory,
    PersonFactory,
    RepresentativeFactory,
    client_with,
    somebody,
    user_with,
)
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

SAID = {"kind": "organisation", "name": "Zorggroep Greiden", "why": "Zij winnen collega's."}


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory(space__language="en").space
    return made


@pytest.fixture
def member(space: Space) -> Person:
    return seat(space).person


def seat(space: Space, **facts: object):
    return RepresentativeFactory(member=MemberFactory(space=space), person__space=space, **facts)


def address(name: str, space: Space, *more: object) -> str:
    return reverse(f"suggestions:{name}", args=[space.slug, *more])


def asked(space: Space, **facts: object) -> Question:
    question = Question(space=space, **{"closes_on": timezone.localdate() + dt.timedelta(days=10), **facts})
    people = {person.pk for person in asking.people_to_ask(space)}
    asking.ask(question, people, by=user_with("coordinator", space))
    return question


def opened(link: QuestionLink) -> tuple[Client, str]:
    client = Client()
    answer = client.get(link.address().replace("http://testserver", ""))
    assert answer.status_code == 302, answer.content
    return client, answer.headers["Location"]


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_question_ask_mails_who_represents_a_member(space: Space, member: Person) -> None:
    alone = PersonFactory(space=space)
    MemberFactory(space=space, organisation=None, individual=alone)
    paused = seat(space)
    Pause.objects.create(member=paused.member, starts_on=timezone.localdate() - dt.timedelta(days=1))
    seat(space, ends_on=timezone.localdate() - dt.timedelta(days=1))
    seat(space, person__email="")
    somebody(space, "secretary")
    assert {one.pk for one in asking.people_to_ask(space)} == {member.pk, alone.pk}
    client = client_with("coordinator", space)
    day = (timezone.localdate() + dt.timedelta(days=14)).isoformat()
    assert f'value="{day}"' in text_of(client.get(address("question_ask", space))), (
        "two weeks, unless one says otherwise"
    )
    page = {"words": "Wie mist er <nog>?", "closes_on": day, "people": [str(member.pk)]}
    answer = save(client, address("question_ask", space), page)
    assert answer.status_code == 302
    mail = Mail.objects.get()
    assert mail.to == member.email
    assert "Wie mist er <nog>?" in mail.text
    assert "&lt;nog&gt;" in mail.html
    assert "[[link:suggestions:" in mail.text
    assert "1 person got a mail, 0 named somebody" in text_of(client.get(address("suggestion_list", space)))
    again = save(client, address("question_ask", space), page)
    assert again.status_code == 422
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 61])
def test_question_ask_wants_a_day_that_makes_sense(space: Space, member: Person, days: int) -> None:
    day = (timezone.localdate() + dt.timedelta(days=days)).isoformat()
    answer = client_with("coordinator", space).post(
        address("question_ask", space), {"closes_on": day, "people": [str(member.pk)]}
    )
    assert answer.status_code == 422
    stranger = PersonFactory()
    day = timezone.localdate().isoformat()
    answer = client_with("coordinator", space).post(
        address("question_ask", space), {"closes_on": day, "people": [str(stranger.pk)]}
    )
    assert answer.status_code == 422
    assert not Question.objects.exists()


def test_question_answer_several_from_one_link(space: Space, member: Person) -> None:
    client, page = opened(asked(space).links.get())
    first = client.get(page)
    assert first.status_code == 200
    assert not Suggestion.objects.exists(), "looking changes nothing"
    for name in ("Zorggroep Greiden", "Naaiatelier De Spoel"):
        form = client.get(f"{page}?add")
        assert client.post(f"{page}?add", {**marks_in(form), **SAID, "name": name}).status_code == 302
    assert {one.person for one in Suggestion.objects.all()} == {member}
    assert Suggestion.objects.count() == 2
    own = text_of(client.get(page))
    assert "Zorggroep Greiden" in own
    assert "Naaiatelier De Spoel" in own


def test_question_answer_pressed_twice_is_one(space: Space, member: Person) -> None:
    client, page = opened(asked(space).links.get())
    form = marks_in(client.get(page))
    for _press in range(2):
        assert client.post(page, {**form, **SAID}).status_code == 302
    assert Suggestion.objects.count() == 1


def test_a_blind_submit_does_nothing(space: Space, member: Person) -> None:
    """As a mail scanner does: every form with what stands in it."""
    question = asked(space)
    client, page = opened(question.links.get())
    assert client.post(page, marks_in(client.get(page))).status_code == 422
    one = Suggestion.objects.create(space=space, person=member, **SAID)
    form = client.get(f"{page}?change={one.pk}")
    assert client.post(f"{page}?change={one.pk}", {**marks_in(form), "withdraw": "1"}).status_code == 422
    assert Suggestion.objects.get() == one


def test_question_answer_change_and_take_back(space: Space, member: Person) -> None:
    client, page = opened(asked(space).links.get())
    one = Suggestion.objects.create(space=space, person=member, **SAID)
    theirs = Suggestion.objects.create(space=space, person=somebody(space, "member"), **SAID)
    change = f"{page}?change={one.pk}"
    assert client.post(change, {**marks_in(client.get(change)), **SAID, "why": "Beter."}).status_code == 302
    one.refresh_from_db()
    assert one.why == "Beter."
    for wrong in (theirs.pk, 10**17, "9" * 30, "x"):
        assert client.get(f"{page}?change={wrong}").status_code == 404
        assert client.post(f"{page}?change={wrong}", SAID).status_code == 404
    assert client.post(change, {"withdraw": "1", "sure": "on"}).status_code == 302
    assert Suggestion.objects.get() == theirs


def test_question_answer_after_somebody_decided(space: Space, member: Person) -> None:
    client, page = opened(asked(space).links.get())
    one = Suggestion.objects.create(space=space, person=member, **SAID)
    change = f"{page}?change={one.pk}"
    form = marks_in(client.get(change))
    deciding.decline(one, answer="Later graag", by=user_with("coordinator", space))
    for data in ({**SAID, "why": "Beter."}, {"withdraw": "1", "sure": "on"}):
        answer = client.post(change, {**form, **data}, follow=True)
        assert "decided on this meanwhile" in text_of(answer)
    assert "Later graag" in text_of(client.get(page))
    one.refresh_from_db()
    assert (one.why, one.state) == (SAID["why"], "declined")


def test_question_answer_tells_nothing_of_the_register(space: Space, member: Person) -> None:
    """Neither that somebody is there, nor what is thought of them, nor what others suggested."""
    name = "Zorggroep Greiden"
    StakeholderFactory(space=space, organisation__name=name, notes="lastig", influence="high", matters="hun geheim")
    Suggestion.objects.create(space=space, person=somebody(space, "member"), **{**SAID, "why": "Van een ander"})
    client, page = opened(asked(space).links.get())
    known = client.post(page, {**marks_in(client.get(page)), **SAID}, follow=True)
    unknown = client.post(
        page, {**marks_in(client.get(f"{page}?add")), **SAID, "name": "Niemand kent ons"}, follow=True
    )
    for answer in (known, unknown):
        words = text_of(answer)
        for secret in ("lastig", "hun geheim", "Van een ander", "register", "directory", "already"):
            assert secret not in words
    assert Suggestion.objects.filter(person=member).count() == 2


def test_links_end_with_the_seat_the_address_the_day_and_the_space(space: Space) -> None:
    left, moved, late = seat(space), seat(space), seat(space)
    question = asked(space)
    links = {one.person_id: one for one in question.links.all()}
    end_membership(left.member)
    moved.person.email = "nieuw@example.org"
    change_person(moved.person)
    for one in (left, moved):
        link = links[one.person_id]
        assert Client().get(link.address().replace("http://testserver", "")).status_code == 410
    client, page = opened(links[late.person_id])
    asking.close(question)
    assert client.get(page).status_code == 410
    assert client.post(page, SAID).status_code == 410
    Question.objects.update(closed_at=None, closes_on=timezone.localdate() - dt.timedelta(days=1))
    assert client.get(page).status_code == 410
    Question.objects.update(closes_on=timezone.localdate())
    assert client.get(page).status_code == 200
    closed(space, user_with("coordinator", space))
    assert client.post(page, SAID).status_code == 410
    assert not Suggestion.objects.exists()


def test_a_tampered_link_opens_nothing(space: Space, member: Person) -> None:
    link = asked(space).links.get()
    wrong = link.address().replace("http://testserver", "")[:-4] + "AAA/"
    assert Client().get(wrong).status_code == 404
    assert Client().get(reverse("links:link_page", args=[link.kind_of_link, link.pk])).status_code == 404


def test_question_remind_once_and_not_too_soon(space: Space, member: Person) -> None:
    named = seat(space).person
    question = asked(space)
    client = client_with("coordinator", space)
    remind = address("question_remind", space, question.pk)
    client.post(remind)
    assert Mail.objects.count() == 2, "too soon"
    QuestionLink.objects.update(contacted_at=timezone.now() - dt.timedelta(days=4))
    Suggestion.objects.create(space=space, person=named, **SAID)
    client.post(remind)
    assert Mail.objects.filter(kind="suggestion reminder").get().to == member.email
    QuestionLink.objects.update(contacted_at=timezone.now() - dt.timedelta(days=4))
    client.post(remind)
    assert Mail.objects.count() == 3, "one reminder each"
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionLink.objects.update(reminders=2)
    other = client_with("coordinator", AllianceFactory().space)
    assert other.post(remind).status_code == 404


def test_question_close_and_ask_anew(space: Space, member: Person) -> None:
    question = asked(space)
    client = client_with("coordinator", space)
    for _press in range(2):
        assert client.post(address("question_close", space, question.pk)).status_code == 302
    asked(space)
    assert Mail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_once() -> None:
    space = AllianceFactory().space
    seat(space)
    found = together(*[lambda: asked(space)] * 2)
    assert sum(isinstance(one, Question) for one in found) == 1
    assert Mail.objects.count() == 1
