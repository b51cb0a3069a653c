"""Small things every request passes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefuseNulBytes:
    """Refuse a NUL byte in address, query, form or cookie: PostgreSQL's text cannot hold it.

    One place, so that no form, filter or path converter has to think of it. File contents pass:
    they are bytes, and their readers judge them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or _has_nul(request.GET) or any("\0" in text for text in request.COOKIES.values()):
            return render(request, "400.html", status=400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        # Here and not in __call__: reading the body earlier would take it from a view that
        # wants to set its own upload handlers.
        if request.method == "POST" and (_has_nul(request.POST) or _has_nul_in_names(request)):
            return render(request, "400.html", status=400)
        return None


# What a form holds beside its files: names, texts, the borders between its parts.
BESIDE_FILES = 1024 * 1024
# So much of a body that is refused is still read away: a browser shows our answer only once it has sent all.
READ_AWAY = 128 * 1024 * 1024


class RefuseLargeBodies:
    """Refuse a body that is larger than anything we take, before it is read into memory or onto the disk.

    A body of no stated length is none for Django, so the stated length is all there is to look at.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _stated_length(request) <= _most_of(request):
            return self.get_response(request)
        left = READ_AWAY
        while left > 0 and (piece := request.read(64 * 1024)):
            left -= len(piece)
        response = render(request, "413.html", status=413)
        response.headers["Connection"] = "close"
        return response


def _stated_length(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isascii() and stated.isdecimal() else 0


def _most_of(request: HttpRequest) -> int:
    """The most bytes that a body of this type may have; only a multipart one brings files."""
    if request.content_type == "multipart/form-data":
        return int(settings.UPLOAD_MAX_BYTES) + BESIDE_FILES
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _has_nul(parameters: object) -> bool:
    return any(
        "\0" in key or any("\0" in value for value in values)
        for key, values in parameters.lists()  # type: ignore[attr-defined]
    )


def _has_nul_in_names(request: HttpRequest) -> bool:
    return any("\0" in (upload.name or "") for _, uploads in request.FILES.lists() for upload in uploads)


class VaryOnHtmx:
    """A page and its htmx partial share an address: tell caches so."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request"])
        return response
