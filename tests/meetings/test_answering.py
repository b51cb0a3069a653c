"""Answers by link and from the workspace; a colleague instead."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sessions.meetings.models import Invitee
from sessions.meetings.services import answering, attending, planning
from sessions.meetings.services.answering import Reply
from spaces.models import Person
from tests.meetings.factories import held_meeting, invited_meeting, invitee_of, mails, make_mails
from tests.spaces.factories import account_of, client_of, user_with

pytestmark = pytest.mark.django_db
COLLEAGUE = Reply("colleague", colleague_name="Piet Peeters", colleague_email="piet@example.org")


def page_of(invitee):
    return reverse("links:link_page", args=["answer", invitee.pk])


@pytest.fixture
def meeting():
    return invited_meeting()


@pytest.fixture
def opened(client, meeting):
    """A browser that came in with the link of the first invitee."""
    response = client.get(invitee_of(meeting).address().removeprefix("http://localhost:8000"))
    assert response.status_code == 302
    return client


def test_open_shows_the_question_and_changes_nothing(opened, meeting):
    response = opened.get(page_of(invitee_of(meeting)))
    assert response.status_code == 200
    assert b"checked" not in response.content
    assert meeting.title.encode() in response.content
    assert set(meeting.invitees.values_list("answer", flat=True)) == {""}


def test_answer_is_noted_and_can_be_changed(opened, meeting):
    invitee = invitee_of(meeting)
    for answer in ("yes", "no"):
        response = opened.post(page_of(invitee), {"answer": answer, "remark": "Met de trein"})
        assert (response.status_code, response["Location"]) == (302, page_of(invitee))
        invitee.refresh_from_db()
        assert (invitee.answer, invitee.remark) == (answer, "Met de trein")


def test_who_does_not_know_yet_changes_it_by_the_same_link(opened, meeting):
    invitee, page = invitee_of(meeting), page_of(invitee_of(meeting))
    answering.respond(invitee, COLLEAGUE)
    opened.post(page, {"answer": "maybe", "remark": "Wachten op de opvang"})
    invitee.refresh_from_db()
    assert (invitee.answer, invitee.remark, invitee.colleague) == ("maybe", "Wachten op de opvang", None)
    assert not Invitee.objects.on_the_list().filter(person__email="piet@example.org").exists()
    assert attending.proposal(invitee).attendance == ""
    thanks = opened.get(page).content.decode()
    assert "?calendar" in thanks
    assert "Je weet het nog niet" in thanks
    opened.post(page, {"answer": "yes"})
    invitee.refresh_from_db()
    assert invitee.answer == "yes"


def test_thanks_offer_the_calendar_file(opened, meeting):
    invitee = invitee_of(meeting)
    opened.post(page_of(invitee), {"answer": "yes"})
    assert b"?calendar" in opened.get(page_of(invitee)).content
    response = opened.get(page_of(invitee), {"calendar": ""})
    assert response["Content-Type"].startswith("text/calendar")
    assert meeting.uid.encode() in response.content


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "perhaps"}, {"answer": "colleague"}])
def test_blind_submit_is_no_answer(opened, meeting, data):
    assert opened.post(page_of(invitee_of(meeting)), data).status_code == 422
    assert invitee_of(meeting).answer == ""


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Piet\r\nBcc: x@example.org", "piet@example.org"),
        ("Piet\nX", "piet@example.org"),
        ("Piet\u2028X", "piet@example.org"),
        ("Piet", "piet@example.org\r\nBcc: x@example.org"),
        ("Piet", "piet"),
        ("", "piet@example.org"),
        ("P" * 201, "piet@example.org"),
    ],
)
def test_bad_colleague_is_refused_with_nothing_saved(opened, meeting, name, email):
    data = {"answer": "colleague", "colleague_name": name, "colleague_email": email}
    assert opened.post(page_of(invitee_of(meeting)), data).status_code == 422
    assert invitee_of(meeting).answer == ""
    assert not Person.objects.filter(name__startswith="P", space=meeting.space, email__startswith="piet").exists()


def test_what_stands_in_hidden_fields_does_not_stop_an_answer(opened, meeting):
    data = {"answer": "yes", "colleague_name": "a\nb", "colleague_email": "half an address"}
    assert opened.post(page_of(invitee_of(meeting)), data).status_code == 302
    assert (invitee_of(meeting).answer, invitee_of(meeting).colleague_name) == ("yes", "")


def test_without_a_choice_the_colleagues_fields_can_still_be_used(opened, meeting):
    assert b"disabled" not in opened.post(page_of(invitee_of(meeting)), {}).content


def test_colleague_gets_an_invitation_of_their_own_and_one_only(opened, meeting):
    invitee = invitee_of(meeting)
    data = {"answer": "colleague", "colleague_name": "Piet Peeters", "colleague_email": "piet@example.org"}
    for _press in range(2):
        opened.post(page_of(invitee), data)
    make_mails()
    (colleague,) = meeting.invitees.filter(person__email="piet@example.org")
    invitee.refresh_from_db()
    assert (invitee.colleague, colleague.organisation, colleague.is_stand_in) == (colleague, invitee.organisation, True)
    assert colleague.person.source == Person.Source.COLLEAGUE
    assert [mail.to for mail in mails("meeting invitation")].count("piet@example.org") == 1


def test_changed_mind_takes_the_colleagues_invitation_back(meeting):
    invitee = invitee_of(meeting)
    answering.respond(invitee, COLLEAGUE)
    answering.respond(invitee, Reply("yes"))
    assert Invitee.objects.get(person__email="piet@example.org").link_state() == "withdrawn"
    assert [mail.to for mail in mails("meeting cancellation")] == ["piet@example.org"]


def test_colleague_of_two_people_stays_until_both_come(meeting):
    first, second = invitee_of(meeting, 0), invitee_of(meeting, 1)
    answering.respond(first, COLLEAGUE)
    answering.respond(second, COLLEAGUE)
    answering.respond(first, Reply("yes"))
    assert Invitee.objects.get(person__email="piet@example.org").link_state() == "fine"
    answering.respond(second, Reply("no"))
    assert Invitee.objects.get(person__email="piet@example.org").link_state() == "withdrawn"


def test_colleague_who_is_on_the_list_gets_nothing_new_and_stays(meeting):
    before = len(mails())
    answering.respond(invitee_of(meeting), Reply("colleague", colleague_name="X", colleague_email="LID1@example.org"))
    answering.respond(invitee_of(meeting), Reply("yes"))
    make_mails()
    assert len(mails()) == before
    assert invitee_of(meeting, 1).withdrawn_at is None


def test_known_name_behind_a_colleagues_address_is_not_shown(opened, meeting):
    Person.objects.create(space=meeting.space, name="Geheime Naam", email="bekend@example.org")
    data = {"answer": "colleague", "colleague_name": "Getypt", "colleague_email": "bekend@example.org"}
    opened.post(page_of(invitee_of(meeting)), data)
    content = opened.get(page_of(invitee_of(meeting))).content.decode()
    assert "Getypt" in content
    assert "Geheime Naam" not in content


def test_nobody_is_their_own_colleague(meeting):
    with pytest.raises(ValidationError):
        answering.respond(invitee_of(meeting), Reply("colleague", "", "Ik", "Lid0@example.org"))


def test_a_stand_in_cannot_name_another(meeting):
    answering.respond(invitee_of(meeting), COLLEAGUE)
    piet = Invitee.objects.get(person__email="piet@example.org")
    with pytest.raises(ValidationError):
        answering.respond(piet, Reply("colleague", "", "Jan", "jan@example.org"))


def test_a_link_is_no_way_to_mail_many(meeting):
    invitee = invitee_of(meeting)
    for number in range(5):
        answering.respond(invitee, Reply("colleague", "", "X", f"x{number}@example.org"))
    with pytest.raises(ValidationError):
        answering.respond(invitee, Reply("colleague", "", "X", "x6@example.org"))


def test_cancelled_meeting_says_so_and_takes_no_answer(opened, meeting):
    planning.cancel(meeting, by=user_with("coordinator", meeting.space))
    response = opened.get(page_of(invitee_of(meeting)))
    assert response.status_code == 200
    assert b'<form method="post" class="answer-form' not in response.content
    assert opened.post(page_of(invitee_of(meeting)), {"answer": "yes"}).status_code == 422
    assert invitee_of(meeting).answer == ""


def test_link_ends_with_the_meeting(client):
    meeting = held_meeting()
    assert client.get(invitee_of(meeting).address().removeprefix("http://localhost:8000")).status_code == 410


def test_removed_persons_link_is_gone(opened, meeting):
    from sessions.meetings.services import inviting

    inviting.remove(invitee_of(meeting), by=None)
    assert opened.get(page_of(invitee_of(meeting))).status_code == 410
    assert opened.post(page_of(invitee_of(meeting)), {"answer": "yes"}).status_code == 410


def test_link_of_another_person_and_tampered_links_open_nothing(opened, meeting):
    other = invitee_of(meeting, 1)
    assert opened.get(page_of(other)).status_code == 404
    assert opened.post(page_of(other), {"answer": "no"}).status_code == 404
    address = invitee_of(meeting).address().removeprefix("http://localhost:8000")
    assert opened.get(address.replace(f"/{invitee_of(meeting).pk}/", f"/{other.pk}/")).status_code == 404
    assert opened.get(address[:-2] + "x/").status_code == 404


def test_markup_shows_as_text(opened, meeting):
    data = {"answer": "colleague", "colleague_name": "<b>Piet</b>", "colleague_email": "piet@example.org",
            "remark": "<script>alert(1)</script>"}  # fmt: skip
    opened.post(page_of(invitee_of(meeting)), data)
    assert b"&lt;b&gt;Piet" in opened.get(page_of(invitee_of(meeting))).content
    client = client_of(user_with("coordinator", meeting.space))
    content = client.get(reverse("meetings:meeting_detail", args=[meeting.space.slug, meeting.pk])).content
    assert b"<script>alert" not in content
    make_mails()
    assert "&lt;b&gt;Piet" in mails("meeting invitation")[-1].html


def test_page_speaks_the_persons_language(opened, meeting):
    Person.objects.filter(email="lid0@example.org").update(language="en")
    assert b'<html lang="en">' in opened.get(page_of(invitee_of(meeting))).content


def test_answer_from_the_workspace(meeting):
    invitee = invitee_of(meeting)
    from spaces.models import Role

    Role.objects.create(space=meeting.space, person=invitee.person, kind="member", starts_on="2020-01-01")
    client = client_of(account_of(invitee.person))
    address = reverse("meetings:meeting_answer", args=[meeting.space.slug, meeting.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"answer": "yes"}).status_code == 302
    invitee.refresh_from_db()
    assert invitee.answer == "yes"


def test_who_is_not_invited_cannot_answer_in_the_workspace(meeting):
    client = client_of(user_with("member", meeting.space))
    assert client.get(reverse("meetings:meeting_answer", args=[meeting.space.slug, meeting.pk])).status_code == 404
