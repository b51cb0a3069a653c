"""Prepared queries: worked out once, run with other values."""

import pytest
from django.core.paginator import Paginator
from django.db import connection

from core.prepared import Given, Prepared, PreparedList, instance
from spaces.models import Space
from tests.spaces.factories import SpaceFactory

pytestmark = pytest.mark.django_db


def test_each_run_asks_with_its_own_values(django_assert_num_queries) -> None:
    first, second = SpaceFactory(name="Kempen"), SpaceFactory(name="Waasland")
    by_number = Prepared(lambda: Space.objects.filter(pk=Given("pk")).values("name", "slug"))
    with django_assert_num_queries(2):
        (row,) = by_number.rows(pk=first.pk)
        assert (row.name, row.slug) == ("Kempen", first.slug)
        assert by_number.rows(pk=second.pk) == [("Waasland", second.slug)]
    assert (by_number.rows(pk=0), by_number.count(pk=0), by_number.count(pk=first.pk)) == ([], 0, 1)


@pytest.mark.parametrize("values", [{"pk": 1, "name": "x"}, {}])
def test_other_values_than_the_query_asks_by_are_a_mistake(values: dict[str, object]) -> None:
    by_number = Prepared(lambda: Space.objects.filter(pk=Given("pk")).values("name"))
    with pytest.raises(LookupError):
        by_number.rows(**values)


def test_a_row_with_all_columns_becomes_an_instance() -> None:
    space = SpaceFactory(name="Kempen")
    row = Prepared(lambda: Space.objects.filter(slug=Given("slug")).values()).rows(slug=space.slug)[0]
    found = instance(Space, row)
    found.name = "Noorderkempen"
    found.save()
    space.refresh_from_db()
    assert (found, space.name) == (space, "Noorderkempen")


def test_constants_stand_in_the_query_as_they_are() -> None:
    SpaceFactory(name="100 % samen: %s 'ja'")
    asked = Prepared(
        lambda: Space.objects.filter(name__contains="% samen: %s 'ja'", slug__gte=Given("slug")).values("name")
    )
    assert asked.rows(slug="") == [("100 % samen: %s 'ja'",)]


def test_the_database_keeps_the_plan_but_not_that_of_a_list() -> None:
    def build():
        return Space.objects.filter(name=Given("name")).values("name", "slug", "kind")

    def kept() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%spaces_space%'")
            return int(cursor.fetchone()[0])

    before = kept()
    assert Paginator(PreparedList(build, "plan", name="Kempen"), 2).page(1).object_list == []
    assert kept() == before
    query = Prepared(build)
    assert [query.rows(name="Kempen"), query.rows(name="Waasland")] == [[], []]
    assert kept() == before + 1


def test_the_plan_is_kept_for_whatever_values_come() -> None:
    query = Prepared(lambda: Space.objects.filter(slug__startswith=Given("start")).values("name"))
    for number in range(8):
        query.rows(start=f"s{number}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements ORDER BY prepare_time DESC")
        assert cursor.fetchone() == (8, 0)


def test_no_text_of_other_queries_is_remembered() -> None:
    """psycopg counts how often it saw a query by its whole text; that of many mails is half a megabyte each time."""
    Prepared(lambda: Space.objects.filter(name=Given("name")).values("name")).rows(name="Kempen")
    remembered = connection.connection._prepared
    before = len(remembered._counts)
    SpaceFactory(name="Waasland")
    assert (len(remembered._counts), remembered.prepare_threshold) == (before, None)


def test_a_list_is_counted_and_cut_into_pages() -> None:
    for number in range(5):
        SpaceFactory(name=f"Alliantie {number}", kind=Space.Kind.ALLIANCE)

    def build():
        return Space.objects.filter(kind=Given("kind")).order_by(order).values("name")

    names = {}
    for order in ("name", "-name"):
        pages = Paginator(PreparedList(build, order, kind=Space.Kind.ALLIANCE), 2)
        assert (pages.count, pages.num_pages) == (5, 3)
        names[order] = [[row.name for row in pages.page(number)] for number in (1, 3)]
    assert names == {
        "name": [["Alliantie 0", "Alliantie 1"], ["Alliantie 4"]],
        "-name": [["Alliantie 4", "Alliantie 3"], ["Alliantie 0"]],
    }
    assert Paginator(PreparedList(build, "name", kind=Space.Kind.PROGRAMME), 2).count == 0
