"""How often something may be tried, counted in the cache that all web servers share."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


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
