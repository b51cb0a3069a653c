"""The briefing: how it reads, what it misses, its texts in each language, the document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, UpdateView, View

from alliances.briefings import content
from alliances.briefings.forms import BriefingTextForm
from alliances.briefings.models import BriefingText
from alliances.models import Alliance
from core.downloads import pdf_response
from core.pdf import PdfError
from spaces.pages import EditPage, SpacePage

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class BriefingPage(SpacePage):
    """Mixin for the pages of the briefing in one language."""

    permission = "briefings.view_briefingtext"
    menu_entry = "spaces:people"
    heading = gettext_lazy("Briefing")

    @property
    def language(self) -> str:
        if self.kwargs["language"] not in LANGUAGES:
            raise Http404
        return str(self.kwargs["language"])

    @cached_property
    def alliance(self) -> Alliance:
        alliance = get_object_or_404(Alliance.objects.select_related("picture"), space=self.space)
        alliance.space = self.space
        return alliance

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            briefing=content.briefing_of(self.alliance, self.language),
            languages=LANGUAGES,
            language_name=content.name_of(self.language),
            **kwargs,
        )


class BriefingShowView(BriefingPage, TemplateView):
    """The briefing as it reads now, and what it misses."""

    template_name = "briefings/briefing_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(may_change=self.may("briefings.change_briefingtext"), **kwargs)
        briefing = context["briefing"]
        context |= {"not_ready": content.not_ready_because(briefing), "own_name": content.name_of(self.space.language)}
        return context


class BriefingChangeView(BriefingPage, EditPage, UpdateView):
    """Write the texts in one language."""

    permission = "briefings.change_briefingtext"
    form_class = BriefingTextForm
    template_name = "briefings/briefing_change.html"

    def get_object(self, queryset: Any = None) -> BriefingText:
        facts = {"space": self.space, "language": self.language}
        return BriefingText.objects.filter(**facts).first() or BriefingText(**facts)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return reverse("briefings:briefing_show", args=[self.space.slug, self.language])


class BriefingPdfView(BriefingPage, View):
    """The document, in one of our languages."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str, language: str) -> HttpResponse:
        try:
            made = content.briefing_file(self.alliance, self.language)
        except PdfError as error:
            messages.error(request, str(error))
            return redirect("briefings:briefing_show", slug, language)
        return pdf_response(made.content, made.filename)
