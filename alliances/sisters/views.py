"""Pages about sister alliances: the list, finding one, proposing it, answering, ending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from alliances.sisters import services
from alliances.sisters.forms import FindForm, ProposeForm
from alliances.sisters.models import SisterLink
from core.lists import page_of
from core.once import OnlyOnce
from spaces.models import Space
from spaces.pages import SpacePage

PER_PAGE = 20


class SisterPage(SpacePage):
    """Mixin for pages about the sister alliances of an alliance."""

    permission = "sisters.change_sisterlink"
    menu_entry = "space_home"
    only_in = Space.Kind.ALLIANCE

    def get_link(self) -> SisterLink:
        rows = SisterLink.objects.of(self.space)  # type: ignore[attr-defined]
        related = ("proposer__alliance", "other__alliance")
        return get_object_or_404(rows.select_related(*related), pk=self.kwargs["pk"])

    def to_the_list(self) -> HttpResponse:
        return redirect("sisters:sister_list", self.space.slug)


class SisterListView(SisterPage, TemplateView):
    """The sister alliances; for coordinators also who asks and who was asked."""

    permission = "sisters.view_sisterlink"
    heading = gettext_lazy("Sister alliances")
    template_name = "sisters/sister_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            links=services.links_of(self.space), may_change=self.may("sisters.change_sisterlink"), **kwargs
        )


class SisterFindView(SisterPage, TemplateView):
    """Alliances that can be asked, by name."""

    heading = gettext_lazy("Find a sister alliance")
    template_name = "sisters/sister_find.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FindForm(self.request.GET)
        wanted = form.cleaned_data["q"] if form.is_valid() else ""
        others = services.to_propose_to(self.space).exclude(space__in=services.linked_with(self.space))
        found = others.filter(space__name__icontains=wanted) if wanted else others
        return super().get_context_data(
            form=form,
            wanted=wanted,
            page=page_of(found, self.request.GET.get("page"), PER_PAGE),
            **kwargs,
        )


class SisterProposeView(OnlyOnce, SisterPage, FormView):
    """Propose to another alliance to be sister alliances."""

    form_class = ProposeForm
    template_name = "sisters/sister_propose.html"

    @cached_property
    def other(self) -> Space:
        return get_object_or_404(services.to_propose_to(self.space), space__slug=self.kwargs["other"]).space

    def get_heading(self) -> str:
        return _("Sister alliances with %(other)s?") % {"other": self.other}

    def form_valid(self, form: ProposeForm) -> HttpResponse:
        try:
            services.propose(self.space, self.other, words=form.cleaned_data["words"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The coordinators of %(other)s get a mail.") % {"other": self.other})
        return self.to_the_list()


class SisterAnswerView(SisterPage, View):
    """Yes or no to a proposal."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        link = self.get_link()
        choice = request.POST.get("answer")
        if link.other_id != self.space.pk or choice not in ("yes", "no"):
            raise Http404
        try:
            is_done = services.answer(link, accepts=choice == "yes")
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return self.to_the_list()
        words = (
            _("You and %(other)s are sister alliances now.")
            if choice == "yes"
            else _("%(other)s is told that you would rather not.")
        )
        if is_done:
            messages.success(request, words % {"other": link.proposer})
        else:
            messages.info(request, _("This proposal was answered or taken back already."))
        return self.to_the_list()


class SisterEndView(SisterPage, View):
    """The link ends, or the proposal is taken back."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        link = self.get_link()
        if services.end(link, by=self.space):
            other = link.seen_from(self.space)
            messages.success(request, _("The link with %(other)s is gone.") % {"other": other})
        return self.to_the_list()
