"""What everybody may open of an alliance: its page, its picture, its plan; and what search engines ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.views.decorators.http import conditional_page
from django.views.generic import TemplateView, View

from actionplans.services import published_version
from alliances import public
from alliances.models import Alliance, AlliancePicture
from alliances.news.models import NewsItem
from core.guard import Public
from spaces.models import Space
from spaces.public_actions import public_actions

# As Open Graph writes our languages.
LOCALES = {"nl": "nl_BE", "en": "en_GB", "fr": "fr_BE"}
# A picture has another address when it changes; a day later nobody shows one of a page that was switched off.
PICTURE_KEPT = 24 * 60 * 60
MOST_IN_A_SITEMAP = 50_000


def public_alliance(slug: str) -> Alliance:
    """The alliance whose public page is on; Http404, the same whether it is off or does not exist."""
    with_space = Prefetch("space", Space.objects.for_pages())
    alliances = Alliance.objects.filter(public_page=True).select_related("picture").prefetch_related(with_space)
    return get_object_or_404(alliances, space__slug=slug)


@dataclass(frozen=True)
class Version:
    """A page in one of our languages: the code, its own address within the site, the whole address."""

    language: str
    path: str
    address: str


class Addresses:
    """The addresses of one public page: that which follows the reader's language, and one for each language."""

    def __init__(self, url_name: str, **names: str) -> None:
        self.path = reverse(url_name, kwargs=names)
        self.whole = settings.SITE_URL + self.path
        self.versions = tuple(
            self._version(code, reverse(url_name, kwargs={**names, "language": code})) for code in LOCALES
        )

    def _version(self, code: str, path: str) -> Version:
        return Version(code, path, settings.SITE_URL + path)


class PublicPage(Public):
    """Mixin of a page about an alliance that everybody may read: in the reader's language, or in that of its address.

    Nothing on it is about who reads it but the button at the top, so that a browser may keep it and ask whether it
    changed.
    """

    url_name: str
    request: HttpRequest
    kwargs: dict[str, Any]

    @method_decorator(conditional_page)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if language := kwargs.get("language"):
            translation.activate(language)
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response.headers["Cache-Control"] = "no-cache"  # it may be kept, and is asked for again each time
        return response

    @cached_property
    def alliance(self) -> Alliance:
        return public_alliance(self.kwargs["slug"])

    def address_names(self) -> dict[str, str]:
        """What stands in the address beside the language."""
        return {name: value for name, value in self.kwargs.items() if name != "language"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        addresses = Addresses(self.url_name, **self.address_names())
        language = self.kwargs.get("language", "")
        own = {version.language: version.address for version in addresses.versions}
        return {
            **context,
            "addresses": addresses,
            "canonical": own.get(language, addresses.whole),
            "language_of_address": language,
            "locales": LOCALES,
        }


class PublicShowView(PublicPage, TemplateView):
    """Who the alliance is, what it wants and what it will do: for everybody."""

    template_name = "alliances/public_show.html"
    url_name = "alliances:public_show"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = public.facts_of(self.alliance)
        return super().get_context_data(facts=facts, actions=public_actions(self.alliance.space))


class PublicPictureView(Public, View):
    """A file of the picture, as we wrote it."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, slug: str, token: str, name: str) -> HttpResponseBase:
        response = picture_response(request, public_alliance(slug), token, name)
        response.headers["Cache-Control"] = f"public, max-age={PICTURE_KEPT}"
        return response


def picture_response(request: HttpRequest, alliance: Alliance, token: str, name: str) -> HttpResponse:
    """The file ``name`` of the picture with this token; Http404 when the alliance has no such picture (any more)."""
    picture: AlliancePicture | None = getattr(alliance, "picture", None)
    if picture is None or picture.token != token or name not in picture.file_names():
        raise Http404
    etag = f'"{token}-{name}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    try:
        with default_storage.open(picture.path(name)) as file:
            content = file.read()
    except OSError:  # the row is there and the file is not: a backup without its files
        raise Http404 from None
    media_type = "image/jpeg" if name.endswith(".jpg") else "image/webp"
    return HttpResponse(content, content_type=media_type, headers={"ETag": etag})


class PublicPlanPdfView(Public, View):
    """The published plan, byte for byte as it was adopted."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        alliance = public_alliance(slug)
        plan = public.profile_of(alliance).plan
        version = published_version(alliance.space)
        if plan is None or version is None or not plan.has_pdf:
            raise Http404
        response = HttpResponse(bytes(version.document.content), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{slugify(version.document.title)}.pdf"'
        return response


class RobotsView(Public, View):
    """Search engines may read the public pages, and only those."""

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = ["User-agent: *", "Allow: /c/", "Allow: /n/", "Allow: /static/", "Disallow: /"]
        sitemap = settings.SITE_URL + reverse("sitemap")
        return HttpResponse(
            "\n".join([*lines, "", f"Sitemap: {sitemap}", ""]), content_type="text/plain; charset=utf-8"
        )


class SitemapView(Public, TemplateView):
    """The public pages that are on, with their news, in each language."""

    template_name = "alliances/sitemap.xml"
    content_type = "application/xml"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pages=self.pages()[:MOST_IN_A_SITEMAP], **kwargs)

    def pages(self) -> list[Addresses]:
        is_on = Q(space__alliance__public_page=True)
        news = NewsItem.objects.published().filter(is_on).values_list("space__slug", "slug")
        shown = Alliance.objects.filter(public_page=True).order_by("space__slug").values_list("space__slug", flat=True)
        return [
            *(Addresses("alliances:public_show", slug=slug) for slug in shown),
            *(Addresses("news:public_news_show", slug=slug, item=item) for slug, item in news),
        ]
