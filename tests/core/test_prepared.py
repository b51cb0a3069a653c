"""Prepared queries: worked out once, run with other values."""

import pytest

from core.prepared import Prepared
from spaces.models import Space
from tests.spaces.factories import SpaceFactory

pytestmark = pytest.mark.django_db


def test_each_run_asks_with_its_own_values(django_assert_num_queries) -> None:
    first, second = SpaceFactory(name="Kempen"), SpaceFactory(name="Waasland")
    by_number = Prepared(lambda pk: Space.objects.filter(pk=pk).values("name", "slug"), pk=-1)
    with django_assert_num_queries(2):
        assert by_number.rows(pk=first.pk) == [{"name": "Kempen", "slug": first.slug}]
        assert by_number.rows(pk=second.pk) == [{"name": "Waasland", "slug": second.slug}]
    assert by_number.rows(pk=0) == []


def test_a_value_that_the_query_does_not_ask_by_is_a_mistake() -> None:
    forgotten = Prepared(lambda pk: Space.objects.values("name"), pk=-1)
    with pytest.raises(LookupError):
        forgotten.rows(pk=1)
