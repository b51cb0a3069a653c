"""The cache, in Valkey: Django's own, with a client that is made once and not with each request."""

from functools import cached_property
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class _Client(RedisCacheClient):
    @cached_property
    def _the_client(self) -> Any:
        # Made for a pool of connections, it may be used by several threads at once.
        return super().get_client()

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self._the_client


class Valkey(RedisCache):
    """One server; ``LOCATION`` as for Django's ``RedisCache``."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
