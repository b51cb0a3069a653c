"""Pages: who may open what, that others' rows are not there, and that lists cost the same however long."""

import pytest
from django.test import Client
from django.urls import reverse

from sessions.meetings.models import AgendaItem, Meeting
from sessions.meetings.services import inviting, minuting
from tests.meetings.factories import MeetingFactory, held_meeting, in_days, invited_meeting, invitee_of, make_mails
from tests.pages import save
from tests.spaces.factories import SpaceFactory, client_with, user_with

pytestmark = pytest.mark.django_db

TEAM = ("coordinator", "chair", "secretary", "communications")
READ, WRITE = "read", "write"
# Every page of the room: what it needs, and whether it takes GET or POST.
PAGES = [
    ("meeting_list", READ, "get"),
    ("meeting_detail", READ, "get"),
    ("meeting_add", WRITE, "get"),
    ("meeting_change", WRITE, "get"),
    ("meeting_cancel", WRITE, "get"),
    ("meeting_cancel", WRITE, "post"),
    ("agenda_change", WRITE, "get"),
    ("agenda_change", WRITE, "post"),
    ("meeting_invite", WRITE, "get"),
    ("meeting_invite", WRITE, "post"),
    ("invitee_remove", WRITE, "post"),
    ("meeting_attendance", WRITE, "get"),
    ("meeting_attendance", WRITE, "post"),
    ("attendant_add", WRITE, "post"),
    ("minutes_change", WRITE, "get"),
    ("minutes_change", WRITE, "post"),
    ("minutes_start", WRITE, "post"),
    ("minutesrow_save", WRITE, "post"),
    ("minutes_draft", WRITE, "get"),
    ("minutes_circulate", WRITE, "get"),
    ("minutes_circulate", WRITE, "post"),
]


def address(name: str, meeting: Meeting) -> str:
    arguments: list[object] = [meeting.space.slug]
    if name not in ("meeting_list", "meeting_add"):
        arguments.append(meeting.pk)
    if name == "invitee_remove":
        arguments.append(invitee_of(meeting).pk)
    if name == "minutesrow_save":
        arguments.append(minuting.start(meeting).rows.first().pk)
    return reverse(f"meetings:{name}", args=arguments)


@pytest.mark.parametrize(("name", "needs", "method"), PAGES)
def test_who_may(name, needs, method):
    meeting = invited_meeting(1)
    url = address(name, meeting)
    before = (Meeting.objects.filter(cancelled_at=None).count(), AgendaItem.objects.count())

    def status(client: Client) -> int:
        return getattr(client, method)(url).status_code

    assert status(Client()) == 302  # to the sign-in page
    elsewhere = SpaceFactory()
    assert status(client_with("coordinator", elsewhere)) == 404
    assert status(client_with("guest", meeting.space)) == 404
    member = status(client_with("member", meeting.space))
    assert member == (200 if needs == READ else 403)
    assert (Meeting.objects.filter(cancelled_at=None).count(), AgendaItem.objects.count()) == before
    for role in TEAM:
        assert status(client_with(role, meeting.space)) not in (403, 405, 500), role


def test_a_meeting_of_another_space_is_not_there():
    own, other = SpaceFactory(), invited_meeting(1)
    client = client_with("coordinator", own)
    for name, _needs, method in PAGES:
        if name in ("meeting_list", "meeting_add"):
            continue
        url = address(name, other).replace(other.space.slug, own.slug)
        assert getattr(client, method)(url).status_code == 404, name


def test_what_is_being_prepared_is_for_the_team():
    draft = MeetingFactory()
    url = reverse("meetings:meeting_detail", args=[draft.space.slug, draft.pk])
    assert client_with("member", draft.space).get(url).status_code == 404
    assert client_with("secretary", draft.space).get(url).status_code == 200
    listed = client_with("member", draft.space).get(reverse("meetings:meeting_list", args=[draft.space.slug]))
    assert draft.title not in listed.content.decode()


def test_members_see_how_many_answered_but_not_who_or_why():
    meeting = invited_meeting(2)
    meeting.invitees.filter(person__email="lid0@example.org").update(
        answer="no", answered_at=in_days(0), remark="Ik ben ziek"
    )
    content = client_with("member", meeting.space).get(address("meeting_detail", meeting)).content.decode()
    assert "Ik ben ziek" not in content
    assert "Lid 001" not in content


def test_plan_a_meeting_in_the_browser():
    space = SpaceFactory()
    client = client_with("secretary", space)
    data = {"title": "Najaarsvergadering", "date": "2030-11-05", "from_time": "14:00", "until_time": "16:30",
            "place": "Leeuwarden", "invitation_text": "Kom!"}  # fmt: skip
    response = client.post(reverse("meetings:meeting_add", args=[space.slug]), data)
    meeting = Meeting.objects.get()
    assert response["Location"] == reverse("meetings:meeting_detail", args=[space.slug, meeting.pk])
    assert (meeting.space, meeting.hours) == (space, "14:00 – 16:30")
    assert meeting.starts_at.isoformat() == "2030-11-05T13:00:00+00:00"
    assert meeting.agenda.count() == 7


