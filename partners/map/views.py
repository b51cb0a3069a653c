"""The register on a map: the page with its list, and what the map on it is drawn from."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP, build_policy
from django.utils.functional import cached_property
from django.utils.http import quote_etag
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from core.lists import PAGE_SIZE, page_of
from partners.map.drawing import picture
from partners.map.placing import Spot, by_name, placed
from partners.map.regions import outlines_of, regions_of
from partners.map.tiles import tiles
from partners.organisations.marks import SHAPES
from partners.organisations.models import Sector
from partners.stakeholders.list_views import ListPage
from places.models import Region

# About a metre.
DECIMALS = 5
IS_MEMBER, IS_ABOUT = 1, 2


class MapPage(ListPage):
    """Mixin for what shows the register on a map, filtered as the list is."""

    permission = "stakeholders.view_stakeholder"
    http_method_names = ("get", "head")

    @cached_property
    def regions(self) -> list[Region]:
        return regions_of(self.space)

    def rows(self) -> QuerySet[Any, Any]:
        return by_name(self.asked.entries())

    def spots(self, rows: Any = None) -> list[Spot]:
        return placed(self.rows() if rows is None else rows, self.regions)


class ShowView(MapPage, TemplateView):
    """The map with the list beside it; the list alone says everything as well."""

    heading = gettext_lazy("Map of the stakeholders")
    template_name = "stakeholdermap/show.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if found := tiles():
            policy = {**settings.SECURE_CSP, "img-src": [*settings.SECURE_CSP["img-src"], found.origin]}
            response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(policy)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        without = "without" in self.request.GET
        return super().get_context_data(
            asked=self.asked,
            filter=self.asked.filter,
            page=self._page(without=without),
            page_size=PAGE_SIZE,
            query=self.asked.query,
            without=without,
            tiles=tiles(),
            shapes=enumerate(SHAPES),
            sectors=enumerate(Sector, start=1),
            **kwargs,
        )

    def _page(self, *, without: bool) -> Page[Any]:
        """The spots of one page of the list; of those ``without`` a place all have to be looked for."""
        number = self.request.GET.get("page")
        if without:
            return page_of([spot for spot in self.spots() if not spot.is_placed], number)  # type: ignore[arg-type]
        page = page_of(self.rows(), number)
        page.object_list = self.spots(page.object_list)
        return page

    def get_template_names(self) -> list[str]:
        if self.request.htmx:  # type: ignore[attr-defined]
            return ["stakeholdermap/show.html#rows"]
        return [self.template_name]


class PointsView(MapPage, View):
    """Where everybody is, as short as JSON can say it.

    ``{"spots": […]}`` in the order of the list: ``[id, name, sector, flags, latitude, longitude]``, of who has no
    place the id alone. Flags: 1 for a member, 2 for "about".
    """

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        return _kept_by_the_browser(request, {"spots": [_short(spot) for spot in self.spots()]})


class OutlineView(MapPage, View):
    """The outlines of the regions, as GeoJSON."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        features = [{"type": "Feature", "properties": {}, "geometry": one} for one in outlines_of(self.regions)]
        return _kept_by_the_browser(request, {"type": "FeatureCollection", "features": features})


class PictureView(MapPage, View):
    """The map as a picture that stands by itself."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        drawn = render_to_string("stakeholdermap/picture.html", {"picture": picture(self.spots(), self.regions)})
        return HttpResponse(drawn, content_type="image/svg+xml")


def _short(spot: Spot) -> list[Any]:
    if spot.latitude is None or spot.longitude is None:
        return [spot.pk]
    flags = IS_MEMBER * spot.is_member + IS_ABOUT * bool(spot.about)
    return [spot.pk, spot.name, spot.sector, flags, round(spot.latitude, DECIMALS), round(spot.longitude, DECIMALS)]


def _kept_by_the_browser(request: HttpRequest, content: dict[str, Any]) -> HttpResponseBase:
    """JSON that a browser keeps and asks after each time: what did not change is not sent again."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    response = HttpResponse(body, content_type="application/json", headers=headers)
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer or response
