"""Who would be asked, who is asked, and what each of them gets."""

import datetime as dt
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.mail.models import Mail, MailJob
from sessions.meetings import letters
from sessions.meetings.models import Invitee
from sessions.meetings.services import inviting, planning
from spaces.models import Role
from tests.meetings.factories import (
    MeetingFactory,
    held_meeting,
    invited_meeting,
    invitee_of,
    mails,
    make_mails,
    representative,
)
from tests.spaces.factories import (
    LONG_AGO,
    MemberFactory,
    RepresentativeFactory,
    SpaceFactory,
    client_of,
    client_with,
    somebody,
    user_with,
)

pytestmark = pytest.mark.django_db


def test_usual_people_are_representatives_individual_members_and_the_team():
    space = SpaceFactory()
    representative(space, "Bart Claes", "bart@example.org", "OCMW Beveren")
    MemberFactory(space=space, organisation=None, individual=somebody(space, name="Fatima El Amrani"))
    somebody(space, "secretary", name="Anke Secretaris")
    somebody(space, "guest", name="Een gast")
    somebody(space, "member", name="Lid zonder zetel")
    left = MemberFactory(space=space)
    RepresentativeFactory(member=left, person__name="Weg", ends_on=LONG_AGO)
    gone = MemberFactory(space=space, ends_on=LONG_AGO)
    RepresentativeFactory(member=gone, person__name="Lid af")
    assert [(one.person.name, str(one.organisation)) for one in inviting.usual_people(space)] == [
        ("Bart Claes", "OCMW Beveren"),
        ("Anke Secretaris", "None"),
        ("Fatima El Amrani", "None"),
    ]


def test_a_representative_with_a_role_is_asked_once():
    space = SpaceFactory()
    representative(space, "Bart Claes", "bart@example.org", "OCMW Beveren")
    person = space.people.get()
    Role.objects.create(space=space, person=person, kind="chair", starts_on=LONG_AGO)
    assert [str(one.organisation) for one in inviting.usual_people(space)] == ["OCMW Beveren"]


def test_invite_mails_each_their_own_calendar_entry():
    meeting = invited_meeting()
    sent = mails("meeting invitation")
    entries = [Calendar.from_ical(bytes(mail.calendar)).walk("VEVENT")[0] for mail in sent]
    assert [mail.to for mail in sent][:3] == ["lid0@example.org", "lid1@example.org", "lid2@example.org"]
    assert [str(one["ATTENDEE"]) for one in entries] == [f"mailto:{mail.to}" for mail in sent]
    assert {str(one["ORGANIZER"]) for one in entries} == {f"mailto:{meeting.space.slug}@schakel.example.org"}
    assert {(one["UID"], one["SEQUENCE"]) for one in entries} == {(meeting.uid, 0)}
    assert meeting.invited_at is not None


def test_invitations_hold_no_secret():
    meeting = invited_meeting(1)
    invitee = invitee_of(meeting)
    (mail,) = mails("meeting invitation")
    assert invitee.placeholder() in mail.text
    assert invitee.placeholder() in mail.html
    assert invitee.token() not in mail.text + mail.html + bytes(mail.calendar).decode()


def test_inviting_twice_invites_once():
    meeting = MeetingFactory()
    representative(meeting.space, "Bart", "bart@example.org", "OCMW")
    by = user_with("coordinator", meeting.space)
    everybody = {one.person.pk for one in inviting.candidates(meeting)}
    assert len(everybody) == len(inviting.invite(meeting, everybody, by=by)) == 2
    assert inviting.invite(meeting, everybody, by=by) == []
    make_mails()
    assert len(mails("meeting invitation")) == 2


def test_late_additions_get_only_theirs():
    meeting = invited_meeting()
    before = len(mails())
    representative(meeting.space, "Nieuw", "nieuw@example.org", "Nieuwe vzw")
    new = {one.person.pk for one in inviting.candidates(meeting) if one.person.email == "nieuw@example.org"}
    inviting.invite(meeting, new, by=user_with("secretary", meeting.space))
    make_mails()
    assert [mail.to for mail in mails()[before:]] == ["nieuw@example.org"]


def test_somebody_of_another_space_is_no_candidate():
    meeting = MeetingFactory()
    stranger = somebody(SpaceFactory(), "member")
    assert inviting.invite(meeting, {stranger.pk}, by=user_with("coordinator", meeting.space)) == []
    assert meeting.invitees.count() == 0


def test_without_address_there_is_a_letter_and_no_mail():
    meeting = MeetingFactory()
    by = user_with("coordinator", meeting.space)
    representative(meeting.space, "Zonder Mail-Vandenbroucke 🌱 ابراهيم", "", "Buurthuis De Sprong")
    one = next(one for one in inviting.candidates(meeting) if not one.person.email)
    [row] = inviting.invite(meeting, [one.person.pk], by=by)
    make_mails()
    assert (mails(), list(letters.waiting(meeting))) == ([], [row])
    url = reverse("meetings:invitation_letters", args=[meeting.space.slug, meeting.pk])
    client = client_of(by)
    for address in (url, f"{url}?one={row.pk}"):
        response = client.get(address)
        assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert [client.get(f"{url}?one={one}").status_code for one in (row.pk + 1, "x", "")] == [404] * 3
    assert letters.context(meeting, [row])["letters"][0].squares.side > 28
    assert client_with("member", meeting.space).get(url).status_code == 403


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_letters_are_tagged_and_each_begins_a_page(language):
    meeting = MeetingFactory()
    for number in range(2):
        representative(meeting.space, f"Zonder {number}", "", f"Buurthuis {number}")
    everybody = [one.person.pk for one in inviting.candidates(meeting) if not one.person.email]
    rows = inviting.invite(meeting, everybody, by=user_with("coordinator", meeting.space))
    with pikepdf.open(BytesIO(letters.render(meeting, rows, language=language))) as pdf:
        assert (len(pdf.pages), str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == (2, language, True)


def test_an_answer_by_telephone_is_noted():
    meeting = invited_meeting(1)
    row = invitee_of(meeting)
    url = reverse("meetings:answer_for", args=[meeting.space.slug, meeting.pk, row.pk])
    client = client_with("secretary", meeting.space)
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"answer": "yes", "remark": "Belde dinsdag"}).status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.remark) == ("yes", "Belde dinsdag")
    other = invited_meeting(1)
    foreign = reverse("meetings:answer_for", args=[meeting.space.slug, meeting.pk, invitee_of(other).pk])
    assert client.post(foreign, {"answer": "no"}).status_code == 404
    assert client_with("member", meeting.space).post(url, {"answer": "no"}).status_code == 403


