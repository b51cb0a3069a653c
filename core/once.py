"""A form that makes something makes it once, also when it is sent twice, or twice at the same moment.

A page of :class:`OnlyOnce` carries a token of its own. What was made with the same token and the same
content before is not made again: the answer leads to where the first one led.
"""

from __future__ import annotations

import hashlib
import json
from secrets import token_urlsafe
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from core.forms import FOUND

FIELD = "once"
REMEMBERED = 24 * 60 * 60


class OnlyOnce:
    """Mixin of a view with a form that adds something; its template includes ``includes/once.html``."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(once=token_urlsafe(12), **kwargs)  # type: ignore[misc]
        return context

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.POST.get(FIELD):
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        key = _key(request)
        try:
            with transaction.atomic():
                _wait_for(key)
                if made := cache.get(key):
                    return redirect(made)
                response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
                if response.status_code == FOUND:
                    cache.set(key, response.headers["Location"], REMEMBERED)
                return response
        except Exception:
            cache.delete(key)  # nothing was made: the same may be tried again
            raise


def _key(request: HttpRequest) -> str:
    """Of this person, this page and this content: who comes back with the back button and changes a word adds more."""
    content = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    digest = hashlib.sha256(json.dumps([request.path, content]).encode()).hexdigest()
    return f"once:{request.user.pk}:{digest}"


def _wait_for(key: str) -> None:
    """Until whoever is making the same is done; the next one waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
