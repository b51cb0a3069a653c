"""Agendas: kinds and owners, order, files, templates in one's own words, topics that wait, the PDF."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.pdf import PdfError
from documents.files import services as files
from documents.files.models import SharedFile
from sessions.meetings import agenda_document
from sessions.meetings.models import AgendaTemplate, Meeting, Topic
from sessions.meetings.services import agendas, minuting, planning
from tests.at_once import together
from tests.files.files import PDF, TEXT, upload
from tests.meetings.factories import MeetingFactory, in_days, invited_meeting, invitee_of, mails
from tests.pages import marks_in, save
from tests.pdf.samples import text_of
from tests.spaces.factories import account_of, client_of, client_with, somebody, user_with

pytestmark = pytest.mark.django_db
TOPIC = {"title": "Tolken op zaterdag", "note": "Wie kan er?", "duration": 15}


def address(name: str, meeting: Meeting, *more: Any) -> str:
    return reverse(f"meetings:{name}", args=[meeting.space.slug, *more])


def titles(meeting: Any) -> list[str]:
    return [line.title for line in meeting.agenda.all()]


def data_of(bearer: Any, **more: Any) -> dict[str, Any]:
    """What a browser sends of the whole page."""
    lines = list(bearer.agenda.all())
    data = {"form-TOTAL_FORMS": len(lines), "form-INITIAL_FORMS": len(lines)}
    for number, line in enumerate(lines):
        data |= {f"form-{number}-{name}": value for name, value in line.facts().items()}
        data[f"form-{number}-id"] = line.pk
    return data | more


# --- lines ----------------------------------------------------------------------------------------
def test_what_is_said_of_an_item_is_kept_and_shown() -> None:
    meeting = invited_meeting()
    url = reverse("meetings:agenda_change", args=[meeting.space.slug, meeting.pk])
    said = {"kind": "decision", "owner": "Jantsje Hoekstra-Van der Wielen", "note": "Dinsdag of zaterdag?"}
    data = data_of(meeting, save="1", **{f"form-3-{name}": value for name, value in said.items()})
    assert save(client_with("coordinator", meeting.space), url, data).status_code == 302
    item = meeting.agenda.all()[3]
    assert {name: getattr(item, name) for name in said} == said
    page = client_with("member", meeting.space).get(address("meeting_detail", meeting, meeting.pk)).content.decode()
    assert all(words in page for words in ("te beslissen", said["owner"], said["note"]))


def test_a_line_that_decides_opens_the_decision_in_the_minutes() -> None:
    meeting = invited_meeting()
    item = meeting.agenda.all()[3]
    item.kind = item.Kind.DECISION
    item.save()
    minuting.start(meeting)
    page = client_with("coordinator", meeting.space).get(
        reverse("meetings:minutes_change", args=[meeting.space.slug, meeting.pk])
    )
    unfolded = [card.row.agenda_item_id for card in page.context["cards"] if card.form.holds_a_decision()]
    assert unfolded == [item.pk]


@pytest.mark.parametrize("stale", [False, True])
def test_lines_stand_as_they_were_dragged_and_an_old_page_undoes_nothing(stale: bool) -> None:
    meeting = MeetingFactory()
    before = [line.pk for line in meeting.agenda.all()]
    dragged = [*before[1:], before[0]]
    asked = before if stale else dragged
    url = reverse("meetings:agenda_change", args=[meeting.space.slug, meeting.pk])
    data = data_of(meeting, save="1", order=asked, order_was=",".join(map(str, before)))
    if stale:  # somebody else dragged meanwhile; this page was not dragged on
        agendas.put_in_order(meeting, dragged)
    assert save(client_with("coordinator", meeting.space), url, data).status_code == 302
    assert [line.pk for line in meeting.agenda.all()] == dragged
    assert [line.position for line in meeting.agenda.all()] == list(range(1, 8))


def test_an_order_with_foreign_or_missing_numbers_loses_nothing() -> None:
    meeting, other = MeetingFactory(), MeetingFactory()
    first, second, *rest = [line.pk for line in meeting.agenda.all()]
    agendas.put_in_order(meeting, [second, other.agenda.first().pk, second, 10**12, first])
    assert [line.pk for line in meeting.agenda.all()] == [second, first, *rest]
    assert [line.position for line in other.agenda.all()] == list(range(1, 8))


def test_an_agenda_holds_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agendas, "MOST_ITEMS", 8)
    meeting = MeetingFactory()
    url = reverse("meetings:agenda_change", args=[meeting.space.slug, meeting.pk])
    for _time in range(2):
        data = data_of(meeting, add="1", **{"new-title": "Nog een", "new-duration": 5})
        save(client_with("coordinator", meeting.space), url, data)
    assert meeting.agenda.count() == 8


# --- files ----------------------------------------------------------------------------------------
@pytest.fixture
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def with_file(meeting: Meeting, content: bytes = PDF) -> SharedFile:
    put = files.put(meeting.space, [files.read(upload("Telling.pdf", content))], by=user_with("chair", meeting.space))
    meeting.agenda.first().files.add(put.new[0])
    return put.new[0]


def by_link(meeting: Meeting) -> tuple[Client, str]:
    """A browser that came in with the link of the first invitee, and its page."""
    client, invitee = Client(), invitee_of(meeting)
    client.get(invitee.address().removeprefix("http://localhost:8000"))
    return client, reverse("links:link_page", args=["answer", invitee.pk])


@pytest.mark.usefixtures("media")
def test_files_are_chosen_and_put_there_and_fetched_by_link() -> None:
    meeting = invited_meeting()
    known = files.put(meeting.space, [files.read(upload())], by=user_with("chair", meeting.space)).new[0]
    item = meeting.agenda.first()
    url = reverse("meetings:item_files", args=[meeting.space.slug, meeting.pk, item.pk])
    data = {"chosen": [known.pk], "new": [upload("Nieuw.txt", TEXT)]}
    assert client_with("secretary", meeting.space).post(url, data).status_code == 302
    assert item.files.count() == 2
    client, page = by_link(meeting)
    assert f"?file={known.pk}" in client.get(page).content.decode()
    response = client.get(f"{page}?file={known.pk}")
    assert (b"".join(response.streaming_content), response["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.usefixtures("media")
def test_a_link_fetches_no_other_file() -> None:
    meeting, other = invited_meeting(), invited_meeting()
    own, foreign = with_file(meeting), with_file(other)
    beside = files.put(meeting.space, [files.read(upload("x.txt", TEXT))], by=user_with("chair", meeting.space)).new[0]
    client, page = by_link(meeting)
    asked = [foreign.pk, beside.pk, "x", "", 10**30]
    assert [client.get(f"{page}?file={one}").status_code for one in asked] == [404] * 5
    assert Client().get(f"{page}?file={own.pk}").status_code == 404
    files.throw_away(own, by=user_with("chair", meeting.space))
    assert client.get(f"{page}?file={own.pk}").status_code == 404
    url = reverse("meetings:item_files", args=[meeting.space.slug, meeting.pk, meeting.agenda.first().pk])
    refused = client_with("coordinator", meeting.space).post(url, {"chosen": [foreign.pk]})
    assert (refused.status_code, meeting.agenda.first().files.kept().count()) == (422, 0)


def test_the_agenda_as_pdf_by_the_link_of_an_invitation(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = invited_meeting()
    agendas.add_line(meeting, title="Het taalcafé van Ħamrun", duration=20, kind="", owner="", note="")
    client, page = by_link(meeting)
    assert "?agenda" in client.get(page).content.decode()
    response = client.get(f"{page}?agenda")
    assert (response["Content-Type"], "taalcafé van Ħamrun" in text_of(response.content)) == ("application/pdf", True)
    assert Client().get(f"{page}?agenda").status_code == 404

    def fails(*_given: object, **_named: object) -> bytes:
        raise PdfError("Nu even niet.")

    monkeypatch.setattr(agenda_document, "render", fails)
    refused = client.get(f"{page}?agenda")
    assert (refused.status_code, "Nu even niet." in refused.content.decode()) == (503, True)


@pytest.mark.usefixtures("media")
def test_files_go_along_to_the_next_meeting() -> None:
    meeting = MeetingFactory()
    following = MeetingFactory(space=meeting.space, starts_at=in_days(30))
    file = with_file(meeting)
    carried = agendas.carry_on(meeting.agenda.first(), following, keep=False)
    assert list(carried.files.all()) == [file]


def test_what_is_added_comes_before_what_rounds_the_meeting_off() -> None:
    meeting = MeetingFactory()
    begun = titles(meeting)
    agendas.add_line(meeting, title="Het taalcafé", duration=20)
    topic = agendas.propose(meeting.space, somebody(meeting.space, "member"), TOPIC)
    agendas.place(topic, meeting, by=user_with("coordinator", meeting.space))
    assert titles(meeting) == [*begun[:4], "Het taalcafé", TOPIC["title"], *begun[4:]]
    assert [line.position for line in meeting.agenda.all()] == list(range(1, 10))
    # Somebody dragged the last one up: it does not round off where it stands now.
    order = list(meeting.agenda.values_list("pk", flat=True))
    agendas.put_in_order(meeting, [order[-1], *order[:-1]])
    agendas.add_line(meeting, title="Nog iets", duration=5)
    assert titles(meeting)[0] == begun[-1]
    assert titles(meeting)[-3:] == ["Nog iets", *begun[-3:-1]]
    template = agendas.keep_as_template(meeting, meeting.space, "Zo")
    agendas.add_line(template, title="Ook hier", duration=5)
    assert titles(template)[-3:] == ["Ook hier", *begun[-3:-1]]


def test_an_agenda_without_a_rounding_off_grows_at_its_end() -> None:
    meeting = MeetingFactory()
    meeting.agenda.all().delete()
    for title in ("Eerst", "Dan"):
        agendas.add_line(meeting, title=title, duration=5)
    assert titles(meeting) == ["Eerst", "Dan"]
    meeting.agenda.update(rounds_off=True)
    agendas.add_line(meeting, title="Vooraf", duration=5)
    assert titles(meeting) == ["Vooraf", "Eerst", "Dan"]


# --- templates ------------------------------------------------------------------------------------
def test_an_agenda_is_kept_and_new_meetings_begin_with_it() -> None:
    meeting = MeetingFactory()
    client = client_with("coordinator", meeting.space)
    agendas.add_line(meeting, title="Rondje nieuws", duration=20, kind="discussion", owner="allen", note="Kort!")
    url = reverse("meetings:agenda_change", args=[meeting.space.slug, meeting.pk])
    save(client, url, data_of(meeting, keep="1", **{"template-name": "Plenair", "form-0-title": "Koffie"}))
    begun = planning.plan(Meeting(space=meeting.space, title="T", starts_at=in_days(9), ends_at=in_days(10)))
    assert titles(begun) == titles(meeting)
    assert titles(begun)[0] == "Koffie"
    assert [line.facts() for line in begun.agenda.all()] == [line.facts() for line in meeting.agenda.all()]
    assert [line.is_about_minutes for line in begun.agenda.all()].count(True) == 1


def test_the_template_is_chosen_when_planning() -> None:
    space = MeetingFactory().space
    client, add = client_with("coordinator", space), reverse("meetings:meeting_add", args=[space.slug])
    assert "template" not in client.get(add).context["form"].fields
    usual, other = (agendas.keep_as_template(None, space, name) for name in ("Gewoon", "Werkgroep"))
    assert (usual.is_usual, other.is_usual) == (True, False)
    foreign = agendas.keep_as_template(None, MeetingFactory().space, "Elders")
    other.agenda.all().delete()
    agendas.add_line(other, title="Alleen dit", duration=50)
    data = {"title": "T", "date": "2030-11-05", "from_time": "14:00", "until_time": "16:30", "invitation_text": "x"}
    assert save(client, add, data | {"template": foreign.pk}).status_code == 422
    save(client, add, data | {"template": other.pk})
    assert titles(Meeting.objects.latest("pk")) == ["Alleen dit"]
    agendas.make_usual(space, other)
    assert list(AgendaTemplate.objects.filter(space=space, is_usual=True)) == [other]


def test_templates_are_made_written_and_removed() -> None:
    space = MeetingFactory().space
    client, all_of_them = client_with("chair", space), reverse("meetings:template_list", args=[space.slug])
    client.post(all_of_them, {"name": "Plenair"})
    template = AgendaTemplate.objects.get(space=space)
    assert client.post(all_of_them, {"name": "plenair"}).status_code == 422
    url = reverse("meetings:template_change", args=[space.slug, template.pk])
    assert client.get(url).status_code == 200
    save(
        client, url, data_of(template, add="1", **{"new-title": "Afsluiter", "new-duration": 5, "form-0-title": "Soep"})
    )
    assert titles(template)[0] == "Soep" and titles(template)[4] == "Afsluiter"
    assert "Plenair" in client.get(all_of_them).content.decode()
    assert client.post(reverse("meetings:template_remove", args=[space.slug, template.pk])).status_code == 302
    assert not AgendaTemplate.objects.exists()


def test_a_template_of_another_space_is_not_there() -> None:
    space, other = MeetingFactory().space, MeetingFactory().space
    foreign = agendas.keep_as_template(None, other, "Elders")
    client = client_with("coordinator", space)
    for name in ("template_change", "template_remove"):
        assert client.post(reverse(f"meetings:{name}", args=[space.slug, foreign.pk])).status_code == 404
    usual = reverse("meetings:template_usual", args=[space.slug])
    assert client.post(usual, {"template": foreign.pk}).status_code == 404
    assert client_with("member", space).get(reverse("meetings:template_list", args=[space.slug])).status_code == 403


# --- topics ---------------------------------------------------------------------------------------
def test_a_member_proposes_by_link_and_it_comes_on_the_agenda() -> None:
    meeting = invited_meeting()
    client, page = by_link(meeting)
    data = {"propose": "1", **{f"topic-{name}": value for name, value in TOPIC.items()}}
    for _time in range(2):  # pressed twice
        assert client.post(page, data).status_code == 302
    topic = Topic.objects.get()
    assert (topic.proposed_by, topic.owner) == (invitee_of(meeting).person, "Lid 000")
    url = reverse("meetings:agenda_change", args=[meeting.space.slug, meeting.pk])
    coordinator = client_with("coordinator", meeting.space)
    save(coordinator, url, data_of(meeting, place=topic.pk, once="one"))
    assert titles(meeting)[4] == TOPIC["title"]
    [mail] = mails("topic decided")
    assert (mail.to, TOPIC["title"] in mail.subject) == ("lid0@example.org", True)
    assert meeting.day.split()[-1] in mail.text
    assert TOPIC["title"] in client.get(page).content.decode()
    meeting.refresh_from_db()
    assert invitee_of(meeting).answer == ""


def test_a_blind_press_on_the_link_proposes_nothing() -> None:
    client, page = by_link(invited_meeting())
    assert client.post(page, {"propose": "1"}).status_code == 422
    assert client.post(page, {"propose": "1", "topic-title": " ", "topic-duration": "10"}).status_code == 422
    assert not Topic.objects.exists()


def test_a_topic_on_a_meeting_in_the_making_does_not_tell_its_day() -> None:
    meeting = invited_meeting()
    draft = MeetingFactory(space=meeting.space, starts_at=in_days(40))
    person = somebody(meeting.space, "member")
    topic = agendas.propose(meeting.space, person, TOPIC)
    agendas.place(topic, draft, by=user_with("coordinator", meeting.space))
    [mail] = mails("topic decided")
    with translation.override("nl"):
        assert draft.day not in mail.text and draft.day not in mail.html
    page = client_of(account_of(person)).get(address("topic_list", meeting)).content.decode()
    assert "voorbereid" in page and str(draft.local_start.day) + " " + draft.day.split()[2] not in page


def test_a_topic_is_declined_with_a_reason_that_is_told() -> None:
    meeting = invited_meeting()
    topic = agendas.propose(meeting.space, invitee_of(meeting).person, TOPIC)
    client, url = client_with("chair", meeting.space), address("topic_decide", meeting, topic.pk)
    client.post(url, {"decline": "1"})
    topic.refresh_from_db()
    assert topic.is_waiting
    client.post(url, {"decline": "1", f"topic-{topic.pk}-why": "De werkgroep taal is ermee bezig."})
    client.post(url, {"decline": "1", f"topic-{topic.pk}-why": "Nog eens."})
    [mail] = mails("topic decided")
    assert "De werkgroep taal is ermee bezig." in mail.text
    topic.refresh_from_db()
    assert (topic.is_waiting, topic.why) == (False, "De werkgroep taal is ermee bezig.")


@pytest.mark.django_db(transaction=True)
def test_a_topic_that_two_place_at_once_comes_on_one_agenda() -> None:
    meeting = invited_meeting()
    topic = agendas.propose(meeting.space, invitee_of(meeting).person, TOPIC)
    by = user_with("coordinator", meeting.space)
    placed = together(*(lambda: agendas.place(topic, meeting, by) for _number in range(2)))
    assert (placed.count(None), titles(meeting).count(TOPIC["title"]), len(mails("topic decided"))) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_pages_that_place_it_at_once_do_not_wait_in_a_circle() -> None:
    meeting = invited_meeting()
    topic = agendas.propose(meeting.space, invitee_of(meeting).person, TOPIC)
    on_the_agenda, in_the_list = (client_with("coordinator", meeting.space) for _number in range(2))
    change = reverse("meetings:agenda_change", args=[meeting.space.slug, meeting.pk])
    data = data_of(meeting, place=topic.pk)
    data |= marks_in(on_the_agenda.get(change))
    decide = {"place": "1", "meeting": meeting.pk}
    answers = together(
        lambda: on_the_agenda.post(change, data).status_code,
        lambda: in_the_list.post(address("topic_decide", meeting, topic.pk), decide).status_code,
    )
    assert (answers, titles(meeting).count(TOPIC["title"])) == ([302, 302], 1)


def test_what_is_put_aside_waits_and_comes_back() -> None:
    meeting = MeetingFactory()
    client = client_with("coordinator", meeting.space)
    url, item = reverse("meetings:agenda_change", args=[meeting.space.slug, meeting.pk]), meeting.agenda.all()[3]
    save(client, url, data_of(meeting, carry="aside", carried=item.pk))
    topic = Topic.objects.get()
    assert (topic.title, meeting.agenda.count()) == (item.title, 6)
    coming = MeetingFactory(space=meeting.space, starts_at=in_days(40))
    client.post(address("topic_decide", meeting, topic.pk), {"place": "1", "meeting": coming.pk})
    assert titles(coming)[4] == item.title
    assert not mails("topic decided")


def test_who_proposed_it_takes_it_back_and_nobody_elses() -> None:
    meeting = invited_meeting()
    person = somebody(meeting.space, "member")
    own = agendas.propose(meeting.space, person, TOPIC)
    others = agendas.propose(meeting.space, invitee_of(meeting, 1).person, TOPIC)
    client = client_of(account_of(person))
    assert client.post(address("topic_back", meeting, others.pk)).status_code == 404
    page = client.get(address("topic_list", meeting))
    assert [topic.pk for topic in page.context["own"]] == [own.pk]
    assert page.context["waiting"] == []
    client.post(address("topic_back", meeting, own.pk))
    assert list(Topic.objects.all()) == [others]
    stranger = client_with("coordinator", MeetingFactory().space)
    for name in ("topic_back", "topic_decide"):
        assert stranger.post(address(name, meeting, others.pk)).status_code == 404
    assert client.post(address("topic_decide", meeting, others.pk), {"place": "1"}).status_code == 403


def test_more_topics_than_anybody_reads_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agendas, "MOST_WAITING_OF_ONE", 1)
    meeting = invited_meeting()
    agendas.propose(meeting.space, invitee_of(meeting).person, TOPIC)
    with pytest.raises(ValidationError):
        agendas.propose(meeting.space, invitee_of(meeting).person, {**TOPIC, "title": "Nog een"})


def test_who_takes_part_without_being_a_person_here_sees_the_page() -> None:
    meeting = invited_meeting()
    assert client_with("member", meeting.space).get(address("topic_list", meeting)).status_code == 200


# --- on paper -------------------------------------------------------------------------------------
@pytest.mark.usefixtures("media")
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_agenda_on_paper(language: str) -> None:
    meeting = MeetingFactory()
    with_file(meeting)
    agendas.add_line(
        meeting,
        title="🎉 " + "Een heel lang punt " * 15,
        duration=5,
        note="مرحبا بكم · እንኳዕ ብደሓን · Ласкаво просимо\n\n**geen** opmaak",
    )
    with pikepdf.open(BytesIO(agenda_document.render(meeting, language=language))) as pdf:
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.MarkInfo.Marked
        assert meeting.title in str(pdf.docinfo["/Title"])


def test_the_agenda_on_paper_is_for_who_sees_the_meeting() -> None:
    meeting = MeetingFactory()
    url = reverse("meetings:agenda_document", args=[meeting.space.slug, meeting.pk])
    assert client_with("member", meeting.space).get(url).status_code == 404  # being prepared
    response = client_with("secretary", meeting.space).get(url)
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert client_with("coordinator", MeetingFactory().space).get(url).status_code == 404
