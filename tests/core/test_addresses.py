"""Addresses for many rows: the same as ``reverse`` gives."""

import pytest
from django.urls import reverse

from core import addresses


@pytest.mark.parametrize("name", ["stakeholders:change", "stakeholders:make_member"])
@pytest.mark.parametrize("slug", ["waasland", "0", "kempen-2000"])
def test_addresses_of_rows_are_those_of_reverse(name: str, slug: str) -> None:
    address = addresses.for_rows(name, slug)
    assert [address(number) for number in (1, 70)] == [reverse(name, args=[slug, number]) for number in (1, 70)]
