"""The programme's pages about the process coaches of its regions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, FormView, TemplateView, UpdateView

from core.lists import page_of, query_of
from core.once import OnlyOnce
from places.models import Region
from programmes.coaching import services
from programmes.coaching.filters import RegionFilter
from programmes.coaching.forms import CoachForm, CoachGiveForm, first_free_day
from programmes.coaching.models import Coach
from programmes.coaching.overview import rows_of
from spaces.models import Space
from spaces.pages import EditPage, SpacePage


class CoachesPage(SpacePage):
    """Mixin for the pages about the coaches that a programme gave to its regions."""

    permission = "coaching.change_coach"
    menu_entry = "coaching:coach_list"
    only_in = Space.Kind.PROGRAMME

    def regions(self) -> QuerySet[Region]:
        return services.regions_of(self.space)

    def coaches(self) -> QuerySet[Coach]:
        return Coach.objects.filter(programme=self.space).select_related("region", "programme")

    def to_the_list(self) -> HttpResponse:
        return redirect("coaching:coach_list", self.space.slug)


class CoachListView(CoachesPage, TemplateView):
    """Every region in order, with who coaches it now, next and before."""

    permission = "coaching.view_coach"
    heading = gettext_lazy("Process coaches")
    template_name = "coaching/coach_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filtering = RegionFilter(self.request.GET, self.regions(), self.space)
        page = page_of(filtering.rows(), self.request.GET.get("page"))
        page.object_list = rows_of(self.space, list(page.object_list))
        return super().get_context_data(
            filter=filtering,
            page=page,
            query=query_of(self.request),
            may_change=self.may("coaching.change_coach"),
            may_administer=self.request.user.is_staff,
            **kwargs,
        )


class CoachGiveView(OnlyOnce, CoachesPage, CreateView):
    """Give a coach to a region."""

    form_class = CoachGiveForm
    template_name = "coaching/coach_give.html"

    @cached_property
    def region(self) -> Region:
        return get_object_or_404(self.regions(), pk=self.kwargs["region"])

    @cached_property
    def last(self) -> Coach | None:
        """Who coaches the region latest, today or later."""
        rows = self.coaches().filter(region=self.region)
        return rows.not_over().last()  # type: ignore[attr-defined]

    def get_heading(self) -> str:
        return _("A process coach for %(region)s") % {"region": self.region}

    def get_form_kwargs(self) -> dict[str, Any]:
        coach = Coach(programme=self.space, region=self.region)
        kwargs: dict[str, Any] = {**super().get_form_kwargs(), "now": self.last, "instance": coach}
        kwargs["initial"] = {
            "language": self.space.language,
            "starts_on": first_free_day(self.last, timezone.localdate()),
        }
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, "region": self.region})

    def form_valid(self, form: CoachGiveForm) -> HttpResponse:
        try:
            services.give(form.instance, by=self.request.user, instead_of=form.instead_of())  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        words = _("%(name)s is noted as the coach of %(region)s.")
        if not form.instance.is_over:
            words = _("%(name)s coaches %(region)s, and gets a mail about it.")
        messages.success(self.request, words % {"name": form.instance.name, "region": self.region})
        return self.to_the_list()


class CoachPage(CoachesPage):
    """Mixin for the pages about one coach of whom there is something to change."""

    def get_object(self, queryset: Any = None) -> Coach:
        return get_object_or_404(self.coaches().exclude(email=""), pk=self.kwargs["pk"])


class CoachChangeView(CoachPage, EditPage, UpdateView):
    """Change what is known of a coach; a last day ends it."""

    form_class = CoachForm
    template_name = "coaching/coach_change.html"
    context_object_name = "coach"

    def get_heading(self) -> str:
        return _("The coach of %(region)s") % {"region": self.object.region}

    def form_valid(self, form: CoachForm) -> HttpResponse:
        try:
            mailed = services.change(form.instance, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        words = _("Saved. %(name)s gets a mail about it.") if mailed else _("Saved.")
        messages.success(self.request, words % {"name": form.instance.name})
        return self.to_the_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stands = Coach.objects.get(pk=self.object.pk)  # the form writes into its own
        return super().get_context_data(may_be_taken_back=stands.may_be_taken_back, **kwargs)


class CoachTakeBackView(CoachPage, FormView):
    """As if nobody was given, while the coach has not begun."""

    form_class = Form  # nothing to fill in
    template_name = "coaching/coach_take_back.html"
    heading = gettext_lazy("Take back")

    @cached_property
    def coach(self) -> Coach:
        return self.get_object()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(coach=self.coach, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            services.take_back(self.coach, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
            return redirect(reverse("coaching:coach_change", args=[self.space.slug, self.coach.pk]))
        words = _("%(name)s is no longer given to %(region)s, and gets a mail about it.")
        messages.success(self.request, words % {"name": self.coach.name, "region": self.coach.region})
        return self.to_the_list()
