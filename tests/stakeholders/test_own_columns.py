"""Own criteria as columns of a sheet, and cells that cannot be read: in, again, and out."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from partners.stakeholders import criteria, importing, undoing
from partners.stakeholders.criteria import Kind
from partners.stakeholders.import_choices import shown_groups
from partners.stakeholders.judging import Choices
from partners.stakeholders.models import Criterion, Stakeholder, StakeholderImport
from partners.stakeholders.sheets.labels import Labels
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, user_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return AllianceFactory().space


@pytest.fixture
def own(space: Space) -> dict[str, Criterion]:
    """One of each kind, by a short name."""
    return {
        "size": criteria.add(space, name="Aantal leden", kind=Kind.NUMBER),
        "mood": criteria.add(space, name="Houding", kind=Kind.CHOICE, labels=["Vóór", "Tegen", "A+", "A-"]),
        "hall": criteria.add(space, name="Heeft een zaal", kind=Kind.YES_NO),
        "story": criteria.add(space, name="Verhaal", kind=Kind.TEXT),
    }


def bring_in(space: Space, *lines: str, **choices) -> StakeholderImport:
    data = "\n".join(lines).encode()
    _table, mapping = importing.guess_mapping(space, data, "x.csv", 10**7)
    return importing.apply(
        StakeholderImport.objects.create(
            space=space,
            filename="x.csv",
            content=data,
            mapping=mapping,
            choices=choices,
            state=StakeholderImport.State.RUNNING,
        )
    )


def said(own: dict[str, Criterion]) -> dict[str, dict[str, object]]:
    """What each entry says of the criteria, a choice by its label."""
    found = {}
    for entry in Stakeholder.objects.all():
        values = {name: entry.criteria.get(criteria.key_of(one.pk)) for name, one in own.items()}
        values["mood"] = dict(criteria.own(own["mood"]).options).get(str(values["mood"]))
        found[entry.name] = {name: value for name, value in values.items() if value is not None}
    return found


def test_columns_are_guessed_by_the_name_of_a_criterion_and_read_by_its_kind(space: Space, own) -> None:
    done = bring_in(
        space,
        "Naam;AANTAL LEDEN;houding ;Heeft een zaal;Verhaal",
        "Een;12,5;voor;ja;=1+1",
        "Twee;1 200;TEGEN;Non;n.v.t.",
        "Drie;-;A-;x;",
        "Vier;n.v.t.;;;",
    )
    assert done.warnings == []
    assert said(own) == {
        "Een": {"size": 12.5, "mood": "Vóór", "hall": True, "story": "=1+1"},
        "Twee": {"size": 1200, "mood": "Tegen", "hall": False, "story": "n.v.t."},
        "Drie": {"mood": "A-", "hall": True},
        "Vier": {},
    }


def test_what_is_none_of_the_choices_goes_to_the_notes_with_a_warning(space: Space, own) -> None:
    done = bring_in(space, "Naam;Houding;Aantal leden;Heeft een zaal", "Een;misschien;veel;soms")
    assert (done.created, done.row_errors, [one["column"] for one in done.warnings]) == (
        1, [], ["Aantal leden", "Houding", "Heeft een zaal"],
    )  # fmt: skip
    entry = Stakeholder.objects.get()
    texts = [line.partition(": ")[2] for line in entry.notes.split("\n")]
    assert (entry.criteria, sorted(texts)) == ({}, ["misschien", "soms", "veel"])


def test_criteria_of_another_space_are_no_columns(space: Space, own) -> None:
    other = AllianceFactory().space
    bring_in(other, "Naam;Verhaal", "Een;Van ver")
    assert Stakeholder.objects.get(space=other).criteria == {}


def test_merging_fills_asks_and_is_undone_field_by_field(space: Space, own) -> None:
    size, story, hall = (criteria.key_of(own[name].pk) for name in ("size", "story", "hall"))
    for name in ("Taalhuis", "Buurthuis"):
        StakeholderFactory(
            space=space, organisation__name=name, organisation__municipality="Temse", criteria={size: 3, hall: False}
        )
    lines = ("Naam;Gemeente;Aantal leden;Verhaal;Heeft een zaal", "Taalhuis;Temse;8;Mooi;ja", "Buurthuis;Temse;9;Oud;")
    _table, mapping = importing.guess_mapping(space, "\n".join(lines).encode(), "x.csv", 10**7)
    judged = importing.preview(space, _table, mapping)
    (shown,) = shown_groups(judged, Choices(), {}, criteria.of_space(space.pk))
    first = shown.rows[0]
    assert [(value.label, value.theirs) for value in first.fills] == [("Verhaal", "Mooi")]
    with translation.override("en"):
        (again,) = shown_groups(judged, Choices(), {}, criteria.of_space(space.pk))
        assert [(value.label, value.theirs, value.ours) for value in again.rows[0].differs] == [
            ("Aantal leden", "8", "3"), ("Heeft een zaal", "yes", "no"),
        ]  # fmt: skip
    done = bring_in(space, *lines, takes={"2": [size, hall]})
    rows = {entry.name: entry for entry in Stakeholder.objects.all()}
    assert rows["Taalhuis"].criteria == {size: 8, hall: True, story: "Mooi"}
    assert rows["Buurthuis"].criteria == {size: 3, hall: False, story: "Oud"}

    criteria.set_values(Stakeholder.objects.filter(name="Taalhuis"), size, 10)
    undone = undoing.undo(done, by=user_with("coordinator", space))
    rows = {entry.name: entry for entry in Stakeholder.objects.all()}
    assert rows["Taalhuis"].criteria == {size: 10, hall: False}
    assert rows["Buurthuis"].criteria == {size: 3, hall: False}
    assert undone.stayed_fields == [["Taalhuis", [size]]]


def test_undoing_puts_no_choice_back_that_is_gone(space: Space, own) -> None:
    mood = own["mood"]
    (first, _label), (second, _other) = mood.options[:2]
    key = criteria.key_of(mood.pk)
    StakeholderFactory(
        space=space, organisation__name="Taalhuis", organisation__municipality="Temse", criteria={key: first}
    )
    done = bring_in(space, "Naam;Gemeente;Houding", "Taalhuis;Temse;tegen", takes={"2": [key]})
    criteria.change(mood, name=mood.name, options=[(one, label) for one, label in mood.options if one != first])
    undoing.undo(done, by=user_with("coordinator", space))
    assert (Stakeholder.objects.get().criteria, second != first) == ({}, True)


def test_a_criterion_that_is_gone_is_no_column_any_more(space: Space, own) -> None:
    lines = "Naam;Verhaal", "Een;Mooi"
    bring_in(space, *lines)
    criteria.remove(own["story"])
    done = bring_in(space, "Naam;Verhaal", "Twee;Oud")
    assert (done.created, Stakeholder.objects.get(name="Twee").criteria) == (1, {})


def test_what_a_column_meant_is_remembered_and_a_new_criterion_is_seen(space: Space, own) -> None:
    data = b"Naam;Wat zij vertellen;Kleur\nEen;Mooi;rood\n"
    story = criteria.key_of(own["story"].pk)
    _table, mapping = importing.guess_mapping(space, data, "x.csv", 10**7)
    assert mapping == {"name": 0}
    waiting = StakeholderImport.objects.create(
        space=space, filename="x.csv", content=data, mapping={"name": 0, story: 1}, state="running"
    )
    importing.apply(waiting)
    colour = criteria.add(space, name="Kleur", kind=Kind.TEXT)
    _table, mapping = importing.guess_mapping(space, data, "x.csv", 10**7)
    assert mapping == {"name": 0, story: 1, criteria.key_of(colour.pk): 2}


def test_the_same_sheet_again_adds_nothing_also_in_another_language(space: Space, own) -> None:
    lines = ("Naam;Gemeente;Website;Notities;Houding", "Taalhuis;Temse;vraag het Els;Bellen;misschien")
    bring_in(space, *lines)
    before = Stakeholder.objects.get().notes
    assert before.startswith("Bellen\n") and len(before.split("\n")) == 3
    for language in ("nl", "fr", "en"):
        with translation.override(language):
            assert bring_in(space, *lines).merged == 0
    assert Stakeholder.objects.get().notes == before


def test_what_cannot_be_read_is_added_to_notes_that_are_there_and_taken_off_again(space: Space) -> None:
    StakeholderFactory(
        space=space, organisation__name="Taalhuis", organisation__municipality="Temse", notes="Onze woorden"
    )
    lines = ("Naam;Gemeente;Website", "Taalhuis;Temse;vraag het Els")
    done = bring_in(space, *lines)
    entry = Stakeholder.objects.get()
    assert entry.notes.split("\n")[0] == "Onze woorden" and entry.notes.endswith(": vraag het Els")
    Stakeholder.objects.update(notes=entry.notes + "\nen nog iets")
    assert bring_in(space, *lines).merged == 0
    Stakeholder.objects.update(notes=entry.notes, changed_at=timezone.now() - dt.timedelta(days=1))
    undoing.undo(done, by=user_with("coordinator", space))
    assert Stakeholder.objects.get().notes == "Onze woorden"


def test_two_rows_of_one_organisation_keep_what_neither_could_say(space: Space) -> None:
    done = bring_in(space, "Naam;Gemeente;Website;E-mail", "Huis;Temse;geen idee;", "Huis;Temse;;niet gekend")
    notes = Stakeholder.objects.get().notes.split("\n")
    assert (done.created, done.merged, [line.partition(": ")[2] for line in notes]) == (
        1, 1, ["geen idee", "niet gekend"],
    )  # fmt: skip


def test_labels_are_found_in_any_case_and_what_looks_alike_only_as_written() -> None:
    labels = Labels([("1", "Élevé"), ("2", "A+"), ("3", "A-"), ("4", "?")])
    assert [labels.find(text) for text in ("eleve", " ÉLEVÉ ", "a-", "A+", "a", "?", "", "!")] == [
        "1", "1", "3", "2", "", "4", "", "",
    ]  # fmt: skip
