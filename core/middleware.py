"""Small things every request passes."""

from collections.abc import Callable

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