@pytest.mark.parametrize(
    "bad",
    [
        {"until_time": "13:00"}, {"until_time": "14:00"}, {"date": "2030-02-30"}, {"title": ""}, {"title": "x" * 201},
        {"title": "a\nb"}, {"video_url": "javascript:alert(1)"}, {"place": "a\r\nb"},
    ],
)  # fmt: skip
def test_bad_plan_is_refused(bad):
    space = SpaceFactory()
    data = {
        "title": "T",
        "date": "2030-11-05",
        "from_time": "14:00",
        "until_time": "16:30",
        "invitation_text": "x",
        **bad,
    }
    response = client_with("coordinator", space).post(reverse("meetings:meeting_add", args=[space.slug]), data)
    assert response.context["form"].errors
    assert Meeting.objects.count() == 0


def test_host_of_another_space_is_refused():
    from tests.spaces.factories import MemberFactory

    space, stranger = SpaceFactory(), MemberFactory()
    data = {"title": "T", "date": "2030-11-05", "from_time": "14:00", "until_time": "16:30", "invitation_text": "x",
            "host": stranger.pk}  # fmt: skip
    response = client_with("coordinator", space).post(reverse("meetings:meeting_add", args=[space.slug]), data)
    assert list(response.context["form"].errors) == ["host"]


def agenda_data(meeting, **more):
    items = list(meeting.agenda.all())
    data = {"form-TOTAL_FORMS": len(items), "form-INITIAL_FORMS": len(items)}
    for number, item in enumerate(items):
        data |= {
            f"form-{number}-id": item.pk,
            f"form-{number}-title": item.title,
            f"form-{number}-duration": item.duration,
        }
    return data | more


def test_agenda_buttons_save_and_do_their_own_thing():
    meeting = MeetingFactory()
    client = client_with("coordinator", meeting.space)
    url = address("agenda_change", meeting)
    _first, second, third = meeting.agenda.all()[:3]
    save(client, url, agenda_data(meeting, **{"form-0-title": "Koffie", "up": second.pk}))
    assert [item.title for item in meeting.agenda.all()[:2]] == [second.title, "Koffie"]
    client.post(url, agenda_data(meeting, **{"remove": third.pk}))
    client.post(url, agenda_data(meeting, **{"add": "1", "new-title": "Stemming", "new-duration": "15"}))
    assert (meeting.agenda.count(), meeting.agenda.all()[3].title) == (7, "Stemming")  # before what rounds it off


@pytest.mark.parametrize("kind", ["move", "copy"])
def test_agenda_item_goes_on_to_the_next_meeting(kind):
    meeting = MeetingFactory()
    after = MeetingFactory(space=meeting.space, starts_at=in_days(40))
    MeetingFactory(space=meeting.space, starts_at=in_days(80))
    MeetingFactory(starts_at=in_days(20))  # of another space
    item = meeting.agenda.all()[3]
    client = client_with("coordinator", meeting.space)
    data = agenda_data(meeting, carry=kind, carried=item.pk, once="one")
    data["form-3-title"] = "Onze eigen punten, zoals net getypt"
    data["form-3-seen"] = client.get(address("agenda_change", meeting)).context["rows"][3][0]["seen"].value()
    for _time in range(2):  # pressed twice
        assert client.post(address("agenda_change", meeting), data).status_code == 302
    assert after.agenda.count() == 8
    assert after.agenda.all()[4].title == "Onze eigen punten, zoals net getypt"
    assert meeting.agenda.filter(pk=item.pk).exists() is (kind == "copy")


def test_agenda_item_stays_without_a_next_meeting_or_a_choice():
    meeting = MeetingFactory()
    client = client_with("coordinator", meeting.space)
    foreign = MeetingFactory(space=meeting.space, starts_at=in_days(3))  # before, not after
    chosen = meeting.agenda.first().pk
    for carried, status in ((chosen, 302), ("", 302)):
        data = agenda_data(meeting, carry="move", carried=carried)
        assert client.post(address("agenda_change", meeting), data).status_code == status
    after = MeetingFactory(space=meeting.space, starts_at=in_days(40))
    for carried in (foreign.agenda.first().pk, 10**30, "x"):
        data = agenda_data(meeting, carry="move", carried=carried)
        assert client.post(address("agenda_change", meeting), data).status_code == 404
    assert (meeting.agenda.count(), foreign.agenda.count(), after.agenda.count()) == (7, 7, 7)


def test_agenda_item_of_another_meeting_is_not_touched():
    meeting, other = MeetingFactory(), MeetingFactory()
    client = client_with("coordinator", meeting.space)
    foreign = other.agenda.first()
    assert client.post(address("agenda_change", meeting), agenda_data(meeting, remove=foreign.pk)).status_code == 404
    data = agenda_data(meeting, **{"form-0-id": foreign.pk, "form-0-title": "Gekaapt"})
    client.post(address("agenda_change", meeting), data)
    foreign.refresh_from_db()
    assert foreign.title != "Gekaapt"


