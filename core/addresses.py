"""Addresses for many rows at once."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse


def for_rows(url_name: str, *args: Any) -> Callable[[int], str]:
    """A function from a row's number to its address; the number is the last argument of ``url_name``.

    ``reverse`` looks through all patterns each time: for fifty rows that is a good part of a page. No
    word of the address behind the number may hold the digit 0.
    """
    before, _zero, after = reverse(url_name, args=[*args, 0]).rpartition("0")
    return lambda number: f"{before}{number}{after}"
