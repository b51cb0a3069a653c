"""Goals that are followed, and answers of a minute that point at nobody."""

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

from alliances.sprints import results, services
from alliances.sprints.models import MAX_REMINDERS, THEMES, Goal, Reply, Round, RoundRequest, Sprint
from core.mail.models import Mail
from spaces.models import Pause, Space
from spaces.services import change_person, end_membership
from tests.at_once import together
from tests.pages import marks_in, save
from tests.spaces.factories import (
    AllianceFactory,
    PersonFactory,
    RepresentativeFactory,
    account_of,
    client_of,
    client_with,
    somebody,
    user_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return AllianceFactory(space__language="en").space


def address(name: str, space: Space, *more: object) -> str:
    return reverse(f"sprints:{name}", args=[space.slug, *more])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def a_sprint(space: Space, **facts) -> Sprint:
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + dt.timedelta(days=90)}
    return Sprint.objects.create(space=space, **{"title": "Najaar", **days, **facts})


def a_round(space: Space, kind: str = Round.Kind.CHECK_IN, **facts) -> Round:
    question = "" if kind == Round.Kind.CHECK_IN else "Wat willen we?"
    closes_on = timezone.localdate() + dt.timedelta(days=10)
    return Round(**{"space": space, "kind": kind, "question": question, "closes_on": closes_on, **facts})


def asked(space: Space, kind: str = Round.Kind.CHECK_IN) -> RoundRequest:
    """Somebody who represents a member, asked in a round that goes on."""
    seat = RepresentativeFactory(member__space=space)
    round_ = a_round(space, kind)
    services.ask(round_, [seat.person_id], by=user_with("coordinator", space))
    return RoundRequest.objects.get(round=round_)


def answered(space: Space, *scores: int, closed: bool = True) -> Round:
    """A check-in in which one person gave each of these scores, on every theme."""
    round_ = a_round(space, closed_at=timezone.now() if closed else None)
    round_.save()
    for score in scores:
        Reply.objects.create(
            round=round_, person=PersonFactory(space=space), words=f"Woord {score}", **dict.fromkeys(THEMES, score)
        )
    return round_


def opened(request: RoundRequest) -> tuple[Client, str]:
    client = Client()
    return client, client.get(request.address().removeprefix("http://localhost:8000"))["Location"]


# --- sprints and goals ----------------------------------------------------------------------------
def test_a_team_plans_a_sprint_and_follows_its_goals(space: Space) -> None:
    client = client_with("chair", space)
    page = address("sprint_add", space)
    marks = marks_in(client.get(page))
    data = {**marks, "title": "Najaar", "starts_on": "2026-10-01", "ends_on": "2026-12-31", "order": "sequence"}
    assert client.post(page, data)["Location"] == client.post(page, data)["Location"]  # pressed twice
    sprint = Sprint.objects.get()
    save(client, address("goal_add", space, sprint.pk), {"text": "Acht maatjes", "who": "Els", "position": "1"})
    goal = Goal.objects.get()
    save(client, address("goal_change", space, goal.pk), {"text": "Acht maatjes", "state": "reached", "position": "1"})
    goal.refresh_from_db()
    assert (goal.state, goal.who) == ("reached", "")
    client.post(address("goal_remove", space, goal.pk))
    assert not Goal.objects.exists()


def test_two_who_change_a_goal_see_each_other(space: Space) -> None:
    goal = Goal.objects.create(sprint=a_sprint(space), text="Acht maatjes")
    one, other = client_with("chair", space), client_with("coordinator", space)
    page = address("goal_change", space, goal.pk)
    marks = marks_in(one.get(page))
    save(other, page, {"text": "Acht maatjes", "state": "reached"})
    answer = one.post(page, {**marks, "text": "Negen maatjes", "state": "not_begun"})
    assert (answer.status_code, Goal.objects.get().state) == (422, "reached")


def test_a_sprint_does_not_end_before_it_begins(space: Space) -> None:
    data = {"title": "x", "starts_on": "2026-10-01", "ends_on": "2026-09-01", "order": "bouquet"}
    assert save(client_with("chair", space), address("sprint_add", space), data).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        a_sprint(space, ends_on=dt.date(2020, 1, 1))


def test_members_see_and_do_not_change(space: Space) -> None:
    goal = Goal.objects.create(sprint=a_sprint(space), text="Acht maatjes")
    client = client_with("member", space)
    assert "Acht maatjes" in text_of(client.get(address("sprint_list", space)))
    assert client.get(address("goal_change", space, goal.pk)).status_code == 403
    assert client.post(address("goal_remove", space, goal.pk)).status_code == 403
    assert client.get(address("round_ask", space, "check-in")).status_code == 403


