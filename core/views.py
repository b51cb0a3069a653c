"""Pages of the house itself: health and errors."""

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import View

from core.guard import Public


class HealthzView(Public, View):
    """200 as long as this process answers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok\n", content_type="text/plain")


class ReadyzView(Public, View):
    """200 when database, broker and storage answer; else 503 naming the one that does not."""

    def get(self, request: HttpRequest) -> JsonResponse:
        state = {name: _answers(check) for name, check in CHECKS.items()}
        return JsonResponse(state, status=200 if all(state.values()) else 503)


def _answers(check: object) -> bool:
    try:
        check()  # type: ignore[operator]
    except Exception:  # whatever goes wrong, the answer is "not ready"; the log of the part itself says why
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


CHECKS = {
    "database": _database,
    "broker": lambda: cache.set("readyz", 1, 5),
    "storage": lambda: default_storage.exists("readyz"),
}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: say so kindly, keep nothing."""
    return render(request, "csrf_failure.html", status=403)