def test_remove_tells_that_one_person_and_ends_the_link():
    meeting = invited_meeting()
    invitee = invitee_of(meeting, 1)
    by = user_with("coordinator", meeting.space)
    assert inviting.remove(invitee, by=by) is True
    assert inviting.remove(invitee, by=by) is False
    (mail,) = mails("meeting cancellation")
    assert (mail.to, mail.calendar_method, "[[link" in mail.text) == ("lid1@example.org", "CANCEL", False)
    assert Invitee.objects.get(pk=invitee.pk).link_state() == "withdrawn"
    meeting.refresh_from_db()
    assert meeting.sequence == 0


def test_removed_and_invited_again_gets_a_new_link_and_mail():
    meeting = invited_meeting()
    invitee = invitee_of(meeting, 1)
    old = invitee.token()
    by = user_with("coordinator", meeting.space)
    inviting.remove(invitee, by=by)
    inviting.invite(meeting, {invitee.person_id}, by=by)
    make_mails()
    again = Invitee.objects.get(pk=invitee.pk)
    assert (again.link_state(), again.token_state(old), again.revision) == ("fine", "replaced", 2)
    assert [mail.to for mail in mails("meeting invitation")].count("lid1@example.org") == 2


def test_a_guest_is_a_person_of_the_space_and_gets_an_invitation():
    meeting = MeetingFactory()
    inviting.invite_guest(meeting, name="Nadia Gast", email="Nadia@Example.org", by=user_with("chair", meeting.space))
    make_mails()
    assert [(mail.to, mail.to_name) for mail in mails("meeting invitation")] == [("nadia@example.org", "Nadia Gast")]
    assert not Role.objects.filter(person__email="nadia@example.org").exists()


@pytest.mark.parametrize("make", [held_meeting, lambda: _cancelled()])
def test_nobody_is_invited_to_what_is_over_or_cancelled(make):
    meeting = make()
    with pytest.raises(ValidationError):
        inviting.invite(meeting, {1}, by=user_with("coordinator", meeting.space))


def _cancelled():
    meeting = invited_meeting()
    planning.cancel(meeting, by=user_with("coordinator", meeting.space))
    return meeting


def test_moved_before_the_mails_were_made_everybody_gets_one_with_the_new_time():
    meeting = MeetingFactory()
    representative(meeting.space, "Bart", "bart@example.org", "OCMW")
    by = user_with("coordinator", meeting.space)
    inviting.invite(meeting, {one.person.pk for one in inviting.candidates(meeting) if one.organisation}, by=by)
    meeting.starts_at += dt.timedelta(hours=1)
    planning.change(meeting, by=by)
    make_mails()
    (mail,) = mails()
    entry = Calendar.from_ical(bytes(mail.calendar)).walk("VEVENT")[0]
    assert (entry["SEQUENCE"], entry["DTSTART"].dt) == (1, meeting.starts_at)


def test_three_hundred_are_one_job_and_each_gets_one(django_assert_max_num_queries):
    meeting = MeetingFactory()
    for number in range(300):
        representative(meeting.space, f"Lid {number}", f"lid{number}@example.org", f"Vereniging {number}")
    by = user_with("coordinator", meeting.space)
    everybody = {one.person.pk for one in inviting.candidates(meeting)}
    with django_assert_max_num_queries(20):
        inviting.invite(meeting, everybody, by=by)
    assert MailJob.objects.count() == 1
    make_mails()
    assert len({mail.to for mail in mails("meeting invitation")}) == len(mails("meeting invitation")) == 301


def test_the_page_tells_how_far_the_invitations_are():
    meeting = invited_meeting(3)
    client = client_with("coordinator", meeting.space)
    page = reverse("meetings:meeting_detail", args=[meeting.space.slug, meeting.pk])
    part = reverse("meetings:meeting_sending", args=[meeting.space.slug, meeting.pk])
    assert f'hx-get="{part}"' in client.get(page).content.decode()
    Mail.objects.filter(to="lid1@example.org").update(state=Mail.State.SENT, sent_at=timezone.now())
    words = client.get(part).content.decode()
    assert 'value="1" max="3"' in words and "every 2s" in words
    Mail.objects.update(state=Mail.State.SENT, sent_at=timezone.now())
    assert "every 2s" not in client.get(part).content.decode()
    meeting.invitees.update(invited_at=timezone.now() - dt.timedelta(hours=1))
    assert part not in client.get(page).content.decode()
    assert client_with("member", meeting.space).get(part).status_code == 403
