"""What was before, on paper: taken in by coordinators, shown where people look for it, never taken for ours."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from alliances import ending, figures
from alliances.checks import CHECKS
from alliances.facts import facts_of
from alliances.models import Alliance, AllianceSummary
from core.frozen.models import FrozenDocument
from documents.files.models import SharedFile
from documents.models import SigningEvent
from documents.onpaper import services
from documents.onpaper.models import EarlierMeeting, EarlierPlan, PaperSignature
from spaces.models import Member, Space
from tests.at_once import together
from tests.charters.factories import a_charter, opened, rewritten
from tests.charters.factories import signed as sign
from tests.files.files import PDF, TEXT, upload
from tests.pages import marks_in, save
from tests.spaces.factories import AllianceFactory, MemberFactory, SpaceFactory, client_with, user_with

pytestmark = pytest.mark.django_db
EARLIER = "/s/waasland/earlier/"
MEETING = {"title": "Startoverleg", "happened_on": "2024-03-12", "place": "Gemeentehuis Beveren"}
DAY = dt.date(2024, 3, 12)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def space() -> Space:
    return AllianceFactory(space__slug="waasland", space__name="Alliantie Waasland").space


@pytest.fixture
def client(space: Space) -> Client:
    return client_with("coordinator", space)


def meeting(space: Space, **facts: Any) -> EarlierMeeting:
    fact = EarlierMeeting(space=space, **{"title": "Startoverleg", "happened_on": DAY, **facts})
    services.take_in(fact, by=user_with("coordinator", space))
    return fact


def signed(space: Space, *members: Member) -> list[PaperSignature]:
    return services.take_in_signatures(space, members, signed_on=DAY, by=user_with("coordinator", space))


def test_meeting_take_in_with_its_minutes(client: Client, space: Space) -> None:
    assert save(client, EARLIER + "meeting/", {**MEETING, "upload": upload()}).status_code == 302
    fact = EarlierMeeting.objects.get()
    assert (fact.title, fact.happened_on, fact.place) == ("Startoverleg", DAY, "Gemeentehuis Beveren")
    assert (fact.file.kind, fact.file.dated_on) == ("minutes", DAY)
    for page in (EARLIER, "/s/waasland/meetings/"):
        shown = client_with("member", space).get(page).content.decode()
        assert "Startoverleg" in shown
        assert f"/s/waasland/files/{fact.file_id}/" in shown


def test_meeting_take_in_without_a_file_or_with_one_that_lies_here(client: Client, space: Space) -> None:
    save(client, EARLIER + "meeting/", MEETING)
    client.post("/s/waasland/files/add/", {"files": [upload()], "kind": "minutes"})
    file = SharedFile.objects.get()
    save(client, EARLIER + "meeting/", {**MEETING, "happened_on": "2024-06-01", "file": file.pk})
    assert [fact.file for fact in EarlierMeeting.objects.order_by("happened_on")] == [None, file]


def test_a_day_to_come_is_no_earlier_meeting(client: Client) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert save(client, EARLIER + "meeting/", {**MEETING, "happened_on": tomorrow.isoformat()}).status_code == 422
    assert save(client, EARLIER + "meeting/", {**MEETING, "happened_on": "0024-03-12"}).status_code == 422


def test_pressing_twice_takes_in_once(client: Client) -> None:
    marks = marks_in(client.get(EARLIER + "meeting/"))
    answers = [client.post(EARLIER + "meeting/", {**marks, **MEETING, "upload": upload()}) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert EarlierMeeting.objects.count() == 1


def test_the_same_meeting_is_refused_in_words_and_leaves_no_file(client: Client, space: Space) -> None:
    meeting(space)
    assert save(client, EARLIER + "meeting/", {**MEETING, "upload": upload()}).status_code == 422
    assert (EarlierMeeting.objects.count(), SharedFile.objects.count()) == (1, 0)


def test_signatures_take_in_for_several_members_on_one_sheet(client: Client, space: Space) -> None:
    first, second, third = MemberFactory.create_batch(3, space=space)
    data = {"members": [first.pk, second.pk], "happened_on": "2024-05-30", "upload": upload("handvest.pdf")}
    assert save(client, EARLIER + "signatures/", data).status_code == 302
    facts = PaperSignature.objects.order_by("pk")
    assert [fact.member for fact in facts] == [first, second]
    assert len({fact.file_id for fact in facts}) == 1
    page = client.get(EARLIER + "signatures/").content.decode()
    assert (first.name in page, third.name in page) == (False, True)


def test_a_signature_on_paper_is_no_evidence(client: Client, space: Space) -> None:
    signed(space, MemberFactory(space=space))
    assert (SigningEvent.objects.count(), FrozenDocument.objects.count()) == (0, 0)
    page = client_with("member", space).get("/s/waasland/charter/").content.decode()
    assert "op papier ondertekend op 12 maart 2024" in page


def test_the_member_of_another_alliance_cannot_be_noted(client: Client) -> None:
    foreign = MemberFactory(space=AllianceFactory().space)
    data = {"members": [foreign.pk], "happened_on": "2024-05-30"}
    assert save(client, EARLIER + "signatures/", data).status_code == 422


def test_the_file_of_another_space_cannot_be_chosen(client: Client) -> None:
    foreign = SharedFile.objects.create(space=AllianceFactory().space, title="Geheim")
    assert save(client, EARLIER + "meeting/", {**MEETING, "file": foreign.pk}).status_code == 422


def test_plan_take_in_stands_on_the_page_of_the_plan(client: Client, space: Space) -> None:
    data = {"title": "Actieplan 2023-2025", "happened_on": "2023-11-20", "upload": upload("plan.pdf")}
    assert save(client, EARLIER + "plan/", data).status_code == 302
    assert EarlierPlan.objects.get().file.kind == "plan"
    assert "Actieplan 2023-2025" in client_with("member", space).get("/s/waasland/action-plan/").content.decode()


def test_fact_correct_saves_and_notices_what_somebody_else_saved(client: Client, space: Space) -> None:
    fact = meeting(space)
    address = f"{EARLIER}meeting/{fact.pk}/"
    opened = marks_in(client.get(address))
    assert save(client, address, {**MEETING, "title": "Kennismaking"}).status_code == 302
    answer = client.post(address, {**opened, **MEETING, "title": "Iets anders"})
    assert (answer.status_code, "Kennismaking" in answer.content.decode()) == (422, True)
    fact.refresh_from_db()
    assert fact.title == "Kennismaking"


def test_correcting_keeps_the_file_and_can_send_another(client: Client, space: Space) -> None:
    save(client, EARLIER + "meeting/", {**MEETING, "upload": upload()})
    fact = EarlierMeeting.objects.get()
    address = f"{EARLIER}meeting/{fact.pk}/"
    save(client, address, {**MEETING, "file": fact.file_id, "place": "Elders"})
    fact.refresh_from_db()
    assert (fact.place, fact.file.title) == ("Elders", "Verslag: Startoverleg")
    save(client, address, {**MEETING, "file": fact.file_id, "upload": upload("nieuw.txt", TEXT)})
    assert EarlierMeeting.objects.get().file_id != fact.file_id


def test_a_signature_is_corrected(client: Client, space: Space) -> None:
    (fact,) = signed(space, MemberFactory(space=space))
    data = {"happened_on": "2024-04-01", "signed_by": "Burgemeester De Wit"}
    assert save(client, f"{EARLIER}signature/{fact.pk}/", data).status_code == 302
    fact.refresh_from_db()
    assert (fact.happened_on, fact.signed_by) == (dt.date(2024, 4, 1), "Burgemeester De Wit")


@pytest.mark.parametrize("what", ["meeting", "signature", "plan"])
def test_fact_take_out_leaves_the_file(client: Client, space: Space, what: str) -> None:
    member = MemberFactory(space=space)
    data = {**MEETING, "members": [member.pk], "upload": upload()}
    add = "signatures" if what == "signature" else what
    assert save(client, f"{EARLIER}{add}/", data).status_code == 302
    model = {"meeting": EarlierMeeting, "signature": PaperSignature, "plan": EarlierPlan}[what]
    fact = model.objects.get()
    file_address = f"/s/waasland/files/{fact.file_id}/"
    assert client.post(file_address + "throw-away/").status_code == 302
    assert SharedFile.objects.kept().count() == 1  # it lies behind something
    assert client.post(f"{EARLIER}{what}/{fact.pk}/take-out/").status_code == 302
    assert (model.objects.count(), SharedFile.objects.kept().count()) == (0, 1)
    client.post(file_address + "throw-away/")
    assert SharedFile.objects.kept().count() == 0


def test_only_coordinators_take_in(space: Space) -> None:
    fact = meeting(space)
    for role in ("chair", "secretary", "communications", "member"):
        client = client_with(role, space)
        assert client.get(EARLIER).status_code == 200
        assert "/take-out/" not in client.get(EARLIER).content.decode()
        assert client.get(EARLIER + "meeting/").status_code == 403
        assert client.post(f"{EARLIER}meeting/{fact.pk}/take-out/").status_code == 403
    assert EarlierMeeting.objects.count() == 1


def test_another_alliance_s_coordinator_finds_nothing(space: Space) -> None:
    fact = meeting(space)
    other = AllianceFactory(space__slug="elders").space
    client = client_with("coordinator", other)
    for slug in ("waasland", "elders"):
        assert client.get(f"/s/{slug}/earlier/meeting/{fact.pk}/").status_code == 404
        assert client.post(f"/s/{slug}/earlier/meeting/{fact.pk}/take-out/").status_code == 404
    assert client.get(EARLIER).status_code == 404


@pytest.mark.parametrize("what", ["nonsense", "file", "meetings"])
def test_only_what_can_be_taken_in_has_an_address(client: Client, space: Space, what: str) -> None:
    assert client.get(f"{EARLIER}{what}/{meeting(space).pk}/").status_code == 404


@pytest.mark.parametrize("kind", ["programme", "branch", "working_group"])
def test_only_an_alliance_began_before(kind: str) -> None:
    place = SpaceFactory(slug="plek", kind=kind)
    assert client_with("coordinator", place).get("/s/plek/earlier/").status_code == 404


def test_a_closed_alliance_takes_nothing_in(client: Client, space: Space) -> None:
    fact = meeting(space)
    ending.close(space, ended_on=timezone.localdate(), reason="Klaar.", by=user_with("coordinator", space))
    page = client.get(EARLIER).content.decode()
    assert ("Startoverleg" in page, "/take-out/" in page) == (True, False)
    assert client.get(EARLIER + "meeting/").status_code == 403
    assert client.post(f"{EARLIER}meeting/{fact.pk}/take-out/").status_code == 403


def test_there_is_an_end_to_it(client: Client, space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting(space)
    monkeypatch.setattr(services, "MOST_OF_A_KIND", 1)
    assert save(client, EARLIER + "meeting/", {**MEETING, "title": "Tweede"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_who_note_the_same_signature_at_once_note_one() -> None:
    space = AllianceFactory().space
    member = MemberFactory(space=space)
    by = user_with("coordinator", space)
    found = together(*[lambda: services.take_in_signatures(space, [member], signed_on=DAY, by=by)] * 2)
    assert sorted(len(one) for one in found) == [0, 1]


@pytest.mark.parametrize("page", [EARLIER, "/s/waasland/meetings/", "/s/waasland/charter/", "/s/waasland/action-plan/"])
def test_thirty_cost_as_much_as_one(client: Client, space: Space, page: str) -> None:
    _more(space, 1)
    asked = _queries(client, page)
    _more(space, 29)
    assert _queries(client, page) == asked
    assert asked <= 12


def _more(space: Space, number: int) -> None:
    behind = SharedFile.objects.create(space=space, title="Verslag")
    for one in range(number):
        day = DAY + dt.timedelta(days=EarlierPlan.objects.count())
        meeting(space, title=f"Overleg {one}", happened_on=day, file=behind)
        fact = EarlierPlan(space=space, title="Plan", happened_on=day, file=behind)
        services.take_in(fact, by=user_with("coordinator", space))
    signed(space, *MemberFactory.create_batch(number, space=space))


def _queries(client: Client, page: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)


def test_the_content_is_what_was_sent(client: Client, space: Space) -> None:
    save(client, EARLIER + "meeting/", {**MEETING, "upload": upload()})
    response = client.get(f"/s/waasland/files/{SharedFile.objects.get().pk}/1/")
    assert b"".join(response.streaming_content) == PDF


# --- the road ---------------------------------------------------------------------------------------


def test_the_road_counts_what_was_on_paper_and_says_so(space: Space) -> None:
    meeting(space)
    services.take_in(EarlierPlan(space=space, title="Plan", happened_on=DAY), by=user_with("coordinator", space))
    signed(space, *MemberFactory.create_batch(2, space=space))
    facts = facts_of(space)
    assert (facts["meetings_held"], facts["signature_count"], facts["signed_count"]) == (1, 0, 2)
    done = {key for key in ("first_meeting", "plan", "charter", "signatures") if CHECKS[key].done(facts)}
    assert done == {"first_meeting", "plan", "charter", "signatures"}
    with override("en"):
        notes = [CHECKS[key].note(facts) for key in ("first_meeting", "plan", "charter", "signatures")]
    assert notes == ["Taken in from paper."] * 3 + ["2 on paper"]


def test_only_meetings_of_this_mandate_count_in_it() -> None:
    space = AllianceFactory(space__starts_on=dt.date(2024, 3, 1)).space
    meeting(space)
    meeting(space, title="Veel eerder", happened_on=dt.date(2023, 1, 1))
    facts = facts_of(space)
    assert (facts["meetings_held"], facts["meetings_in_mandate"]) == (2, 1)


def test_a_signature_on_paper_of_who_left_does_not_count(space: Space) -> None:
    member = MemberFactory(space=space)
    signed(space, member)
    Member.objects.filter(pk=member.pk).update(ends_on=timezone.localdate())
    assert facts_of(space)["signed_count"] == 0


def test_who_signed_here_too_counts_once_and_a_new_charter_asks_anew() -> None:
    charter = a_charter()
    opened(charter)
    here = sign(charter).request.member
    signed(charter.space, here)
    assert (facts_of(charter.space)["paper_count"], facts_of(charter.space)["signed_count"]) == (0, 1)
    signed(charter.space, MemberFactory(space=charter.space))
    assert (facts_of(charter.space)["paper_count"], facts_of(charter.space)["signed_count"]) == (1, 2)
    opened(rewritten(charter, "Alles anders."))
    assert facts_of(charter.space)["signed_count"] == 0


def test_the_figures_of_a_programme_count_what_was_done_here(space: Space) -> None:
    signed(space, MemberFactory(space=space))
    figures.refresh(Alliance.objects.all())
    assert AllianceSummary.objects.get(alliance__space=space).signatures == 0


@pytest.mark.parametrize("page", ["/s/waasland/", "/s/waasland/roadmap/"])
def test_a_young_alliance_is_shown_the_way(client: Client, space: Space, page: str) -> None:
    assert EARLIER in client.get(page).content.decode()
    assert EARLIER not in client_with("member", space).get(page).content.decode()
