"""The pages of the room: who gets in, and what happens to whatever is sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.mail.models import MailJob
from sessions.intervision.models import Contribution, ContributionRequest, DayReport, IntervisionDay, Match, Round
from tests.intervision.factories import (
    ContributionFactory,
    DayFactory,
    RequestFactory,
    RoundFactory,
    at,
    finished_day,
    held_day,
    representative,
)
from tests.pages import save
from tests.spaces.factories import MemberFactory, SpaceFactory, account_of, client_of, client_with, somebody

pytestmark = pytest.mark.django_db

DAY = {
    "title": "Samen vooruit", "themes": "", "date": "2031-10-17", "from_time": "09:30", "until_time": "17:00",
    "place": "", "introduction": "", "guiding_questions": "",
}  # fmt: skip
ROUND = {"title": "Partners vinden", "theme": "", "starts": "10:00", "ends": "11:30", "place": "", "facilitator": ""}
REPORT = {
    **dict.fromkeys(Round.REPORT, ""), "version": "1",
    "tip-TOTAL_FORMS": "1", "tip-INITIAL_FORMS": "0", "tip-0-text": "",
}  # fmt: skip
GOOD = {"kind": "success", "title": "De fietscursus", "story": "Twintig mensen leerden fietsen."}

MEMBERS_READ = ("day_list", "day_detail")
TEAM_READ = ("day_add", "day_change", "day_ask", "round_add", "round_change", "contribution_list")
TEAM_POST: dict[str, dict[str, str]] = {
    "day_add": DAY,
    "day_change": DAY,
    "round_add": ROUND,
    "round_change": ROUND,
    "round_report": REPORT,
    "contribution_list": {},
    "request_withdraw": {},
    "report_correct": {},
    "round_remove": {},
    "day_remove": {},
}
ROLES = [
    ("coordinator", True, True),
    ("chair", True, True),
    ("secretary", True, True),
    ("communications", True, True),
    ("member", True, False),
    ("guest", False, False),
]


def address(name: str, day: IntervisionDay, *more: Any) -> str:
    slug = day.space.slug
    if name in ("day_list", "day_add"):
        return reverse(f"intervision:{name}", args=[slug])
    if name in ("round_change", "round_report", "round_remove") and not more:
        more = (day.rounds.first().pk,)
    if name == "request_withdraw" and not more:
        more = (day.requests.first().pk,)
    return reverse(f"intervision:{name}", args=[slug, day.pk, *more])


@pytest.fixture
def day() -> IntervisionDay:
    """A day to come, with a round and somebody who was asked."""
    round_ = RoundFactory()
    RequestFactory(day=round_.day)
    return round_.day


@pytest.mark.parametrize(("role", "reads", "writes"), ROLES)
def test_permissions_by_role(day: IntervisionDay, role: str, reads: bool, writes: bool) -> None:
    client = client_with(role, day.space)
    for name in MEMBERS_READ:
        assert client.get(address(name, day)).status_code == (200 if reads else 404), name
    refused = 403 if reads else 404
    assert client.get(address("contribution_add", day)).status_code == (200 if reads else 404)
    for name in TEAM_READ:
        assert client.get(address(name, day)).status_code == (200 if writes else refused), name
    for name, data in TEAM_POST.items():
        assert save(client, address(name, day), data).status_code == (302 if writes else refused), name


@pytest.mark.parametrize(("role", "reads", "writes"), ROLES)
def test_permissions_on_a_report(role: str, reads: bool, writes: bool) -> None:
    day = finished_day()
    RequestFactory(day=day)
    client = client_with(role, day.space)
    refused = 403 if reads else 404
    assert client.get(address("report_document", day, 1)).status_code == (200 if reads else 404)
    assert client.get(address("report_send", day)).status_code == (200 if writes else refused)
    assert client.post(address("report_correct", day)).status_code == (302 if writes else refused)
    assert client.get(address("report_draft", day)).status_code == (200 if writes else refused)
    assert client.get(address("report_finish", day)).status_code == (200 if writes else refused)
    assert client.post(address("report_finish", day)).status_code == (302 if writes else refused)
    assert DayReport.objects.count() == (2 if writes else 1)


def test_a_coordinator_of_another_alliance_reaches_nothing_not_even_through_their_own(day: IntervisionDay) -> None:
    own = RoundFactory().day
    client = client_with("coordinator", own.space)
    for name in (*MEMBERS_READ, *TEAM_READ, *TEAM_POST):
        theirs = address(name, day)
        assert client.get(theirs).status_code in (404, 405), name
        assert client.post(theirs, TEAM_POST.get(name, {})).status_code in (404, 405), name
    brought = ContributionFactory(day=day)
    numbers = {
        "round_change": day.rounds.get().pk,
        "round_report": day.rounds.get().pk,
        "round_remove": day.rounds.get().pk,
    }
    numbers |= {"request_withdraw": day.requests.get().pk, "contribution_change": brought.pk}
    for name, number in numbers.items():
        crossed = reverse(f"intervision:{name}", args=[own.space.slug, own.pk, number])
        assert client.post(crossed, TEAM_POST.get(name, GOOD)).status_code == 404, name
        borrowed = reverse(f"intervision:{name}", args=[own.space.slug, day.pk, number])
        assert client.post(borrowed, TEAM_POST.get(name, GOOD)).status_code == 404, name
    assert Contribution.objects.get().title == brought.title


def test_rows_of_another_alliance_cannot_be_chosen(day: IntervisionDay) -> None:
    stranger = MemberFactory()
    client = client_with("coordinator", day.space)
    response = client.post(address("round_add", day), {**ROUND, "host": stranger.pk})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["host"])
    response = client.post(address("round_report", day), {**REPORT, "attending": [stranger.pk]})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["attending"])
    response = client.post(address("contribution_add", day), {**GOOD, "round": RoundFactory().pk})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["round"])
    person = representative(SpaceFactory())
    response = client.post(address("day_ask", day), {"people": [person.pk]})
    assert (response.status_code, MailJob.objects.count()) == (422, 0)


def test_a_member_does_not_see_what_others_brought_or_who_was_asked(day: IntervisionDay) -> None:
    ContributionFactory(day=day, title="Een gevoelige vraag", shows_name=True)
    html = client_with("member", day.space).get(address("day_detail", day)).content.decode()
    assert "Een gevoelige vraag" not in html
    assert day.requests.get().person.name not in html
    team = client_with("secretary", day.space).get(address("contribution_list", day)).content.decode()
    assert "Een gevoelige vraag" in team


def test_the_walk_from_nothing_to_the_report() -> None:
    space = SpaceFactory()
    person = representative(space, name="Tsjikke van der Meulen-Dijkstra")
    client = client_with("coordinator", space)
    assert (
        "Plan the first day"
        in client.get(reverse("intervision:day_list", args=[space.slug]), headers=EN).content.decode()
    )
    client.post(reverse("intervision:day_add", args=[space.slug]), DAY)
    day = IntervisionDay.objects.get()
    assert day.hours == "09:30 – 17:00"
    assert next_step(client, day) == "round"
    client.post(address("round_add", day), ROUND)
    assert next_step(client, day) == "ask"
    client.post(address("day_ask", day), {"people": [person.pk]})
    assert next_step(client, day) == ""
    client_of(account_of(person)).post(address("contribution_add", day), GOOD)
    assert next_step(client, day) == "arrange"
    round_, brought = day.rounds.get(), Contribution.objects.get()
    client.post(address("contribution_list", day), {f"round-{brought.pk}": round_.pk})
    IntervisionDay.objects.update(starts_at=at(-1, 9), ends_at=at(-1, 17))
    assert next_step(client, day) == "write"
    client.post(address("round_report", day), {**REPORT, "insights": "- Begin klein", "tip-0-text": "Bel eerst"})
    assert next_step(client, day) == "finish"
    client.post(address("report_finish", day))
    assert next_step(client, day) == "send"
    client.post(address("report_send", day), {"people": [person.pk]})
    assert next_step(client, day) == ""
    report = DayReport.objects.get()
    page = client.get(address("day_detail", day)).content.decode()
    assert report.document.sha256 in page
    assert client.get(address("report_document", day, 1)).content == bytes(report.document.content)


EN = {"accept-language": "en"}


def next_step(client: Client, day: IntervisionDay) -> str:
    return client.get(address("day_detail", day)).context["next_step"]


def test_a_member_corrects_and_takes_back_their_own_only(day: IntervisionDay) -> None:
    person = somebody(day.space, "member")
    own, foreign = ContributionFactory(day=day, person=person), ContributionFactory(day=day)
    client = client_of(account_of(person))
    client.post(address("contribution_change", day, own.pk), GOOD)
    assert Contribution.objects.get(pk=own.pk).title == GOOD["title"]
    assert client.post(address("contribution_change", day, foreign.pk), GOOD).status_code == 404
    assert client.post(address("contribution_take_back", day, foreign.pk), {"back-sure": "on"}).status_code == 404
    assert client.post(address("contribution_take_back", day, own.pk), {}).status_code == 422
    assert client.post(address("contribution_take_back", day, own.pk), {"back-sure": "on"}).status_code == 302
    assert list(Contribution.objects.all()) == [foreign]


def test_what_was_typed_stays_when_the_day_has_begun_meanwhile(day: IntervisionDay) -> None:
    IntervisionDay.objects.update(starts_at=timezone.now())
    response = client_with("member", day.space).post(address("contribution_add", day), GOOD)
    assert (response.status_code, response.context["form"]["story"].value()) == (422, GOOD["story"])


def test_a_story_longer_than_it_may_be_and_a_title_of_two_lines_are_refused(day: IntervisionDay) -> None:
    client = client_with("member", day.space)
    for data in ({"story": "x" * 5_001}, {"title": "x" * 201}, {"title": "een\ntwee"}, {"kind": "other"}, {"kind": ""}):
        assert client.post(address("contribution_add", day), {**GOOD, **data}).status_code == 422, data
    assert client.post(address("contribution_add", day), {**GOOD, "story": "a\0b"}).status_code == 400
    assert Contribution.objects.count() == 0
    assert (
        client.post(address("contribution_add", day), {**GOOD, "title": "x" * 200, "story": "x" * 5_000}).status_code
        == 302
    )


def test_markup_shows_as_text_on_every_page(day: IntervisionDay) -> None:
    evil = "<script>alert(1)</script>"
    Round.objects.update(title=evil, theme=evil, place=evil, facilitator=evil)
    IntervisionDay.objects.update(title=evil, introduction=evil, guiding_questions=evil, place=evil)
    ContributionFactory(day=day, title=evil, story=evil)
    ContributionFactory(day=day, kind="success", title=evil, story=evil)
    client = client_with("coordinator", day.space)
    for name in (*MEMBERS_READ, *TEAM_READ, "round_report", "report_finish"):
        assert "<script>alert" not in client.get(address(name, day)).content.decode(), name


@pytest.mark.parametrize(
    "posted", [{"round-%d": "abc"}, {"story-%d": "99999999999999999999"}, {"suggested": "1-²"}, {"undo": "x"}]
)
def test_nonsense_from_the_facilitators_page_changes_nothing(day: IntervisionDay, posted: dict[str, str]) -> None:
    round_ = day.rounds.get()
    one = ContributionFactory(day=day, round=round_)
    data = {(name % one.pk if "%" in name else name): value for name, value in posted.items()}
    assert client_with("chair", day.space).post(address("contribution_list", day), data).status_code == 302
    assert (Contribution.objects.get().round, Match.objects.count()) == (round_, 0)


def test_the_facilitator_matches_takes_a_suggestion_and_undoes(day: IntervisionDay) -> None:
    question, story = ContributionFactory(day=day), ContributionFactory(day=day, kind="success")
    client = client_with("chair", day.space)
    here = address("contribution_list", day)
    for data in ({f"story-{question.pk}": story.pk}, {"suggested": f"{question.pk}-{story.pk}"}):
        client.post(here, data)
        assert Match.objects.count() == 1
    client.post(here, {"undo": f"{question.pk}-{story.pk}"})
    assert Match.objects.count() == 0


def test_two_people_who_write_the_same_report_both_keep_their_text() -> None:
    day = held_day()
    client = client_with("secretary", day.space)
    here = address("round_report", day)
    client.post(here, {**REPORT, "content": "Van Anke", "tip-0-text": "Tip van Anke"})
    response = client.post(here, {**REPORT, "content": "Van Bouke", "tip-0-text": "Tip van Bouke"})
    html = response.content.decode()
    assert response.status_code == 422
    assert all(words in html for words in ("Van Anke", "Van Bouke", "Tip van Anke", "Tip van Bouke"))
    assert Round.objects.get().content == "Van Anke"
    again = {**REPORT, "content": "Van beiden", "version": response.context["form"]["version"].value()}
    assert client.post(here, again).status_code == 302
    assert Round.objects.get().content == "Van beiden"


def test_a_tip_without_text_or_with_another_scheme_is_refused() -> None:
    day = held_day()
    client = client_with("secretary", day.space)
    for data in (
        {"tip-0-given_by": "Anke"},
        {"tip-0-text": "x", "tip-0-url": "javascript:alert(1)"},
        {"tip-0-text": "x", "tip-0-url": "ftp://x.org"},
    ):
        assert client.post(address("round_report", day), {**REPORT, **data}).status_code == 422, data


def test_addresses_hold_plain_numbers_also_above_a_thousand(day: IntervisionDay) -> None:
    """Numbers are written with a point in Dutch; those of rows must not be."""
    one = ContributionFactory(pk=12345, day=day)
    person = representative(day.space, pk=54321)
    client = client_with("coordinator", day.space)
    assert f'name="round-{one.pk}"' in client.get(address("contribution_list", day)).content.decode()
    assert f'value="{person.pk}"' in client.get(address("day_ask", day)).content.decode()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def fill(day: IntervisionDay, number: int) -> None:
    for _index in range(number):
        round_ = RoundFactory(day=day, host=MemberFactory(space=day.space))
        round_.attending.add(MemberFactory(space=day.space))
        request = RequestFactory(day=day)
        question = ContributionFactory(day=day, person=request.person, round=round_)
        Match.objects.create(question=question, story=ContributionFactory(day=day, round=round_, kind="success"))
        representative(day.space)
        RoundFactory(day=DayFactory(space=day.space))
        held_day(day.space)


@pytest.mark.parametrize("name", [*MEMBERS_READ, *TEAM_READ, "round_report", "report_finish", "contribution_add"])
def test_30_rows_take_as_many_queries_as_one(day: IntervisionDay, name: str) -> None:
    client = client_with("coordinator", day.space)
    fill(day, 1)
    url = address(name, day)
    client.get(url)
    few = queries(client, url)
    fill(day, 29)
    assert queries(client, url) == few
    assert few <= 20


def test_removing_and_withdrawing_need_a_post(day: IntervisionDay) -> None:
    client = client_with("coordinator", day.space)
    for name in ("day_remove", "round_remove", "request_withdraw", "report_correct"):
        assert client.get(address(name, day)).status_code == 405, name
    assert (IntervisionDay.objects.count(), Round.objects.count()) == (1, 1)
    assert ContributionRequest.objects.get().withdrawn_at is None