def test_what_is_elsewhere_is_not_found(space: Space) -> None:
    other = AllianceFactory().space
    goal, round_ = Goal.objects.create(sprint=a_sprint(other), text="Elders"), answered(other, 1, 2, 3)
    client = client_with("coordinator", space)
    assert client.get(address("goal_change", space, goal.pk)).status_code == 404
    assert client.post(address("goal_remove", space, goal.pk)).status_code == 404
    assert client.get(address("goal_add", space, goal.sprint_id)).status_code == 404
    assert client.get(address("round_show", space, round_.pk)).status_code == 404
    assert client.post(address("round_close", space, round_.pk)).status_code == 404
    assert client.get(address("round_ask", space, "anders")).status_code == 404


# --- asking ---------------------------------------------------------------------------------------
def test_everybody_who_takes_part_is_asked_once(space: Space) -> None:
    seat, pausing = (RepresentativeFactory(member__space=space) for _number in range(2))
    Pause.objects.create(member=pausing.member)
    client = client_with("coordinator", space)
    page = address("round_ask", space, "check-in")
    shown = client.get(page)
    assert pausing.person.name not in text_of(shown)
    data = {**marks_in(shown), "closes_on": timezone.localdate() + dt.timedelta(days=5), "people": [seat.person_id]}
    client.post(page, data)
    client.post(page, data)
    assert [mail.to for mail in Mail.objects.filter(kind="sprint round")] == [seat.person.email]
    assert save(client, page, {**data, "once": ""}).status_code == 422  # one still goes on


@pytest.mark.parametrize("days", [-1, 61])
def test_a_round_is_open_for_some_days(space: Space, days: int) -> None:
    seat = RepresentativeFactory(member__space=space)
    data = {"closes_on": timezone.localdate() + dt.timedelta(days=days), "people": [seat.person_id]}
    assert save(client_with("chair", space), address("round_ask", space, "check-in"), data).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_begin_one_round() -> None:
    space = AllianceFactory().space
    by, seat = user_with("coordinator", space), RepresentativeFactory(member__space=space)
    together(*(lambda: services.ask(a_round(space), [seat.person_id], by=by) for _number in range(2)))
    assert (Round.objects.count(), Mail.objects.filter(kind="sprint round").count()) == (1, 1)


def test_a_round_whose_days_are_over_makes_place_for_the_next(space: Space) -> None:
    first = asked(space).round
    Round.objects.update(closes_on=timezone.localdate() - dt.timedelta(days=1))
    services.ask(a_round(space), [], by=user_with("coordinator", space))
    first.refresh_from_db()
    assert first.closed_at is not None


def test_reminders_have_a_cap_and_leave_alone_who_answered(space: Space) -> None:
    request, by = asked(space), user_with("coordinator", space)
    assert services.remind(request.round, by=by) == 0  # asked just now
    counts = []
    for _time in range(MAX_REMINDERS + 1):
        RoundRequest.objects.update(contacted_at=timezone.now() - dt.timedelta(days=4))
        counts.append(services.remind(request.round, by=by))
    assert counts == [1, 1, 0]
    RoundRequest.objects.update(reminders=0)
    services.reply(request.round, request.person, time=3)
    assert services.remind(request.round, by=by) == 0


@pytest.mark.parametrize("ends", ["closed", "over", "left", "another address"])
def test_a_link_ends(space: Space, ends: str) -> None:
    request = asked(space)
    client, page = opened(request)
    match ends:
        case "closed":
            services.close(request.round)
        case "over":
            Round.objects.update(closes_on=timezone.localdate() - dt.timedelta(days=1))
        case "left":
            end_membership(request.person.represents.get().member)
        case "another address":
            request.person.email = "nieuw@example.org"
            change_person(request.person)
    assert client.get(page).status_code == 410
    assert client.post(page, {"time": "3"}).status_code == 410
    assert not Reply.objects.exists()


# --- answering ------------------------------------------------------------------------------------
def test_five_taps_by_link_with_nothing_chosen_beforehand(space: Space) -> None:
    client, page = opened(asked(space))
    shown = text_of(client.get(page))
    assert (shown.count('type="radio"'), "checked" in shown) == (25, False)
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"time": "6"}).status_code == 422
    assert client.post(page, {"words": "x" * 1_001}).status_code == 422
    assert client.post(page, {"time": "2", "money": "5"}).status_code == 302
    assert "Thank you" in text_of(client.get(page))
    assert client.post(page, {"time": "4"}).status_code == 302
    row = Reply.objects.get()
    assert [getattr(row, theme) for theme in THEMES] == [4, None, None, None, None]


def test_a_start_question_wants_words_and_shows_them_with_the_name(space: Space) -> None:
    request = asked(space, Round.Kind.START)
    client, page = opened(request)
    assert client.post(page, {"words": "  "}).status_code == 422
    client.post(page, {"words": "Acht <b>maatjes</b>"})
    shown = text_of(client_with("member", space).get(address("round_show", space, request.round_id)))
    assert ("Acht &lt;b&gt;maatjes" in shown, request.person.name in shown) == (True, True)


