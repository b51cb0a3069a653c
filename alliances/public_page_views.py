"""The pages in the workspace about the public page: what is on it, its picture, how it looks."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, UpdateView, View

from alliances import public
from alliances.forms import PictureForm, PublicPageForm
from alliances.models import Alliance, AlliancePicture
from alliances.news.models import NewsItem
from alliances.pictures import remove_picture, save_picture
from alliances.public_views import Addresses, picture_response
from spaces.pages import EditPage, SpacePage
from spaces.public_actions import public_actions


class PublicPagePage(SpacePage):
    """Mixin for the pages in the workspace about the public page."""

    permission = "alliances.change_public_page"
    menu_entry = "alliances:public_page_change"

    @cached_property
    def alliance(self) -> Alliance:
        alliance = get_object_or_404(Alliance.objects.select_related("picture"), space=self.space)
        alliance.space = self.space
        return alliance

    def page_context(self) -> dict[str, Any]:
        """What the template of the public page gets, with the picture from where the team sees it."""
        facts = public.facts_of(self.alliance, picture_at="alliances:public_page_picture_file")
        return {"facts": facts, "addresses": Addresses("alliances:public_show", slug=self.space.slug)}


class PublicPageChangeView(PublicPagePage, EditPage, UpdateView):
    """Switch the public page on or off, say how people get in touch, and see what is on it."""

    heading = gettext_lazy("Public page")
    form_class = PublicPageForm
    template_name = "alliances/public_page_change.html"

    def get_object(self, queryset: Any = None) -> Alliance:
        # A row of its own: the form writes in it what was typed, also what is refused.
        return copy(self.alliance)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        news = NewsItem.objects.filter(space=self.space).values_list("published_at", flat=True)
        return super().get_context_data(
            **self.page_context(),
            is_on=self.alliance.public_page,
            news_published=sum(moment is not None for moment in news),
            news_drafts=sum(moment is None for moment in news),
            may_change_profile=self.may("spaces.change_space"),
            **kwargs,
        )

    def form_valid(self, form: PublicPageForm) -> HttpResponse:
        alliance = form.save()
        words = _("Your public page is on.") if alliance.public_page else _("Saved. Your public page is off.")
        messages.success(self.request, words)
        return redirect("alliances:public_page_change", self.space.slug)


class PublicPagePreviewView(PublicPagePage, TemplateView):
    """The public page as everybody would see it now."""

    template_name = "alliances/public_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = self.page_context()
        return {
            **context,
            "canonical": context["addresses"].whole,
            "actions": public_actions(self.space),
            "preview_of": self.space,
        }


class PublicPagePictureView(PublicPagePage, EditPage, UpdateView):
    """The picture on the page: another one, or other words with it."""

    heading = gettext_lazy("Picture")
    form_class = PictureForm
    template_name = "alliances/public_page_picture.html"

    def get_object(self, queryset: Any = None) -> AlliancePicture:
        found = AlliancePicture.objects.filter(alliance__space=self.space).first()
        return found or AlliancePicture(alliance_id=self.alliance.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(picture=self.page_context()["facts"].picture, **kwargs)

    def form_valid(self, form: PictureForm) -> HttpResponse:
        save_picture(form.instance, form.made)
        messages.success(self.request, _("Your picture is saved. See how it stands on the page."))
        return redirect("alliances:public_page_change", self.space.slug)


class PublicPagePictureRemoveView(PublicPagePage, View):
    """The page without a picture."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if (picture := AlliancePicture.objects.filter(alliance__space=self.space).first()) is not None:
            remove_picture(picture)
            messages.success(request, _("The picture is gone from your page."))
        return redirect("alliances:public_page_change", slug)


class PublicPagePictureFileView(PublicPagePage, View):
    """A file of the picture for the team, which may look before the page is on."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, slug: str, token: str, name: str) -> HttpResponseBase:
        response = picture_response(request, self.alliance, token, name)
        response.headers["Cache-Control"] = "private, no-cache"
        return response
