"""The analysis on one page: one page, whatever there is; and without names for who may not see assessments."""

import io
import subprocess

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from alliances.aims import set_aims
from alliances.analysis_report import GAPS, report_of, report_pdf
from alliances.models import Alliance, AllianceRegion
from partners.analysis.models import Consultation, Gap, InventoryEntry, Remark, Source
from partners.organisations.models import Sector
from places.models import Municipality, Region
from spaces.models import Space
from tests.places.files import square
from tests.spaces.factories import AllianceFactory, MemberFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

LONG = "Vereniging voor Samenleven en Ontmoeten in Zuidwest-Vlaanderen en Omstreken"
LEVELS = ("high", "medium", "low")


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory().space
    return made


def words_of(content: bytes) -> str:
    """What stands on the pages, as a screen reader finds it."""
    found = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


def a_region(space: Space, municipalities: int) -> None:
    region = Region.objects.create(
        name="Zuidwest", code="zw", boundary={"type": "Polygon", "coordinates": square(3.0, 50.8, 0.4)}
    )
    AllianceRegion.objects.create(alliance=space.alliance, region=region)
    for number in range(municipalities):
        place = Municipality.objects.create(country="BE", code=f"3{number:04}", name=f"Sint-Eloois-Winkel {number}")
        place.regions.add(region)


def everything_at_its_longest(space: Space) -> None:
    a_region(space, 60)
    for number in range(72):
        StakeholderFactory(
            space=space,
            organisation__name=f"{number} {LONG}",
            organisation__sectors=[Sector.values[number % 8]],
            organisation__latitude=50.82 + number % 9 / 30,
            organisation__longitude=3.02 + number // 9 / 30,
            influence=LEVELS[number % 3],
            interest=LEVELS[number // 3 % 3],
        )
    for _ in range(14):
        MemberFactory(space=space, organisation__sectors=["newcomers"])
    set_aims(Alliance.objects.get(space=space), dict.fromkeys(Sector.values, 20))
    programme = InventoryEntry.objects.create(space=space, name=LONG * 2)
    for number in range(GAPS + 5):
        gap = Gap.objects.create(
            space=space, title=(LONG + " ") * 2, affected=LONG * 3, urgency="unknown", position=number
        )
        gap.programmes.add(programme)
        Remark.objects.create(gap=gap, said="Er is niets in de buurt.")


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("names", [True, False])
def test_it_is_one_page_whatever_there_is(space: Space, language: str, names: bool) -> None:
    space.language = language
    everything_at_its_longest(space)
    with pikepdf.open(io.BytesIO(report_pdf(space, names=names))) as made:
        assert len(made.pages) == 1
        assert made.Root.MarkInfo.Marked  # tagged


def test_an_alliance_that_begins_has_a_page_too(space: Space) -> None:
    with pikepdf.open(io.BytesIO(report_pdf(space, names=False))) as made:
        assert len(made.pages) == 1


def test_names_stand_in_the_matrix_only_when_asked_for(space: Space) -> None:
    StakeholderFactory(space=space, organisation__name="Taalhuis De Brug", influence="low", interest="high")
    assert "Taalhuis De Brug" in words_of(report_pdf(space, names=True))
    assert "Taalhuis De Brug" not in words_of(report_pdf(space, names=False))


def test_what_shows_a_gap_is_named_but_nobody_who_spoke_in_confidence(space: Space) -> None:
    gap = Gap.objects.create(space=space, title="Geen lessen in de avond")
    gap.programmes.add(InventoryEntry.objects.create(space=space, name="Zomerschool"))
    gap.sources.add(Source.objects.create(space=space, title="Monitor 2025"))
    talk = Consultation.objects.create(space=space, name="Mevrouw Haile", findings="Geen bus", private_notes="Boos")
    gap.consultations.add(talk)
    Gap.objects.create(space=space, title="Geen kinderopvang", position=1)
    with translation.override("nl"):
        first, second = report_of(space, names=True).gaps
        assert (first.evidence, second.evidence) == ("Zomerschool; Monitor 2025; 1 raadpleging", "")
    text = words_of(report_pdf(space, names=True))
    assert "Zomerschool" in text
    assert "Haile" not in text
    assert "Boos" not in text


def test_it_costs_the_same_number_of_queries(space: Space, django_assert_num_queries) -> None:
    everything_at_its_longest(space)
    with django_assert_num_queries(18):
        report_of(space, names=True)


@pytest.mark.parametrize(("role", "status"), [("coordinator", 200), ("chair", 404), ("secretary", 404)])
def test_analysis_report_is_for_coordinators(space: Space, role: str, status: int) -> None:
    address = reverse("alliances:analysis_report", args=[space.slug])
    answer = client_with(role, space).get(address, {"names": "yes"})
    assert answer.status_code == status
    if status == 200:
        assert answer["Content-Type"] == "application/pdf"


def test_analysis_report_does_not_exist_for_others(space: Space, client: Client) -> None:
    other = client_with("coordinator", AllianceFactory().space)
    assert other.get(reverse("alliances:analysis_report", args=[space.slug])).status_code == 404
