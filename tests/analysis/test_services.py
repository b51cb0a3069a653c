"""Rows are added up to a number, linked to the register by name, put in order, kept after a workshop."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core import qr
from partners.analysis import questions, services, workshops
from partners.analysis.models import Consultation, Gap, InventoryEntry, Remark, Workshop
from partners.stakeholders.models import Stakeholder
from spaces.models import Space
from tests.analysis.rows import HOUR, consultation, gap, programme, source, waiting, workshop
from tests.at_once import together
from tests.spaces.factories import AllianceFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory().space
    return made


def titles(space: Space) -> list[str]:
    return [one.title for one in Gap.objects.filter(space=space)]


def test_a_space_holds_no_more_than_the_most(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(services.MOST, InventoryEntry, 1)
    services.add(InventoryEntry(space=space, name="Een"))
    with pytest.raises(ValidationError):
        services.add(InventoryEntry(space=space, name="Twee"))
    services.add(InventoryEntry(space=AllianceFactory().space, name="Twee"))
    assert list(InventoryEntry.objects.filter(space=space).values_list("name", flat=True)) == ["Een"]


def test_a_new_gap_comes_last(space: Space) -> None:
    for title in ("Een", "Twee", "Drie"):
        services.add(Gap(space=space, title=title))
    assert titles(space) == ["Een", "Twee", "Drie"]


def test_a_gap_moves_one_place_and_stays_at_the_end(space: Space) -> None:
    one, two, three = (services.add(Gap(space=space, title=title)) for title in ("Een", "Twee", "Drie"))
    services.move(three, up=True)
    assert titles(space) == ["Een", "Drie", "Twee"]
    services.move(one, up=True)
    services.move(two, up=False)
    assert titles(space) == ["Een", "Drie", "Twee"]
    services.move(one, up=False)
    assert titles(space) == ["Drie", "Een", "Twee"]


def test_who_is_in_the_register_under_this_name_is_linked(space: Space) -> None:
    entry = StakeholderFactory(space=space, name="Élise vzw")
    StakeholderFactory(space=AllianceFactory().space, name="Élise vzw")
    was = entry.changed_at
    made = services.add(Consultation(space=space, name="elise VZW"))
    assert made.stakeholder == entry
    assert Stakeholder.objects.get(pk=entry.pk).changed_at > was
    made.name = "Iemand anders"
    assert services.save(made).stakeholder is None
    assert services.add(InventoryEntry(space=space, name="Taalcafé", initiator="Élise vzw")).stakeholder == entry
    assert services.add(InventoryEntry(space=space, name="Taalcafé")).stakeholder is None


def test_a_stakeholder_that_goes_leaves_what_was_said(space: Space) -> None:
    entry = StakeholderFactory(space=space, name="Huis")
    made = services.add(Consultation(space=space, name="Huis", findings="Er rijdt geen bus."))
    entry.delete()
    made.refresh_from_db()
    assert (made.stakeholder, made.name, made.findings) == (None, "Huis", "Er rijdt geen bus.")


def test_evidence_is_counted_over_all_kinds(space: Space) -> None:
    shown, bare = gap(space), gap(space, "Niets")
    shown.programmes.set([programme(space), programme(space, "Buddy’s")])
    shown.sources.set([source(space)])
    shown.consultations.set([consultation(space)])
    services.add_remark(Remark(gap=shown, said="Ik loop een uur."))
    counted = {one.title: one.evidence for one in Gap.objects.filter(space=space).with_evidence()}
    assert counted == {"Geen bus": 5, "Niets": 0}
    assert list(Gap.objects.filter(space=space).without_evidence()) == [bare]


def test_what_is_removed_shows_nothing_any_more(space: Space) -> None:
    made, row = gap(space), source(space)
    made.sources.set([row])
    services.remove(row)
    services.remove(row)
    assert Gap.objects.with_evidence().get(pk=made.pk).evidence == 0


def test_a_gap_holds_so_many_remarks(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_REMARKS", 1)
    made = gap(space)
    services.add_remark(Remark(gap=made, said="Een"))
    with pytest.raises(ValidationError):
        services.add_remark(Remark(gap=made, said="Twee"))


def test_what_waits_counts_once_it_is_kept(space: Space) -> None:
    first, second = waiting(space, "Een"), waiting(space, "Twee")
    neighbours = waiting(AllianceFactory().space, "Drie")
    assert not InventoryEntry.objects.filter(space=space).counted().exists()
    assert services.keep(space, [first.pk, neighbours.pk]) == 1
    assert services.keep(space, [first.pk]) == 0
    assert list(InventoryEntry.objects.waiting()) == [second, neighbours]


def test_only_what_came_from_a_workshop_waits(space: Space) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        programme(space, is_waiting=True)


def test_years_are_in_order(space: Space) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        programme(space, since=2024, until=2020)
    with translation.override("nl"):
        assert programme(space, since=2020).years == "sinds 2020"
        assert programme(space, until=2020).years == "tot 2020"
    assert programme(space, since=2019, until=2020).years == "2019 – 2020"
    assert programme(space).years == ""


def test_questions_are_those_of_the_house_until_a_space_writes_its_own(space: Space) -> None:
    with translation.override("fr"):
        ours = questions.asked_in(space)
    with translation.override(space.language):
        assert ours == questions.of_the_house()
    services.ask(space, "Wat helpt?\nWat niet?")
    assert questions.asked_in(space) == ("Wat helpt?", "Wat niet?")
    services.ask(space, " ")
    assert len(questions.asked_in(space)) == len(questions.of_the_house())


def test_one_workshop_is_open_at_a_time(space: Space) -> None:
    first = workshop(space)
    assert workshop(space) == first
    Workshop.objects.filter(pk=first.pk).update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert workshops.current(space) is None
    assert not workshops.close(space)
    second = workshop(space)
    assert second != first and second.code != first.code
    assert workshops.close(space) and not workshops.close(space)
    assert workshops.current(space) is None


def test_a_closed_workshop_takes_nothing(space: Space) -> None:
    is_open = workshop(space)
    workshops.close(space)
    with pytest.raises(ValidationError):
        workshops.fill_in(is_open, InventoryEntry(name="Te laat"))
    assert not InventoryEntry.objects.exists()


def test_a_workshop_takes_so_many_entries(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshops, "MOST_ENTRIES", 1)
    is_open = workshop(space)
    made = workshops.fill_in(is_open, InventoryEntry(name="Een"))
    assert (made.space, made.workshop, made.is_waiting) == (space, is_open, True)
    with pytest.raises(ValidationError):
        workshops.fill_in(is_open, InventoryEntry(name="Twee"))


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_open_one_workshop() -> None:
    space = AllianceFactory().space
    first, second = together(*[lambda: workshops.open_workshop(space, lasts=HOUR, words="", by="")] * 2)
    assert first == second
    assert Workshop.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_move_gaps_at_once_lose_none() -> None:
    space = AllianceFactory().space
    gaps = [services.add(Gap(space=space, title=title)) for title in ("Een", "Twee", "Drie")]
    together(lambda: services.move(gaps[0], up=False), lambda: services.move(gaps[2], up=True))
    assert sorted(titles(space)) == ["Drie", "Een", "Twee"]
    assert list(Gap.objects.filter(space=space).values_list("position", flat=True)) == [1, 2, 3]


def test_squares_are_a_code_of_the_short_address(space: Space) -> None:
    address = workshops.short_address(workshop(space))
    assert address.endswith(f"/w/{workshops.current(space).code}/")  # type: ignore[union-attr]
    drawn = qr.squares(address)
    assert drawn.side > 28 and drawn.path.startswith("M4 4h1v1h-1z")
