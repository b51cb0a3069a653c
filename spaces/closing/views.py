"""A space that was closed: when and why, its last report, and opening it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from core.downloads import pdf_response
from spaces.closing import services
from spaces.closing.forms import ReopenForm
from spaces.closing.models import Closing, closing_of
from spaces.pages import SpacePage


class EndedPage(SpacePage):
    """Mixin of the pages of a space that was closed; 404 for one that was not."""

    permission = "spaces.view_space"
    menu_entry = "space_home"

    @cached_property
    def closing(self) -> Closing:
        found = closing_of(self.space)
        if found is None:
            raise Http404
        return found


class SpaceEndedView(EndedPage, TemplateView):
    """When and why the space ended, its last report, and what becomes of everything."""

    heading = gettext_lazy("This alliance has ended")
    template_name = "closing/space_ended.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_reopen = self.may("closing.reopen_space")
        return super().get_context_data(closing=self.closing, may_reopen=may_reopen, **kwargs)


class LastReportView(EndedPage, View):
    """The last report, byte for byte as it was frozen."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        document = self.closing.document
        return pdf_response(bytes(document.content), f"{slugify(document.title)}.pdf")


class SpaceReopenView(SpacePage, FormView):
    """Open the space again: a mistake, or a new beginning."""

    permission = "closing.reopen_space"
    menu_entry = "space_home"
    heading = gettext_lazy("Open the alliance again")
    form_class = ReopenForm
    template_name = "closing/space_reopen.html"

    def form_valid(self, form: ReopenForm) -> HttpResponse:
        try:
            services.reopen(self.space, by=self.request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            messages.info(self.request, error.messages[0])
        else:
            messages.success(self.request, _("The alliance is open again. Who coordinates it gets a mail."))
        return redirect("space_home", self.space.slug)