def test_somebody_signed_in_answers_for_themselves(space: Space) -> None:
    round_ = asked(space).round
    person = somebody(space, "member")
    client = client_of(account_of(person))
    assert client.get(address("round_answer", space, round_.pk)).status_code == 200
    assert client.post(address("round_answer", space, round_.pk), {"quality": "4"}).status_code == 302
    assert Reply.objects.get().person == person
    services.close(round_)
    assert "closed" in text_of(client.get(address("round_answer", space, round_.pk)))
    assert client.post(address("round_answer", space, round_.pk), {"quality": "1"}).status_code == 422


def test_once_closed_nothing_is_noted(space: Space) -> None:
    round_ = answered(space)
    with pytest.raises(ValidationError, match="closed"):
        services.reply(round_, PersonFactory(space=space), time=1)


# --- what comes out -------------------------------------------------------------------------------
@pytest.mark.parametrize(("scores", "shown"), [((2, 4), None), ((2, 4, 5), 3.7)])
def test_an_average_of_fewer_than_three_is_never_shown(space: Space, scores: tuple[int, ...], shown) -> None:
    round_ = answered(space, *scores)
    (found,) = results.check_ins(space)
    assert found.cells == [shown] * 5
    page = text_of(client_with("coordinator", space).get(address("round_show", space, round_.pk)))
    assert ("Woord 2" in page, ">3.7<" in page) == (shown is not None, shown is not None)


def test_nothing_comes_out_while_answers_come_in(space: Space) -> None:
    round_ = answered(space, 1, 1, 2, 5, closed=False)
    assert results.check_ins(space) == []
    page = text_of(client_with("coordinator", space).get(address("round_show", space, round_.pk)))
    assert ("Woord" in page, ">2.3<" in page) == (False, False)


def test_no_name_stands_beside_what_was_said(space: Space) -> None:
    round_ = answered(space, 1, 3, 5)
    names = {reply.person.name for reply in round_.replies.select_related("person")}
    page = text_of(client_with("coordinator", space).get(address("round_show", space, round_.pk)))
    assert not [name for name in names if name in page]


def test_one_theme_with_too_few_answers_stays_open_beside_the_others(space: Space) -> None:
    round_ = answered(space, 2, 2, 2)
    Reply.objects.filter(pk=round_.replies.first().pk).update(money=None)
    (found,) = results.check_ins(space)
    assert found.averages == {**dict.fromkeys(THEMES, 2.0), "money": None}


def test_a_line_is_broken_where_there_is_no_average(space: Space) -> None:
    for scores in ((1, 1, 1), (5,), (5, 5, 5)):
        answered(space, *scores)
    chart = results.charts(results.check_ins(space))[0]
    assert (chart.path, chart.newest, len(chart.dots)) == ("M8 64M152 8", 5.0, 2)


def test_the_page_asks_as_many_queries_with_one_as_with_many(space: Space, django_assert_num_queries) -> None:
    client = client_with("coordinator", space)
    counts = []
    for rows in (1, 5):
        for _number in range(rows):
            Goal.objects.create(sprint=a_sprint(space), text="Doel")
            answered(space, 1, 2, 3)
        client.get(address("sprint_list", space))
        cache.clear()
        with django_assert_num_queries(12, exact=False) as counted:
            assert client.get(address("sprint_list", space)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


# --- looking back ---------------------------------------------------------------------------------
def look_back(space: Space, *people) -> Round:
    """Everybody of ``people`` is asked to look back on a sprint."""
    round_ = a_round(space, Round.Kind.LOOK_BACK, question="", sprint=a_sprint(space))
    services.ask(round_, [person.pk for person in people], by=user_with("coordinator", space))
    return round_


TOOK = {"role": "connect", "passing": "passes", "passes_to": "Irene Smit", "passes_how": "Eén vergadering samen."}


def test_a_team_asks_everybody_to_look_back_on_a_sprint_once(space: Space) -> None:
    seat, sprint = RepresentativeFactory(member__space=space), a_sprint(space, ends_on=timezone.localdate())
    client, page = client_with("chair", space), address("look_back_ask", space, sprint.pk)
    assert page in text_of(client.get(address("sprint_list", space)))
    data = {"closes_on": timezone.localdate() + dt.timedelta(days=5), "people": [seat.person_id]}
    data = {**marks_in(client.get(page)), **data}
    assert client.post(page, data)["Location"] == client.post(page, data)["Location"]  # pressed twice
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (seat.person.email, "Your role in “Najaar”: a look back")
    assert save(client, page, {**data, "once": ""}).status_code == 422
    assert page not in text_of(client.get(address("sprint_list", space)))


def test_only_a_sprint_of_here_that_has_begun_is_looked_back_on(space: Space) -> None:
    client, later = client_with("coordinator", space), timezone.localdate() + dt.timedelta(days=1)
    for sprint in (a_sprint(space, starts_on=later), a_sprint(AllianceFactory().space)):
        assert client.get(address("look_back_ask", space, sprint.pk)).status_code == 404
    assert client.get(address("round_ask", space, "look-back")).status_code == 404
    assert client_with("member", space).get(address("look_back_ask", space, a_sprint(space).pk)).status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"role": "connect"},
        {"passing": "keeps"},
        {"role": "own", "passing": "keeps"},
        {"role": "own", "own_role": " ", "passing": "keeps"},
        {"role": "connect", "passing": "passes"},
        {"role": "keizer", "passing": "keeps"},
        {**TOOK, "passes_to": "x" * 201},
        {**TOOK, "words": "x" * 1_001},
    ],
)
def test_what_is_no_look_back_is_refused(space: Space, data: dict[str, str]) -> None:
    seat = RepresentativeFactory(member__space=space)
    client, page = opened(look_back(space, seat.person).requests.get())
    assert client.post(page, data).status_code == 422
    assert not Reply.objects.exists()


