"""How often something may be tried, counted in the cache that all web servers share."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def visitor(request: HttpRequest) -> str:
    """The network address of who asks; behind our proxies (``SCHAKEL_PROXIES``) not that of the proxy."""
    return str(get_adapter(request).get_client_ip(request))


def is_over(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more try of ``key``; true when that makes more than ``limit`` within ``seconds``."""
    name = f"limit:{key}"
    if cache.add(name, 1, seconds):
        return limit < 1
    try:
        return cache.incr(name) > limit
    except ValueError:  # it ran out between the two
        return False


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page for who tried too often; it says to programs after how many seconds they may again."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
