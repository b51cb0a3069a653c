"""The public page of an alliance, and the page in the workspace where it is switched on."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, UpdateView, View

from actionplans.services import published_version
from alliances import public
from alliances.forms import PublicPageForm
from alliances.models import Alliance
from core.guard import Public
from spaces.pages import EditPage, SpacePage


def public_alliance(slug: str) -> Alliance:
    """The alliance whose public page is on; Http404, the same whether it is off or does not exist."""
    alliances = Alliance.objects.filter(public_page=True).select_related("space")
    return get_object_or_404(alliances, space__slug=slug)


def page_context(alliance: Alliance, **more: Any) -> dict[str, Any]:
    """What the template of the public page gets."""
    facts = public.facts_of(alliance)
    return {"facts": facts, "address": settings.SITE_URL + reverse("alliances:public_show", args=[facts.slug]), **more}


class PublicShowView(Public, TemplateView):
    """Who the alliance is, what it wants and what it will do: for everybody."""

    template_name = "alliances/public_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**page_context(public_alliance(kwargs["slug"])))


class PublicPlanPdfView(Public, View):
    """The published plan, byte for byte as it was adopted."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        alliance = public_alliance(slug)
        plan = public.facts_of(alliance).plan
        version = published_version(alliance.space)
        if plan is None or version is None or not plan.has_pdf:
            raise Http404
        response = HttpResponse(bytes(version.document.content), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{slugify(version.document.title)}.pdf"'
        return response


class PublicPagePage(SpacePage):
    """Mixin for the pages in the workspace about the public page."""

    permission = "alliances.change_public_page"
    menu_entry = "alliances:public_page_change"

    @cached_property
    def alliance(self) -> Alliance:
        alliance = get_object_or_404(Alliance, space=self.space)
        alliance.space = self.space
        return alliance


class PublicPageChangeView(PublicPagePage, EditPage, UpdateView):
    """Switch the public page on or off, and say how people get in touch."""

    heading = gettext_lazy("Public page")
    form_class = PublicPageForm
    template_name = "alliances/public_page_change.html"

    def get_object(self, queryset: Any = None) -> Alliance:
        # A row of its own: the form writes in it what was typed, also what is refused.
        return copy(self.alliance)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **page_context(self.alliance, is_on=self.alliance.public_page),
            may_change_profile=self.may("spaces.change_space"),
            **kwargs,
        )

    def form_valid(self, form: PublicPageForm) -> HttpResponse:
        alliance = form.save()
        words = _("Your public page is on.") if alliance.public_page else _("Saved. Your public page is off.")
        messages.success(self.request, words)
        return redirect("alliances:public_page_change", self.space.slug)


class PublicPagePreviewView(PublicPagePage, View):
    """The public page as everybody would see it now."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return render(request, "alliances/public_show.html", page_context(self.alliance, preview_of=self.space))


class RobotsView(Public, View):
    """Search engines may read the public pages, and only those."""

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = ["User-agent: *", "Allow: /n/", "Allow: /static/", "Disallow: /"]
        sitemap = settings.SITE_URL + reverse("sitemap")
        return HttpResponse(
            "\n".join([*lines, "", f"Sitemap: {sitemap}", ""]), content_type="text/plain; charset=utf-8"
        )


class SitemapView(Public, TemplateView):
    """The public pages that are on."""

    template_name = "alliances/sitemap.xml"
    content_type = "application/xml"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slugs = Alliance.objects.filter(public_page=True).order_by("space__slug").values_list("space__slug", flat=True)
        addresses = [settings.SITE_URL + reverse("alliances:public_show", args=[slug]) for slug in slugs]
        return super().get_context_data(addresses=addresses, **kwargs)