def test_thousands_of_people_fit_on_the_page_that_invites():
    meeting = held_meeting()
    many = {"people": [str(number) for number in range(1, 3_001)]}
    # Refused for who they are, not for how many.
    assert client_with("coordinator", meeting.space).post(address("meeting_invite", meeting), many).status_code == 422


def test_invite_page_lists_everybody_and_sends_to_the_chosen():
    meeting = invited_meeting(2)
    for number in range(2):
        inviting.remove(invitee_of(meeting, number), by=None)
    client = client_with("coordinator", meeting.space)
    content = client.get(address("meeting_invite", meeting)).content.decode()
    assert content.count('name="people"') == 4  # the two, whoever invited them, and this coordinator
    client.post(address("meeting_invite", meeting), {"people": [invitee_of(meeting, 1).person_id]})
    make_mails()
    assert [row.withdrawn_at is None for row in (invitee_of(meeting, 0), invitee_of(meeting, 1))] == [False, True]


def test_main_button_follows_the_state():
    meeting = MeetingFactory()
    client = client_with("coordinator", meeting.space)

    def step() -> str:
        return client.get(address("meeting_detail", meeting)).context["next_step"]

    assert step() == "invite"
    inviting.invite(
        meeting, {one.person.pk for one in inviting.candidates(meeting)}, by=user_with("chair", meeting.space)
    )
    assert step() == ""
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=in_days(0), ends_at=in_days(1))
    assert step() == "attendance"
    meeting.invitees.update(attendance="present")
    assert step() == "start"
    minutes = minuting.start(meeting)
    assert step() == "write"
    minutes.rows.filter(position=1).update(comment="Welkom")
    assert step() == "circulate"
    minuting.circulate(minutes, by=user_with("chair", meeting.space))
    assert step() == ""


def test_empty_list_says_what_to_do():
    space = SpaceFactory()
    url = reverse("meetings:meeting_list", args=[space.slug])
    assert "meetings/add/" in client_with("coordinator", space).get(url).content.decode()
    assert "meetings/add/" not in client_with("member", space).get(url).content.decode()


def count_queries(client: Client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", ["coordinator", "member"])
def test_list_costs_the_same_with_one_and_with_thirty(role):
    meeting = held_meeting(1)
    client, url = client_with(role, meeting.space), reverse("meetings:meeting_list", args=[meeting.space.slug])
    minuting.circulate(minuting.start(meeting), by=user_with("coordinator", meeting.space))
    MeetingFactory(space=meeting.space)
    one = count_queries(client, url)
    for days in range(30):
        MeetingFactory(space=meeting.space, starts_at=in_days(days - 15))
    assert count_queries(client, url) == one <= 12


@pytest.mark.parametrize(
    "name", ["meeting_detail", "meeting_attendance", "minutes_change", "meeting_invite", "minutes_circulate"]
)
def test_page_costs_the_same_with_one_and_with_thirty(name):
    counts = []
    for people in (1, 30):
        meeting = invited_meeting(people)
        minuting.start(meeting)
        for number in range(people - 1):
            AgendaItem.objects.create(meeting=meeting, position=100 + number, title=f"Punt {number}")
            minuting.add_row(meeting.minutes.get())
        for number in range(people):
            if name == "meeting_invite":
                inviting.remove(invitee_of(meeting, number), by=None)
        counts.append(count_queries(client_with("coordinator", meeting.space), address(name, meeting)))
    assert counts[0] == counts[1] <= 12


def test_numbers_of_rows_are_never_written_with_a_separator():
    """Dutch writes 1234567 as 1.234.567: in an id or a value that would be another row."""
    meeting = invited_meeting(1)
    row = minuting.start(meeting).rows.first()
    big = 1_234_567
    type(row).objects.filter(pk=row.pk).update(id=big, version=2345)
    AgendaItem.objects.create(id=big, meeting=meeting, position=99, title="Groot")
    client = client_with("coordinator", meeting.space)
    for name in ("minutes_change", "agenda_change", "meeting_attendance", "meeting_invite"):
        content = client.get(address(name, meeting)).content.decode()
        assert "1.234.567" not in content, name
        assert "10.000" not in content, name
        assert "2.345" not in content, name
    assert f'id="row-{big}"' in client.get(address("minutes_change", meeting)).content.decode()


def test_turnout_is_the_same_on_the_page_and_in_the_list():
    meeting = invited_meeting(4)
    for number, answer in enumerate(("yes", "maybe", "waitlist")):
        meeting.invitees.filter(pk=invitee_of(meeting, number).pk).update(answer=answer, answered_at=in_days(0))
    client = client_with("coordinator", meeting.space)
    page = client.get(address("meeting_detail", meeting))
    counted = Meeting.objects.with_answers().get(pk=meeting.pk)
    assert vars(page.context["turnout"]) == {
        "asked": counted.asked,
        "coming": counted.coming,
        "unsure": counted.unsure,
        "queued": counted.queued,
        "waiting": counted.waiting,
    }
    for url in (address("meeting_detail", meeting), reverse("meetings:meeting_list", args=[meeting.space.slug])):
        text = client.get(url).content.decode()
        assert f"1 van de {counted.asked} zei ja" in text
        assert "1 weet het nog niet" in text
