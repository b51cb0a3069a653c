"""Who is counted."""

import pytest
from django.test import RequestFactory

from core.links import limits


@pytest.mark.parametrize(
    ("proxies", "forwarded", "visitor"),
    [(0, "203.0.113.9", "127.0.0.1"), (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"), (1, "", "127.0.0.1")],
    ids=["nobody in front of us", "the first is the visitor's own word", "a proxy that says nothing"],
)
def test_behind_a_proxy_its_visitors_are_counted_and_not_the_proxy(settings, proxies, forwarded, visitor) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert limits.visitor(RequestFactory().get("/", headers=headers)) == visitor
