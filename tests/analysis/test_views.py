"""The pages of the analysis: who reads what, other spaces, two at once, nonsense, and what a page costs."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.analysis import services
from partners.analysis.models import Consultation, Gap, InventoryEntry, Remark, Source
from spaces.models import Space
from tests.analysis.rows import consultation, gap, programme, source, waiting
from tests.pages import marks_in, save
from tests.spaces.factories import AllianceFactory, ProgrammeFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
READERS = ("chair", "secretary", "communications", "member")
SECRETS = ("GEHEIME-NAAM", "GEHEIM-ANTWOORD", "GEHEIME-NOTITIE")


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory().space
    return made


@pytest.fixture
def client(space: Space) -> Client:
    return client_with("coordinator", space)


def address(name: str, space: Space, *more: Any) -> str:
    return reverse(f"analysis:{name}", args=[space.slug, *more])


def text(client: Client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200, url
    return answer.content.decode()


def day() -> str:
    return timezone.localdate().isoformat()


def talk(space: Space, **facts: Any) -> Consultation:
    """A conversation that holds something in everything only coordinators may read."""
    answers = [["Wat ontbreekt er?", SECRETS[1]]]
    said = {"findings": "Er rijdt geen bus.", "answers": answers, "private_notes": SECRETS[2], **facts}
    return consultation(space, SECRETS[0], **said)


def pages_of(space: Space, **rows: Any) -> list[str]:
    """Every page of the analysis that shows these rows."""
    return [
        *(address(name, space) for name in ("analysis_show", "inventory_list", "source_list", "consultation_list")),
        address("gap_list", space),
        address("inventory_show", space, rows["programme"].pk),
        address("source_show", space, rows["source"].pk),
        address("consultation_show", space, rows["consultation"].pk),
        address("gap_show", space, rows["gap"].pk),
    ]


def filled(space: Space, **facts: Any) -> dict[str, Any]:
    rows = {"programme": programme(space), "source": source(space), "consultation": talk(space, **facts)}
    made = gap(space)
    made.programmes.add(rows["programme"])
    made.sources.add(rows["source"])
    made.consultations.add(rows["consultation"])
    Remark.objects.create(gap=made, said="Ik loop een uur.", by="Amina")
    return {**rows, "gap": made}


@pytest.mark.parametrize("role", READERS)
def test_whoever_takes_part_reads_what_is_public_and_no_more(space: Space, role: str) -> None:
    reader, rows = client_with(role, space), filled(space)
    pages = pages_of(space, **rows)
    if role != "member":
        pages += [address("evidence_choose", space, rows["gap"].pk), address("inventory_add", space)]
    read = "".join(text(reader, page) for page in pages)
    assert "Er rijdt geen bus." in read and "Ik loop een uur." in read
    assert [secret for secret in SECRETS if secret in read] == []


def test_the_coordinator_reads_it_all(client: Client, space: Space) -> None:
    read = "".join(text(client, page) for page in pages_of(space, **filled(space)))
    assert [secret for secret in SECRETS if secret not in read] == []


def test_a_name_that_may_be_named_is_named(space: Space) -> None:
    rows = filled(space, is_named=True)
    read = "".join(text(client_with("member", space), page) for page in pages_of(space, **rows))
    assert SECRETS[0] in read
    assert SECRETS[1] not in read and SECRETS[2] not in read


def test_a_name_that_is_not_shown_is_not_found_either(client: Client, space: Space) -> None:
    talk(space)
    page = address("consultation_list", space)
    reader = client_with("member", space)
    for words in SECRETS:
        assert "Er rijdt geen bus." not in text(reader, page, q=words)
    assert "Er rijdt geen bus." in text(reader, page, q="bus")
    assert "Er rijdt geen bus." in text(client, page, q=SECRETS[0])


def test_a_conversation_without_findings_is_for_coordinators(client: Client, space: Space) -> None:
    made = talk(space, findings="")
    shown = gap(space)
    shown.consultations.add(made)
    page = address("consultation_show", space, made.pk)
    assert client.get(page).status_code == 200
    reader = client_with("secretary", space)
    assert reader.get(page).status_code == 404
    assert page not in text(reader, address("gap_show", space, shown.pk))
    # Somebody of the team who changes the evidence does not lose it.
    answer = save(reader, address("evidence_choose", space, shown.pk), {"consultations": [made.pk]})
    assert answer.status_code == 302
    assert list(shown.consultations.all()) == [made]


def test_the_register_is_not_told_to_others(client: Client, space: Space) -> None:
    StakeholderFactory(space=space, name="Stille partner")
    assert "Stille partner" in text(client, address("inventory_add", space))
    assert "Stille partner" in text(client, address("consultation_add", space))
    assert "Stille partner" not in text(client_with("chair", space), address("inventory_add", space))
    entry = services.add(InventoryEntry(space=space, name="Café", initiator="Stille partner"))
    register = reverse("contacts:stakeholder_show", args=[space.slug, entry.stakeholder_id])
    assert register in text(client, address("inventory_show", space, entry.pk))
    assert register not in text(client_with("chair", space), address("inventory_show", space, entry.pk))


def test_what_waits_is_for_those_who_look_at_it(client: Client, space: Space) -> None:
    entry = waiting(space, "Nog niet bekeken")
    page = address("inventory_show", space, entry.pk)
    assert client.get(page).status_code == 200
    assert client_with("member", space).get(page).status_code == 404
    assert "Nog niet bekeken" not in text(client, address("inventory_list", space))
    made = gap(space)
    assert "Nog niet bekeken" not in text(client, address("evidence_choose", space, made.pk))
    assert save(client, address("evidence_choose", space, made.pk), {"programmes": [entry.pk]}).status_code == 422
    assert "Nog niet bekeken" in text(client, address("inventory_waiting", space))
    client.post(address("inventory_keep", space, entry.pk))
    client.post(address("inventory_keep", space, entry.pk))
    assert "Nog niet bekeken" in text(client_with("member", space), address("inventory_list", space))


def test_keep_all_keeps_what_was_on_the_page(client: Client, space: Space) -> None:
    first, later = waiting(space, "Een"), waiting(space, "Twee")
    theirs = waiting(AllianceFactory().space)
    sent = {"entry": [str(first.pk), str(theirs.pk), "x", "", str(2**70), "-1"]}
    assert client.post(address("inventory_keep_all", space), sent).status_code == 302
    assert list(InventoryEntry.objects.waiting()) == [later, theirs]


def test_rows_of_another_space_do_not_exist(client: Client, space: Space) -> None:
    other = AllianceFactory().space
    rows = filled(other)
    pages = ("inventory", "source", "consultation", "gap")
    numbers = (rows["programme"].pk, rows["source"].pk, rows["consultation"].pk, rows["gap"].pk)
    for part, number in zip(pages, numbers, strict=True):
        for page in ("show", "change", "remove"):
            assert client.get(address(f"{part}_{page}", space, number)).status_code == 404
        assert client.post(address(f"{part}_remove", space, number)).status_code == 404
    for name in ("evidence_choose", "remark_add", "gap_move"):
        assert client.post(address(name, space, rows["gap"].pk)).status_code == 404
    assert client.post(address("remark_remove", space, Remark.objects.get().pk)).status_code == 404
    assert client.get(address("analysis_show", other)).status_code == 404
    ours = gap(space)
    data = {"programmes": [numbers[0]], "sources": [numbers[1]], "consultations": [numbers[2]]}
    assert save(client, address("evidence_choose", space, ours.pk), data).status_code == 422
    assert Gap.objects.with_evidence().get(pk=ours.pk).evidence == 0
    assert Gap.objects.with_evidence().get(pk=rows["gap"].pk).evidence == 4


def test_only_alliances_have_an_analysis() -> None:
    programme_space = ProgrammeFactory().space
    answer = client_with("coordinator", programme_space).get(address("analysis_show", programme_space))
    assert answer.status_code == 404


FORMS: list[tuple[str, type[Any], dict[str, str]]] = [
    ("inventory", InventoryEntry, {"name": "Taalcafé", "offers": "Oefenen"}),
    ("source", Source, {"title": "Monitor", "looked_at_on": "2026-01-05"}),
    ("consultation", Consultation, {"name": "Els", "held_on": "2026-01-05"}),
    ("gap", Gap, {"title": "Geen bus", "urgency": "unknown"}),
]


@pytest.mark.parametrize(("part", "model", "data"), FORMS)
def test_a_row_is_added_once_changed_and_removed(
    client: Client, space: Space, part: str, model: Any, data: dict[str, str]
) -> None:
    page = address(f"{part}_add", space)
    sent = {**marks_in(client.get(page)), **data}
    first, second = client.post(page, sent), client.post(page, sent)
    row = model.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == address(f"{part}_show", space, row.pk)
    name = next(iter(data))
    answer = save(client, address(f"{part}_change", space, row.pk), {**data, name: "Anders"})
    assert answer.status_code == 302
    assert str(model.objects.get()) == "Anders"
    assert "Anders" in text(client, address(f"{part}_remove", space, row.pk))
    assert client.post(address(f"{part}_remove", space, row.pk)).status_code == 302
    assert not model.objects.exists()


@pytest.mark.parametrize(("part", "model", "data"), FORMS)
def test_nonsense_is_refused_with_words(
    client: Client, space: Space, part: str, model: Any, data: dict[str, str]
) -> None:
    page, name = address(f"{part}_add", space), next(iter(data))
    for nonsense in ("", "x" * 400, "a\0b", "een\nregel"):
        assert save(client, page, {**data, name: nonsense}).status_code in (400, 422)
    assert not model.objects.exists()


@pytest.mark.parametrize(("part", "model", "data"), FORMS)
def test_what_somebody_else_saved_is_not_overwritten(
    client: Client, space: Space, part: str, model: Any, data: dict[str, str]
) -> None:
    client.post(address(f"{part}_add", space), data)
    row, name = model.objects.get(), next(iter(data))
    page = address(f"{part}_change", space, row.pk)
    opened = marks_in(client.get(page))
    save(client_with("coordinator", space), page, {**data, name: "Van de ander"})
    answer = client.post(page, {**opened, **data, name: "Van mij"})
    assert answer.status_code == 422 and "Van de ander" in answer.content.decode()
    assert str(model.objects.get()) == "Van de ander"


def test_evidence_that_somebody_else_ticked_is_shown(client: Client, space: Space) -> None:
    made, first, second = gap(space), source(space, "Eerste bron"), source(space, "Tweede bron")
    page = address("evidence_choose", space, made.pk)
    opened = marks_in(client.get(page))
    save(client_with("chair", space), page, {"sources": [first.pk]})
    answer = client.post(page, {**opened, "sources": [second.pk]})
    assert answer.status_code == 422
    assert list(made.sources.all()) == [first]
    assert client.post(page, {**marks_in(answer), "sources": [second.pk]}).status_code == 302
    assert list(made.sources.all()) == [second]


def test_a_conversation_keeps_the_words_of_its_questions(client: Client, space: Space) -> None:
    services.ask(space, "Wat helpt?\nWat niet?")
    save(client, address("consultation_add", space), {"name": "Els", "held_on": day(), "answer_0": "Een bus."})
    made = Consultation.objects.get()
    assert made.answers == [["Wat helpt?", "Een bus."]]
    answer = save(client, address("questions_change", space), {"text": "- Wie ontbreekt?\nWie ontbreekt?\n\n"})
    assert answer.status_code == 302
    data = {"name": "Els", "held_on": day(), "answer_0": "Een bus.", "answer_1": "Jongeren."}
    save(client, address("consultation_change", space, made.pk), data)
    made.refresh_from_db()
    assert made.answers == [["Wat helpt?", "Een bus."], ["Wie ontbreekt?", "Jongeren."]]


def test_a_guide_has_so_many_questions_of_a_length(client: Client, space: Space) -> None:
    page = address("questions_change", space)
    for nonsense in ("\n".join(f"Vraag {n}?" for n in range(16)), "x" * 301, "a\0b"):
        assert client.post(page, {"text": nonsense}).status_code in (400, 422)


def test_a_remark_is_noted_once_and_taken_away(client: Client, space: Space) -> None:
    made = gap(space)
    page = address("remark_add", space, made.pk)
    sent = {**marks_in(client.get(page)), "said": "Ik loop een uur.", "by": "Amina"}
    client.post(page, sent)
    client.post(page, sent)
    remark = Remark.objects.get()
    assert "Ik loop een uur." in text(client_with("member", space), address("gap_show", space, made.pk))
    client.post(address("remark_remove", space, remark.pk))
    assert not Remark.objects.exists()


def test_a_gap_without_evidence_says_so(client: Client, space: Space) -> None:
    gap(space)
    assert "nog geen onderbouwing" in text(client, address("gap_list", space))
    assert "geen bus" in text(client, address("gap_list", space), shown="no").lower()
    assert "geen bus" not in text(client, address("gap_list", space), shown="yes").lower()


def test_the_page_of_a_stakeholder_tells_of_the_conversation(client: Client, space: Space) -> None:
    entry = StakeholderFactory(space=space, name="Els Peeters")
    made = services.add(Consultation(space=space, name="Els Peeters", findings="Er rijdt geen bus."))
    page = text(client, reverse("contacts:stakeholder_show", args=[space.slug, entry.pk]))
    assert "Er rijdt geen bus." in page
    assert address("consultation_show", space, made.pk) in page


def cost(client: Client, page: str) -> int:
    client.get(page)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return sum("SAVEPOINT" not in one["sql"] for one in queries)


def test_pages_cost_the_same_with_one_row_and_with_thirty(client: Client, space: Space) -> None:
    rows = filled(space)
    waiting(space)
    lists = ("analysis_show", "inventory_list", "inventory_waiting", "source_list", "consultation_list", "gap_list")
    pages = [address(name, space) for name in (*lists, "workshop_show")]
    pages += [address(name, space, rows["gap"].pk) for name in ("gap_show", "evidence_choose")]
    with_one = {page: cost(client, page) for page in pages}
    for number in range(29):
        more = (programme(space, f"P{number}"), source(space, f"B{number}"), talk(space))
        waiting(space, f"W{number}")
        gap(space, f"H{number}")
        rows["gap"].programmes.add(more[0])
        rows["gap"].sources.add(more[1])
        rows["gap"].consultations.add(more[2])
        Remark.objects.create(gap=rows["gap"], said="Nog iets")
    assert {page: cost(client, page) for page in pages} == with_one
    assert {page: n for page, n in with_one.items() if n > 12} == {}
