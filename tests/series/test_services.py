"""Planning, changing and ending a series: nobody is mailed, and what people did is left alone."""

import datetime as dt

import pytest
from django.utils import timezone

from core.mail.models import Mail, MailJob
from partners.organisations.models import Organisation
from sessions.meetings.models import Meeting
from sessions.meetings.services import agendas, planning
from sessions.series import overview, services
from sessions.series.models import Turn
from spaces.services import end_membership
from tests.meetings.factories import MeetingFactory
from tests.series.factories import members, series_of
from tests.spaces.factories import SpaceFactory, user_with

pytestmark = pytest.mark.django_db


def meetings_of(series):
    return [turn.meeting for turn in services.to_come(series)]


def nobody_was_mailed():
    return not Mail.objects.exists() and not MailJob.objects.exists()


def test_plan_makes_drafts_with_an_agenda_and_mails_nobody():
    series = series_of(3)
    found = meetings_of(series)
    assert [one.state() for one in found] == [Meeting.State.DRAFT] * 3
    assert all(one.agenda.count() == 7 for one in found)
    assert {(one.title, one.place, one.hours) for one in found} == {("Plenaire", "Hal", "14:00 – 16:00")}
    assert [one.host.name for one in found] == ["Gastheer 00", "Gastheer 01", "Gastheer 02"]
    assert nobody_was_mailed()


def test_times_are_those_of_the_clock_there_in_summer_and_in_winter():
    series = series_of(12)
    assert {one.hours for one in meetings_of(series)} == {"14:00 – 16:00"}


def test_change_goes_to_those_nobody_touched_and_names_the_others():
    series = series_of(3)
    first, second, third = meetings_of(series)
    Meeting.objects.filter(pk=first.pk).update(invited_at=timezone.now())
    second.place = "Elders"
    planning.change(second, by=user_with("coordinator", series.space))
    series.from_time, series.place = dt.time(10), "Bibliotheek"
    outcome = services.change(series, by=user_with("coordinator", series.space))
    assert (outcome.done, outcome.invited, outcome.by_hand) == ([third], [first], [second])
    assert [(one.hours, one.place) for one in meetings_of(series)] == [
        ("14:00 – 16:00", "Hal"), ("14:00 – 16:00", "Elders"), ("10:00 – 16:00", "Bibliotheek"),
    ]  # fmt: skip
    assert nobody_was_mailed()


def test_change_twice_goes_to_the_same_meetings():
    series = series_of(2)
    by = user_with("coordinator", series.space)
    for place in ("Een", "Twee"):
        series.place = place
        services.change(series, by=by)
    assert {one.place for one in meetings_of(series)} == {"Twee"}


def test_another_host_or_agenda_does_not_count_as_changed_by_hand():
    series = series_of(1)
    [meeting] = meetings_of(series)
    services.let_host(meeting, members(series.space, "Nieuw")[0], by=user_with("coordinator", series.space))
    agendas.add_line(meeting, title="Eigen punt", duration=5)
    assert not Turn.objects.select_related("meeting").get(meeting=meeting).was_changed_by_hand


def test_without_a_place_each_meeting_is_at_its_host_and_follows_them():
    series = series_of(3, place="")
    by = user_with("coordinator", series.space)
    first, second, third = meetings_of(series)
    assert {one.place for one in meetings_of(series)} == {""}  # the directory knows no address
    for meeting in (first, second):
        Organisation.objects.filter(pk=meeting.host.organisation_id).update(
            street=f"Dorp {meeting.pk}", postcode="9160", municipality="Lokeren"
        )
    services.change(series, by=by)
    places = [f"Gastheer 0{at}, Dorp {one.pk}, 9160 Lokeren" for at, one in enumerate((first, second))]
    assert [one.place for one in meetings_of(series)] == [*places, ""]
    first, second, third = meetings_of(series)
    services.let_host(third, first.host, by=by)
    services.let_host(first, second.host, by=by)
    services.let_host(second, third.host, by=by)
    assert [one.place for one in meetings_of(series)] == [places[1], "", places[0]]
    assert not any(turn.was_changed_by_hand for turn in services.to_come(series))
    series.place = "Bibliotheek"
    services.change(series, by=by)
    assert {one.place for one in meetings_of(series)} == {"Bibliotheek"}
    services.let_host(first, third.host, by=by)
    assert {one.place for one in meetings_of(series)} == {"Bibliotheek"}
    assert nobody_was_mailed()


def test_end_cancels_what_nobody_touched_and_only_once():
    series = series_of(2)
    first, second = meetings_of(series)
    Meeting.objects.filter(pk=first.pk).update(invited_at=timezone.now())
    by = user_with("coordinator", series.space)
    outcome = services.end(series, by=by)
    assert (outcome.done, outcome.invited) == ([second], [first])
    assert services.end(series, by=by) is None
    assert meetings_of(series) == [first]
    assert nobody_was_mailed()


def test_host_who_left_is_named_with_whoever_is_next():
    series = series_of(3)
    space = series.space
    [spare] = members(space, "Aan de beurt")
    _first, second, _third = meetings_of(series)
    end_membership(second.host)
    assert overview.missing_hosts(space, meetings_of(series)) == {second.pk: spare}


def test_two_hosts_who_left_are_followed_by_two_others():
    series = series_of(3)
    spare = members(series.space, "Reserve A", "Reserve B")
    first, second, _third = meetings_of(series)
    for meeting in (first, second):
        end_membership(meeting.host)
    assert overview.missing_hosts(series.space, meetings_of(series)) == {first.pk: spare[0], second.pk: spare[1]}


def test_missing_host_with_nobody_left():
    series = series_of(1)
    [meeting] = meetings_of(series)
    end_membership(meeting.host)
    assert overview.missing_hosts(series.space, [meeting]) == {meeting.pk: None}


def test_taken_days_are_of_this_space_and_of_what_is_not_cancelled():
    space = SpaceFactory()
    mine = MeetingFactory(space=space)
    MeetingFactory()
    planning.cancel(
        MeetingFactory(space=space, starts_at=mine.starts_at + dt.timedelta(days=3)), by=user_with("coordinator", space)
    )
    assert overview.taken_days(space) == {mine.local_start.date(): mine.title}
