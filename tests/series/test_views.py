"""Pages of a series: who may, what comes of each button, and what two people at once do to each other."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.mail.models import Mail, MailJob
from sessions.meetings.models import Meeting
from sessions.series import services
from sessions.series.models import Series, Turn
from spaces.services import end_membership
from tests.meetings.factories import MeetingFactory, in_days
from tests.series.factories import members, series_of
from tests.spaces.factories import SpaceFactory, client_with

pytestmark = pytest.mark.django_db

PAGES = [("series_show", "get"), ("series_change", "get"), ("series_change", "post"), ("rota_change", "get"),
         ("rota_change", "post"), ("series_end", "get"), ("series_end", "post"), ("meeting_more", "post")]  # fmt: skip


def address(name, series):
    return reverse(f"series:{name}", args=[series.space.slug, series.pk])


def add_address(space):
    return reverse("series:series_add", args=[space.slug])


def settings(**facts):
    first = in_days(20).date()
    return {
        "name": "Plenaire vergadering", "first_day": first, "last_day": first + dt.timedelta(days=400), "number": 3,
        "weekday": 1, "from_time": "14:00", "until_time": "16:00", **facts,
    }  # fmt: skip


def with_lines(*lines, **facts):
    data = settings(plan="1", **facts)
    data |= {"line-TOTAL_FORMS": len(lines), "line-INITIAL_FORMS": len(lines)}
    for at, line in enumerate(lines):
        data |= {f"line-{at}-{name}": value for name, value in line.items()}
    return data


@pytest.mark.parametrize(("name", "method"), PAGES)
def test_who_may(name, method):
    series = series_of(1)
    other = SpaceFactory()
    for role, allowed in (("coordinator", True), ("secretary", True), ("member", False)):
        answer = getattr(client_with(role, series.space), method)(address(name, series))
        assert (answer.status_code < 400 or answer.status_code == 422) is allowed, (role, answer.status_code)
    assert getattr(client_with("coordinator", other), method)(address(name, series)).status_code == 404
    tampered = reverse(f"series:{name}", args=[other.slug, series.pk])
    assert getattr(client_with("coordinator", other), method)(tampered).status_code == 404


def test_series_add_proposes_days_and_hosts():
    space = SpaceFactory()
    members(space, "Alfa", "Beta")
    answer = client_with("coordinator", space).get(add_address(space))
    lines = answer.context["lines"].forms
    assert len(lines) == 5
    assert len({line["host"].value() for line in lines[:2]}) == 2
    assert all(line["day"].value().weekday() == 1 for line in lines)


def test_series_add_proposes_again_and_plans_nothing():
    space = SpaceFactory()
    client = client_with("coordinator", space)
    answer = client.post(add_address(space), settings(number=2, weekday=3, propose="1", rotates_moderator="on"))
    assert [line["day"].value().weekday() for line in answer.context["lines"]] == [3, 3]
    assert not Series.objects.exists()


def test_series_add_leaves_out_days_that_are_taken():
    space = SpaceFactory()
    client = client_with("coordinator", space)
    [first] = client.post(add_address(space), settings(number=1)).context["lines"].forms
    start = dt.datetime.combine(first["day"].value(), dt.time(9), dt.UTC)
    MeetingFactory(space=space, title="Netwerklunch", starts_at=start)
    [second] = client.post(add_address(space), settings(number=1)).context["lines"].forms
    assert second["day"].value() != first["day"].value()
    assert second.instead_of[0][0] == first["day"].value()
    assert "Netwerklunch" in second.instead_of[0][2]


def test_series_add_plans_the_lines_that_were_kept_once():
    space = SpaceFactory()
    alfa, beta = members(space, "Alfa", "Beta")
    data = with_lines(
        {"kept": "on", "day": in_days(30).date(), "host": alfa.pk, "moderator": beta.pk},
        {"day": "", "host": ""},
        {"kept": "on", "day": in_days(60).date(), "host": ""},
        once="abc", rotates_moderator="on",
    )  # fmt: skip
    client = client_with("coordinator", space)
    for _time in range(2):
        answer = client.post(add_address(space), data)
    assert answer.status_code == 302
    turns = Turn.objects.order_by("meeting__starts_at")
    assert [(one.meeting.host, one.moderator) for one in turns] == [(alfa, beta), (None, None)]
    assert not Mail.objects.exists() and not MailJob.objects.exists()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"name": "x" * 500}, "name"),
        ({"until_time": "13:00"}, "until_time"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"first_day": "0001-01-01"}, "first_day"),
        ({"number": 10**9}, "number"),
    ],
)  # fmt: skip
def test_series_add_says_what_is_wrong(change, where):
    space = SpaceFactory()
    line = {"kept": "on", "day": in_days(30).date(), "host": ""}
    answer = client_with("coordinator", space).post(add_address(space), with_lines(line, **change))
    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    assert len(answer.context["lines"].forms) == 1  # what was typed stays
    assert not Series.objects.exists()


def test_series_add_refuses_lines_that_cannot_be():
    space = SpaceFactory()
    [alfa] = members(space, "Alfa")
    alfa.ends_on = in_days(40).date()
    alfa.save()
    [foreign] = members(SpaceFactory(), "Elders")
    day = in_days(30).date()
    client = client_with("coordinator", space)
    for lines in (
        [{"kept": "on", "day": in_days(-1).date(), "host": ""}],
        [{"kept": "on", "day": day, "host": ""}, {"kept": "on", "day": day, "host": ""}],
        [{"kept": "on", "day": in_days(50).date(), "host": alfa.pk}],
        [{"kept": "on", "day": day, "host": foreign.pk}],
        [{"kept": "on", "day": day, "host": 10**30}],
        [{"day": day, "host": ""}],
        [],
    ):
        assert client.post(add_address(space), with_lines(*lines)).status_code == 422, lines
    assert not Series.objects.exists()


def test_series_add_takes_emoji_and_text_from_right_to_left():
    space = SpaceFactory()
    name = "Plenair 🎉 اجتماع عام"
    line = {"kept": "on", "day": in_days(30).date(), "host": ""}
    client = client_with("coordinator", space)
    client.post(add_address(space), with_lines(line, name=name))
    series = Series.objects.get()
    assert series.name == name
    assert name in client.get(address("series_show", series)).text


def test_one_meeting_more_is_planned_once_and_the_fair_host_stands_beside_it():
    series = series_of(2)
    client, more = client_with("coordinator", series.space), address("meeting_more", series)
    day = in_days(200).date()
    for _press, status in enumerate((302, 422)):
        assert client.post(more, {"day": day.isoformat()}).status_code == status
    meeting = Meeting.objects.latest("pk")
    assert (series.turns.count(), meeting.title, meeting.place, meeting.host) == (3, "Plenaire", "Hal", None)
    assert (meeting.local_start.date(), meeting.local_start.hour, meeting.invited_at) == (day, 14, None)
    assert meeting.agenda.exists()
    page = client.get(address("series_show", series)).content.decode()
    assert reverse("series:host_take", args=[series.space.slug, meeting.pk]) in page
    for wrong in ("", "ooit", "0001-01-01", in_days(-1).date().isoformat()):
        assert client.post(more, {"day": wrong}).status_code == 422
    client.post(address("series_end", series))
    assert client.post(more, {"day": in_days(230).date().isoformat()}).status_code == 422
    assert series.turns.count() == 3


def test_series_change_says_what_another_saved_meanwhile():
    series = series_of(1)
    client = client_with("coordinator", series.space)
    form = client.get(address("series_change", series)).context["form"]
    data = {box.html_name: box.value() for box in form} | {"from_time": "14:00", "until_time": "16:00"}
    Series.objects.filter(pk=series.pk).update(place="Van iemand anders")
    answer = client.post(address("series_change", series), {**data, "place": "Van mij"})
    assert answer.status_code == 422
    assert "Van iemand anders" in answer.text


def test_rota_change_proposes_where_the_host_left_and_saves():
    series = series_of(2)
    [spare] = members(series.space, "Reserve")
    first, second = services.to_come(series)
    end_membership(first.meeting.host)
    client = client_with("coordinator", series.space)
    context = client.get(address("rota_change", series)).context
    assert [(one.form["host"].value(), one.is_proposed) for one in context["shares"]] == [
        (spare.pk, True), (second.meeting.host_id, False),
    ]  # fmt: skip
    data = {"seen": context["mark"], f"{first.pk}-host": spare.pk, f"{second.pk}-host": ""}
    assert client.post(address("rota_change", series), data).status_code == 302
    assert [one.meeting.host for one in services.to_come(series)] == [spare, None]
    assert client.post(address("rota_change", series), data).status_code == 422  # from a page that is old


def test_host_take_gives_the_meeting_a_host_once():
    series = series_of(1)
    spare, other = members(series.space, "Reserve", "Zomaar")
    [turn] = services.to_come(series)
    end_membership(turn.meeting.host)
    client = client_with("coordinator", series.space)
    page = client.get(reverse("meetings:meeting_detail", args=[series.space.slug, turn.meeting_id]))
    url = reverse("series:host_take", args=[series.space.slug, turn.meeting_id])
    assert url in page.text and f'value="{spare.pk}"' in page.text
    client.post(url, {"host": spare.pk})
    client.post(url, {"host": other.pk})
    turn.meeting.refresh_from_db()
    assert turn.meeting.host == spare
    assert client.post(url, {"host": "9" * 30}).status_code == 404
    assert client_with("member", series.space).post(url, {"host": other.pk}).status_code in (403, 404)


def test_series_stands_on_the_list_of_the_team_and_on_its_meetings():
    series = series_of(2, rotates_moderator=True)
    show = address("series_show", series)
    turn = services.to_come(series)[0]
    turn.moderator = turn.meeting.host
    turn.save()
    Meeting.objects.update(invited_at=timezone.now())
    pages = [reverse("meetings:meeting_list", args=[series.space.slug]),
             reverse("meetings:meeting_detail", args=[series.space.slug, turn.meeting_id])]  # fmt: skip
    for page in pages:
        assert show in client_with("coordinator", series.space).get(page).text
        assert show not in client_with("member", series.space).get(page).text


@pytest.mark.parametrize("name", ["series_show", "rota_change", "series_end", "series_add"])
def test_pages_cost_the_same_however_many(name):
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 12):
        series = series_of(number, rotates_moderator=True)
        client = client_with("coordinator", series.space)
        url = add_address(series.space) if name == "series_add" else address(name, series)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12, counts
