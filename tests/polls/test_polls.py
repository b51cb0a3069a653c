"""Date polls: asked by mail, answered by link, decided by the team, and the meeting that comes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.mail.models import Mail
from core.personal import held_about
from sessions.meetings.held import erase as erase_in_meetings
from sessions.meetings.models import Meeting
from sessions.meetings.services import inviting, planning
from sessions.polls import services
from sessions.polls.models import Option, Poll, PollRequest, Vote
from spaces.models import Person, Space
from spaces.services import change_person
from spaces.waiting import waiting_for
from tests.meetings.factories import in_days, mails, make_mails, representative
from tests.spaces.factories import SpaceFactory, client_of, client_with, user_with

pytestmark = pytest.mark.django_db
TWO_HOURS = dt.timedelta(hours=2)


@pytest.fixture
def space() -> Space:
    made: Space = SpaceFactory()
    for number in range(3):
        representative(made, f"Lid {number:03}", f"lid{number}@example.org", f"Vereniging {number:03}")
    return made


@pytest.fixture
def by(space: Space) -> User:
    return user_with("coordinator", space)


@pytest.fixture
def poll(space: Space) -> Poll:
    """Two days, in 20 and 21 days; nobody was asked yet."""
    days = [(in_days(number), in_days(number) + TWO_HOURS) for number in (21, 20)]
    return services.make(Poll(space=space, title="Lenteoverleg", words="Over het taalcafé."), days)


@pytest.fixture
def asked(poll: Poll, by: User) -> Poll:
    services.ask(poll, by=by)
    make_mails()
    poll.refresh_from_db()
    return poll


def request_of(poll: Poll, number: int = 0) -> PollRequest:
    return poll.requests.select_related("person", "poll__space").get(person__email=f"lid{number}@example.org")


def opened(request: PollRequest) -> tuple[Client, str]:
    client = Client()
    return client, client.get(request.address(), follow=True).request["PATH_INFO"]


def said(poll: Poll, *answers: str) -> dict[str, str]:
    return {f"day-{option.pk}": what for option, what in zip(poll.options.all(), answers, strict=True)}


def address(name: str, poll: Poll) -> str:
    return reverse(f"polls:{name}", args=[poll.space.slug, poll.pk])


def answer(poll: Poll, number: int, *answers: str) -> None:
    said_of = {option.pk: what for option, what in zip(poll.options.all(), answers, strict=True)}
    services.answer(request_of(poll, number), said_of)


# --- proposing ------------------------------------------------------------------------------------
def typed(*days: tuple[str, str, str], **facts: Any) -> dict[str, Any]:
    data = {"title": "Lenteoverleg", "day-TOTAL_FORMS": len(days), "day-INITIAL_FORMS": 0, **facts}
    for at, (date, begins, ends) in enumerate(days):
        data |= {f"day-{at}-date": date, f"day-{at}-from_time": begins, f"day-{at}-until_time": ends}
    return data


def iso(days: int) -> str:
    return in_days(days).date().isoformat()


def test_proposed_by_the_clock_of_the_space_and_nobody_is_mailed(space: Space, by: User) -> None:
    client = client_of(by)
    page = reverse("polls:poll_add", args=[space.slug])
    assert client.get(page).status_code == 200
    data = typed((iso(30), "14:00", "16:00"), ("", "14:00", "16:00"), (iso(29), "09:30", "11:00"))
    assert client.post(page, data).status_code == 302
    poll = Poll.objects.get()
    assert [option.hours for option in poll.options.all()] == ["09:30 – 11:00", "14:00 – 16:00"]
    assert (poll.asked_at, Mail.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ([(iso(30), "14:00", "16:00")], "minstens twee dagen"),
        ([(iso(30), "14:00", "16:00"), (iso(30), "14:00", "16:00")], "minstens twee dagen"),
        ([(iso(30), "14:00", "16:00"), (iso(0), "14:00", "16:00")], "nog moet komen"),
        ([(iso(30), "14:00", "13:00"), (iso(31), "14:00", "16:00")], "later"),
        ([(iso(30), "", "13:00"), (iso(31), "14:00", "16:00")], "Van wanneer"),
        ([("morgen", "12:00", "13:00"), (iso(31), "14:00", "16:00")], "datum"),
        ([("9999-12-31", "12:00", "13:00"), (iso(31), "14:00", "16:00")], "jaar"),
        ([(iso(30 + at), "12:00", "13:00") for at in range(21)], "20"),
    ],
)
def test_days_that_cannot_be(space: Space, by: User, days: list[tuple[str, str, str]], problem: str) -> None:
    answer = client_of(by).post(reverse("polls:poll_add", args=[space.slug]), typed(*days))
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert not Poll.objects.exists()


def test_more_days_keeps_what_was_typed(space: Space, by: User) -> None:
    data = typed((iso(30), "14:00", "16:00"), more="1", place="Bibliotheek")
    page = client_of(by).post(reverse("polls:poll_add", args=[space.slug]), data).content.decode()
    assert (iso(30) in page, "Bibliotheek" in page, 'name="day-2-date"' in page) == (True, True, True)
    assert not Poll.objects.exists()


# --- asking ---------------------------------------------------------------------------------------
def test_everybody_gets_one_mail_with_a_link_of_their_own(poll: Poll, by: User) -> None:
    client = client_of(by)
    for _time in range(2):
        assert client.post(address("poll_ask", poll)).status_code == 302
    make_mails()
    told = {mail.to: mail for mail in mails("date poll")}
    assert set(told) == {f"lid{number}@example.org" for number in range(3)} | {by.email}
    mail = told["lid0@example.org"]
    assert ("Lenteoverleg" in mail.subject, "Over het taalcafé." in mail.text, mail.reply_to) == (True, True, by.email)
    option = poll.options.first()
    assert option.day in mail.text and mail.calendar is None


def test_who_came_later_is_asked_alone(asked: Poll, by: User) -> None:
    representative(asked.space, "Nieuw", "nieuw@example.org", "De Nieuwe")
    assert services.ask(asked, by=by) == 1
    make_mails()
    assert len(mails("date poll")) == 5


def test_asked_again_only_who_did_not_answer_and_not_at_once(asked: Poll, by: User) -> None:
    answer(asked, 0, "yes", "no")
    assert services.ask_again(asked, by=by) == 0
    later = timezone.now() + dt.timedelta(days=2)
    assert services.ask_again(asked, by=by, now=later) == 3
    assert services.ask_again(asked, by=by, now=later + dt.timedelta(hours=1)) == 0
    make_mails()
    again = [mail for mail in mails("date poll") if "ontbreekt" in mail.text]
    assert sorted(mail.to for mail in again) == sorted(["lid1@example.org", "lid2@example.org", by.email])


def test_nobody_is_asked_for_days_that_passed(poll: Poll, by: User) -> None:
    with pytest.raises(ValidationError):
        services.ask(poll, by=by, now=in_days(22))
    assert not poll.requests.exists()


# --- answering ------------------------------------------------------------------------------------
def test_answered_by_link_in_a_minute_and_changed_by_the_same_link(asked: Poll) -> None:
    client, page = opened(request_of(asked))
    assert client.get(page).status_code == 200
    assert client.post(page, said(asked, "yes", "maybe") | {"remark": "Niet te vroeg"}).status_code == 302
    assert sorted(Vote.objects.values_list("answer", flat=True)) == ["maybe", "yes"]
    thanks = client.get(page).content.decode()
    assert "je antwoord is genoteerd" in thanks and "past me" in thanks
    assert client.post(page, said(asked, "no", "yes")).status_code == 302
    assert list(Vote.objects.order_by("option__starts_at").values_list("answer", flat=True)) == ["no", "yes"]


def test_a_blind_submit_is_no_answer(asked: Poll) -> None:
    client, page = opened(request_of(asked))
    for data in (
        {},
        said(asked, "", ""),
        said(asked, "yes", "nonsense"),
        dict(list(said(asked, "yes", "no").items())[:1]),
    ):
        assert client.post(page, data).status_code == 422
    assert not Vote.objects.exists()
    assert client.get(page).content.decode().count("checked") == 0


def test_none_suits(asked: Poll) -> None:
    client, page = opened(request_of(asked))
    assert client.post(page, {"none": "on"}).status_code == 302
    assert set(Vote.objects.values_list("answer", flat=True)) == {"no"}
    assert request_of(asked).answered_at is not None


def test_days_of_another_poll_are_refused(asked: Poll) -> None:
    other = services.make(Poll(space=asked.space, title="Ander"), [(in_days(9), in_days(9) + TWO_HOURS)])
    with pytest.raises(ValidationError):
        services.answer(request_of(asked), {other.options.get().pk: "yes"})


def test_links_end_with_the_address_and_the_new_one_is_asked_anew(asked: Poll, by: User) -> None:
    request = request_of(asked)
    client, page = opened(request)
    request.person.email = "anders@example.org"
    change_person(request.person)
    assert client.post(page, said(asked, "yes", "yes")).status_code in (404, 410)
    assert not Vote.objects.exists()
    assert services.ask(asked, by=by) == 1


# --- deciding -------------------------------------------------------------------------------------
def test_the_best_day_suits_the_most_and_of_these_the_most_without_if_need_be(asked: Poll) -> None:
    answer(asked, 0, "yes", "yes")
    answer(asked, 1, "maybe", "yes")
    answer(asked, 2, "no", "no")
    first, second = services.results(asked)
    assert [(len(one.yes), len(one.maybe), len(one.no), one.is_best) for one in (first, second)] == [
        (1, 1, 1, False), (2, 0, 1, True),
    ]  # fmt: skip


def test_nothing_is_best_while_nobody_can(asked: Poll) -> None:
    answer(asked, 0, "no", "no")
    assert [one.is_best for one in services.results(asked)] == [False, False]


def test_choosing_makes_the_meeting_once_and_ends_the_answers(asked: Poll, by: User) -> None:
    client, page = opened(request_of(asked))
    first, second = asked.options.all()
    coordinator = client_of(by)
    assert coordinator.post(address("poll_choose", asked), {"option": second.pk}).status_code == 302
    assert coordinator.post(address("poll_choose", asked), {"option": first.pk}).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.starts_at, meeting.invited_at) == ("Lenteoverleg", second.starts_at, None)
    assert meeting.agenda.count() == 7
    assert client.post(page, said(asked, "yes", "yes")).status_code == 422
    assert not Vote.objects.exists()
    assert meeting.day in client.get(page).content.decode()


def test_what_was_said_of_the_day_is_told_when_inviting_and_is_no_answer(asked: Poll, by: User) -> None:
    answer(asked, 0, "yes", "no")
    answer(asked, 1, "maybe", "yes")
    meeting = services.choose(asked.options.select_related("poll__space").first())
    invite = reverse("meetings:meeting_invite", args=[asked.space.slug, meeting.pk])
    shown = client_of(by).get(invite).content.decode()
    assert [shown.count(words) for words in ("zei dat deze dag past<", "zei dat deze dag desnoods past<")] == [1, 1]
    people = [one.person.pk for one in inviting.candidates(meeting)]
    inviting.invite(meeting, people, by=by)
    rows = {row.person.name: (row.suits, row.answer) for row in meeting.invitees.select_related("person")}
    assert [rows[f"Lid {number:03}"] for number in range(3)] == [("yes", ""), ("maybe", ""), ("", "")]
    detail = client_of(by).get(reverse("meetings:meeting_detail", args=[asked.space.slug, meeting.pk]))
    assert "zei dat deze dag past" in detail.content.decode()
    row = meeting.invitees.get(person__name="Lid 000")
    told = [line for held in held_about("lid0@example.org")[asked.space_id] for line in held.lines]
    assert ["Lenteoverleg · past me" in str(words) for _when, words in told].count(True) == 1
    link = Client()
    page = link.get(row.address(), follow=True)
    assert "zei je dat deze dag je past" in page.content.decode() and "checked" not in page.content.decode()


def test_erasing_takes_what_was_said_of_the_day(asked: Poll, by: User) -> None:
    answer(asked, 0, "yes", "no")
    meeting = services.choose(asked.options.select_related("poll__space").first())
    inviting.invite(meeting, [request_of(asked).person_id], by=by)
    assert meeting.invitees.get().suits == "yes"
    erase_in_meetings(asked.space_id, "lid0@example.org").do()
    assert meeting.invitees.get().suits == ""


def test_what_was_said_of_another_day_is_not_told(asked: Poll, by: User) -> None:
    answer(asked, 0, "yes", "no")
    answer(asked, 1, "yes", "no")
    meeting = services.choose(asked.options.select_related("poll__space").first())
    inviting.invite(meeting, [request_of(asked, 1).person_id], by=by)
    meeting.refresh_from_db()
    meeting.starts_at, meeting.ends_at = in_days(22), in_days(22) + TWO_HOURS
    planning.change(meeting, by=by)
    assert meeting.invitees.get().suits == ""
    assert {one.suits for one in inviting.candidates(meeting)} == {""}


def test_cancelled_then_another_day(asked: Poll, by: User) -> None:
    first, second = asked.options.select_related("poll__space")
    meeting = services.choose(first)
    with pytest.raises(ValidationError):
        services.choose(second)
    planning.cancel(meeting, by=by)
    again = services.choose(second)
    asked.refresh_from_db()
    assert asked.meeting == again


def test_a_day_that_passed_is_not_chosen(asked: Poll) -> None:
    with pytest.raises(ValidationError):
        services.choose(asked.options.select_related("poll__space").first(), now=in_days(21))


def test_ended_without_a_day_and_thrown_away(asked: Poll, by: User) -> None:
    client = client_of(by)
    assert client.post(address("poll_close", asked)).status_code == 302
    asked.refresh_from_db()
    assert asked.closed_at is not None and asked.meeting is None
    link, page = opened(request_of(asked))
    assert link.post(page, said(asked, "yes", "yes")).status_code == 422
    draft = services.make(Poll(space=asked.space, title="Weg"), [(in_days(9), in_days(9) + TWO_HOURS)])
    assert client.post(address("poll_close", draft)).status_code == 302
    assert not Poll.objects.filter(title="Weg").exists()


def test_everybody_answered_stands_on_the_overview(asked: Poll, by: User) -> None:
    def lines() -> list[str]:
        found = waiting_for(asked.space, lambda permission: by.has_perm(permission, asked.space))
        return [one.words for one in found if "datumprikker" in one.words]

    for number in range(3):
        answer(asked, number, "yes", "yes")
    assert lines() == []
    mine = asked.requests.select_related("poll__space").get(person__email=by.email)
    services.answer(mine, {option.pk: "yes" for option in asked.options.all()})
    assert lines() == ["Iedereen antwoordde op een datumprikker: kies de dag"]


# --- who may, and what is kept --------------------------------------------------------------------
@pytest.mark.parametrize(("name", "method"), [("poll_show", "get"), ("poll_ask", "post"), ("poll_choose", "post"),
                                              ("poll_close", "get"), ("poll_close", "post"),
                                              ("day_add", "post"), ("day_remove", "post")])  # fmt: skip
def test_who_may(asked: Poll, name: str, method: str) -> None:
    other = SpaceFactory()
    data = {"option": asked.options.first().pk}
    member = getattr(client_with("member", asked.space), method)(address(name, asked), data)
    assert member.status_code == 403
    stranger = client_with("coordinator", other)
    assert getattr(stranger, method)(address(name, asked), data).status_code in (403, 404)
    tampered = reverse(f"polls:{name}", args=[other.slug, asked.pk])
    assert getattr(stranger, method)(tampered, data).status_code == 404
    assert not Meeting.objects.exists()


def test_an_option_of_another_poll_is_not_chosen(asked: Poll, by: User) -> None:
    other = services.make(Poll(space=SpaceFactory(), title="Ander"), [(in_days(9), in_days(9) + TWO_HOURS)])
    wrong = Option.objects.get(poll=other)
    for number in (wrong.pk, "x", "", 10**30):
        assert client_of(by).post(address("poll_choose", asked), {"option": number}).status_code == 404
    assert not Meeting.objects.exists()


def test_the_list_of_meetings_shows_open_polls_to_the_team_alone(asked: Poll, by: User) -> None:
    page = reverse("meetings:meeting_list", args=[asked.space.slug])
    assert "0 van de 4 antwoordden" in client_of(by).get(page).content.decode()
    assert "Lenteoverleg" not in client_with("member", asked.space).get(page).content.decode()


def test_a_person_reads_what_they_said_and_it_is_erased(asked: Poll) -> None:
    client, page = opened(request_of(asked))
    client.post(page, said(asked, "yes", "maybe") | {"remark": "Niet te vroeg"})
    (held,) = [one for one in held_about("lid0@example.org")[asked.space_id] if "Data" in str(one.what)]
    assert "Niet te vroeg" in held.lines[0][1] and "past me" in held.lines[0][1]
    from sessions.polls.held import erase

    erase(asked.space_id, "lid0@example.org").do()
    assert not Vote.objects.exists()
    assert Person.objects.filter(email="lid0@example.org").exists()
    assert request_of(asked).remark == ""


# --- changing the days ----------------------------------------------------------------------------
def more(days: int, begins: str = "14:00", ends: str = "16:00") -> dict[str, str]:
    return {"more-date": iso(days), "more-from_time": begins, "more-until_time": ends}


def test_a_day_more_is_asked_about_and_what_was_said_stays(asked: Poll, by: User) -> None:
    answer(asked, 0, "yes", "no")
    everybody = asked.requests.count()
    assert client_of(by).post(address("day_add", asked), more(40)).status_code == 302
    make_mails()
    sent = [mail for mail in mails("date poll") if "Past deze dag" in mail.subject]
    assert len(sent) == everybody
    added = asked.options.last()
    assert added.day in sent[0].text and added.hours in sent[0].html
    first, *_others = services.results(asked)
    assert [one.person.email for one in first.yes] == ["lid0@example.org"]
    client, page = opened(request_of(asked))
    shown = client.get(page).content.decode()
    assert (shown.count("checked"), "je antwoord is genoteerd" in shown) == (2, False)
    assert client.post(page, said(asked, "yes", "no", "maybe")).status_code == 302
    assert [one.can_come for one in services.results(asked)] == [1, 0, 1]
    assert "je antwoord is genoteerd" in client.get(page).content.decode()


def test_who_did_not_say_of_the_new_day_is_waited_for_and_asked_again(asked: Poll, by: User) -> None:
    everybody = asked.requests.count()
    for number in range(3):
        answer(asked, number, "yes", "no")
    services.add_day(asked, in_days(30), in_days(30) + TWO_HOURS, by=by)
    make_mails()
    page = client_of(by).get(address("poll_show", asked))
    groups = [len(page.context[name]) for name in ("answered", "of_the_rest", "silent")]
    assert groups == [3, 3, everybody - 3]
    assert f"3 van de {everybody} antwoordden, 3 nog niet over de dag die erbij kwam" in page.content.decode()
    answer(asked, 0, "yes", "no", "yes")
    assert services.ask_again(asked, by=by) == 0  # they were mailed about the day not long ago
    assert services.ask_again(asked, by=by, now=timezone.now() + dt.timedelta(days=2)) == everybody - 1
    listed = client_of(by).get(reverse("meetings:meeting_list", args=[asked.space.slug])).content.decode()
    assert f"3 van de {everybody}" in listed


def test_a_link_of_days_that_passed_works_again_for_the_new_day(asked: Poll, by: User) -> None:
    asked.requests.update(expires_at=in_days(-1))
    services.add_day(asked, in_days(30), in_days(30) + TWO_HOURS, by=by)
    client, page = opened(request_of(asked))
    assert client.get(page).status_code == 200


def test_nobody_is_mailed_about_a_day_of_a_poll_nobody_was_asked_for(poll: Poll, by: User) -> None:
    assert services.add_day(poll, in_days(30), in_days(30) + TWO_HOURS, by=by) == 0
    assert (poll.options.count(), mails("date poll")) == (3, [])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (more(-2), "nog moet komen"),
        (more(3, "16:00", "14:00"), "later"),
        ({**more(3), "more-date": ""}, "verplicht"),
        ({**more(3), "more-from_time": ""}, "verplicht"),
        ({**more(3), "more-date": "ooit"}, "geldige datum"),
    ],
)
def test_a_day_more_that_cannot_be(asked: Poll, by: User, data: dict[str, str], problem: str) -> None:
    refused = client_of(by).post(address("day_add", asked), data)
    assert (refused.status_code, problem in refused.content.decode()) == (422, True)
    assert asked.options.count() == 2


def test_the_same_day_twice_too_many_or_after_the_choice_is_refused(asked: Poll, by: User) -> None:
    first = asked.options.first()
    with pytest.raises(ValidationError):
        services.add_day(asked, first.starts_at, first.ends_at, by=by)
    for number in range(services.MOST_OPTIONS - 2):
        services.add_day(asked, in_days(50 + number), in_days(50 + number) + TWO_HOURS, by=by)
    with pytest.raises(ValidationError):
        services.add_day(asked, in_days(90), in_days(90) + TWO_HOURS, by=by)
    services.choose(first)
    with pytest.raises(ValidationError):
        services.add_day(asked, in_days(91), in_days(91) + TWO_HOURS, by=by)
    assert asked.options.count() == services.MOST_OPTIONS


def test_a_day_nobody_spoke_of_goes_and_others_stay(asked: Poll, by: User) -> None:
    client, remove = client_of(by), address("day_remove", asked)
    wrong = asked.options.first()
    client.post(remove, {"option": wrong.pk})
    assert asked.options.count() == 2  # two at least
    services.add_day(asked, in_days(30), in_days(30) + TWO_HOURS, by=by)
    assert client.get(address("poll_show", asked)).content.decode().count("Wegnemen") == 3
    client.post(remove, {"option": wrong.pk})
    assert not asked.options.filter(pk=wrong.pk).exists()
    services.add_day(asked, in_days(31), in_days(31) + TWO_HOURS, by=by)
    answer(asked, 0, "no", "no", "no")
    for option in asked.options.all():
        assert client.post(remove, {"option": option.pk}).status_code == 302
    assert asked.options.count() == 3
    foreign = services.make(Poll(space=SpaceFactory(), title="Elders"), [(in_days(9), in_days(9) + TWO_HOURS)])
    assert client.post(remove, {"option": foreign.options.get().pk}).status_code == 404
    assert client.post(remove, {"option": "x"}).status_code == 404
