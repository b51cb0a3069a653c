"""The yearly report: the right figures, in three languages, for those who run the programme."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pikepdf
import pytest
from django.utils import timezone

from alliances import figures
from alliances.models import Alliance, AllianceRegion, AllianceSnapshot
from places.models import Region
from programmes.report import Change, year_pdf, year_report, years
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, MemberFactory, ProgrammeFactory, client_with

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year


@pytest.fixture
def programme() -> Space:
    space: Space = ProgrammeFactory(space__name="Thuis in de regio", space__slug="thuis").space
    return space


def alliance_in(programme: Space, name: str, members: int = 0) -> Alliance:
    alliance: Alliance = AllianceFactory(space__parent=programme, space__name=f"Alliantie {name}")
    square = {"type": "Polygon", "coordinates": [[[3, 51], [4, 51], [4, 52], [3, 51]]]}
    place = Region.objects.create(name=name, code=name.lower(), boundary=square)
    AllianceRegion.objects.create(alliance=alliance, region=place)
    for _number in range(members):
        MemberFactory(space=alliance.space)
    figures.refresh(Alliance.objects.filter(pk=alliance.pk))
    return alliance


def keep(alliance: Alliance, month: dt.date, **facts: Any) -> None:
    given = {"steps_total": 6, "step_now": 1, "checks": [[0, 2]], "counted_at": timezone.now(), **facts}
    AllianceSnapshot.objects.create(alliance=alliance, month=month, **given)


def test_this_year_runs_from_last_december_until_today(programme: Space) -> None:
    kempen = alliance_in(programme, "Kempen", members=3)
    keep(kempen, dt.date(YEAR - 1, 6, 1), members=9)
    keep(kempen, dt.date(YEAR - 1, 12, 1), members=1, step_now=2)
    keep(kempen, dt.date(YEAR, 1, 1), members=7)
    alliance_in(programme, "Aalst", members=2)
    report = year_report(programme, YEAR)
    assert [row.region_names for row in report.rows] == ["Aalst", "Kempen"]
    assert [row.members for row in report.rows] == [Change(2, None), Change(3, 2)]
    assert report.totals["members"] == Change(5, 2)
    assert [row.moved for row in report.rows] == [False, True]
    assert report.until == timezone.localdate()


def test_a_past_year_ends_with_its_last_month(programme: Space) -> None:
    kempen = alliance_in(programme, "Kempen", members=3)
    keep(kempen, dt.date(YEAR - 1, 3, 1), members=4)
    keep(kempen, dt.date(YEAR - 1, 11, 1), members=6, step_now=None)
    alliance_in(programme, "Later", members=2)
    report = year_report(programme, YEAR - 1)
    assert [(row.region_names, row.members) for row in report.rows] == [("Kempen", Change(6, 2))]
    assert [(one.name, one.place.key if one.place else None) for one in report.map.regions] == [
        ("Kempen", "done"),
        ("Later", None),
    ]
    assert report.is_complete
    assert years(programme) == [YEAR, YEAR - 1]


def test_a_change_is_written_with_its_sign() -> None:
    assert [Change(5, more).sign for more in (3, -2, 0, None)] == ["+3", "−2", "", ""]


def test_report_asks_the_same_with_1_and_30(programme: Space, django_assert_max_num_queries: Any) -> None:
    counts = []
    for more in (1, 29):
        for number in range(more):
            alliance_in(programme, f"Streek{more}x{number}")
        with django_assert_max_num_queries(12) as captured:
            assert len(year_report(programme, YEAR).rows) == more + bool(more - 1)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_report_as_pdf(programme: Space, language: str) -> None:
    keep(alliance_in(programme, "Kempen <&>", members=3), dt.date(YEAR - 1, 12, 1), members=1)
    with pikepdf.open(io.BytesIO(year_pdf(programme, YEAR, language))) as document:
        assert str(document.Root.Lang) == language
        assert len(document.pages) == 2


def test_report_of_a_programme_without_alliances(programme: Space) -> None:
    assert year_pdf(programme, YEAR, "nl").startswith(b"%PDF")


def test_report_is_for_those_who_run_the_programme(programme: Space) -> None:
    pages = ["/p/thuis/report/", f"/p/thuis/report/{YEAR}/nl.pdf"]
    alliance = alliance_in(programme, "Kempen")
    administrator = client_with("coordinator", programme)
    assert [administrator.get(page).status_code for page in pages] == [200, 200]
    for client in (client_with("chair", programme), client_with("coordinator", alliance.space)):
        assert [client.get(page).status_code for page in pages] == [404, 404]
    assert administrator.get(f"/p/thuis/report/{YEAR}/de.pdf").status_code == 404
    assert administrator.get(f"/p/thuis/report/{YEAR + 1}/nl.pdf").status_code == 404