def test_by_link_one_says_which_role_and_who_takes_it_over(space: Space) -> None:
    seat = RepresentativeFactory(member__space=space)
    client, page = opened(look_back(space, seat.person).requests.get())
    assert " checked" not in text_of(client.get(page))
    client.post(page, {**TOOK, "words": "Fijn."})
    shown = text_of(client.get(page))
    assert [words in shown for words in ("Connecting", "Fijn.", "Irene Smit takes it over")] == [True] * 3
    # Another choice takes back what went with the one before.
    client.post(page, {**TOOK, "role": "own", "own_role": "Tolk", "passing": "keeps"})
    row = Reply.objects.get()
    assert (row.role_words, row.passing, row.passes_to, row.passes_how) == ("Tolk", "keeps", "", "")


def test_a_look_back_is_read_by_its_owner_and_by_coordinators(space: Space) -> None:
    els, jan = (RepresentativeFactory(member__space=space).person for _number in range(2))
    round_ = look_back(space, els, jan)
    services.reply(round_, els, **TOOK, words="Woord van Els")
    services.reply(round_, jan, role="drive", passing="stops", words="Woord van Jan")
    member = somebody(space, "member")
    services.reply(round_, member, role="own", own_role="Tolk", passing="keeps", words="Woord van mij")
    words = ("Woord van Els", "Woord van Jan", "Woord van mij")
    coordinator, chair, me = (
        client_with("coordinator", space),
        client_with("chair", space),
        client_of(account_of(member)),
    )
    page, everybody = address("round_show", space, round_.pk), address("look_back_list", space, round_.sprint_id)
    seen = [
        [one in text_of(client.get(place)) for one in words]
        for client, place in ((coordinator, everybody), (coordinator, page), (chair, page), (me, page))
    ]
    assert seen == [[True] * 3, [False] * 3, [False] * 3, [False, False, True]]
    assert [client.get(everybody).status_code for client in (chair, me)] == [404, 404]
    elsewhere = AllianceFactory().space
    other = client_with("coordinator", elsewhere)
    assert other.get(everybody).status_code == other.get(page).status_code == 404
    assert other.get(address("look_back_list", elsewhere, round_.sprint_id)).status_code == 404


@pytest.mark.parametrize(
    "facts", [{"kind": "look_back"}, {"kind": "check_in", "sprint": True}, {"kind": "look_back", "question": "x"}]
)
def test_the_database_knows_what_a_round_is_about(space: Space, facts: dict[str, object]) -> None:
    if facts.get("sprint"):
        facts = {**facts, "sprint": a_sprint(space)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(space=space, closes_on=timezone.localdate(), **facts)


def test_the_database_keeps_a_look_back_whole(space: Space) -> None:
    round_ = look_back(space)
    for number, facts in enumerate(({"role": "own"}, {"own_role": "x"}, {"passing": "passes"}, {"passes_to": "x"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.create(round=round_, person=PersonFactory(space=space, name=f"P{number}"), **facts)


def test_the_pages_of_a_look_back_ask_as_many_queries_with_one_as_with_many(space: Space) -> None:
    round_, client, counts = look_back(space), client_with("coordinator", space), []
    for rows in (1, 9):
        for _number in range(rows):
            services.reply(round_, PersonFactory(space=space), **TOOK)
            a_sprint(space)
        counts.append([])
        pages = (address("look_back_list", space, round_.sprint_id), address("round_show", space, round_.pk))
        for page in (*pages, address("sprint_list", space)):
            client.get(page)
            cache.clear()
            with CaptureQueriesContext(connection) as counted:
                assert client.get(page).status_code == 200
            counts[-1].append(len(counted))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
