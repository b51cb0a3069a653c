"""Pages about the activities of a branch."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DeleteView, TemplateView, UpdateView

from core.forms import row_number
from core.lists import page_of, query_of
from core.once import OnlyOnce
from core.text import SortKey
from partners.organisations.models import Organisation
from programmes.branches import services
from programmes.branches.filters import ActivityFilter
from programmes.branches.forms import ActivityForm
from programmes.branches.models import Activity
from programmes.branches.pages import BranchPage
from spaces.models import Person
from spaces.pages import EditPage


class ActivityPage(BranchPage):
    """Mixin for the pages about activities."""

    menu_entry = "branches:activity_list"

    def activities(self) -> QuerySet[Activity]:
        return Activity.objects.of(self.space).select_related("phase")  # type: ignore[attr-defined]

    def get_activity(self) -> Activity:
        return get_object_or_404(self.activities(), pk=self.kwargs["pk"])


class ActivityListView(ActivityPage, TemplateView):
    """What was done in the branch and what is to come."""

    heading = gettext_lazy("Activities")
    template_name = "branches/activity_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        filtering = ActivityFilter(self.request.GET, self.activities(), self.phases, today)
        page = page_of(filtering.rows(), self.request.GET.get("page"))
        return super().get_context_data(
            filter=filtering, page=page, query=query_of(self.request), today=today, **kwargs
        )


class ActivityShowView(ActivityPage, TemplateView):
    """One activity: when, where, who took part and what came of it."""

    template_name = "branches/activity_show.html"

    def get_heading(self) -> str:
        return self.activity.title

    @cached_property
    def activity(self) -> Activity:
        by_name = Prefetch("organisations", Organisation.objects.order_by(SortKey("name"), "pk"))
        people = Prefetch("people", Person.objects.order_by(SortKey("name"), "pk"))
        # Only the branch itself sees who was there, so for others the names are not even read.
        rows = self.activities().prefetch_related(*((by_name, people) if self.takes_part else (by_name,)))
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = self.activity.people.all() if self.takes_part else ()
        return super().get_context_data(activity=self.activity, people=people, today=timezone.localdate(), **kwargs)


class ActivityFormPage(ActivityPage):
    """Mixin for the form of one activity."""

    permission = "branches.change_branch"
    form_class = ActivityForm
    template_name = "branches/activity_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space, "phases": self.phases}  # type: ignore[misc]

    def form_valid(self, form: ActivityForm) -> HttpResponse:
        data = form.cleaned_data
        activity = services.save_activity(
            self.space, form.instance, organisations=data["organisations"], people=data["people"]
        )
        messages.success(self.request, self.done)
        return redirect("branches:activity_show", self.space.slug, activity.pk)


class ActivityAddView(OnlyOnce, ActivityFormPage, CreateView):
    """A new activity; ``?phase=`` and ``?organisation=`` (numbers) fill in what the page before knew."""

    heading = gettext_lazy("Add an activity")
    done = gettext_lazy("The activity is noted.")

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        organisation = row_number(asked.get("organisation", ""))
        return {
            "phase": row_number(asked.get("phase", "")),
            "organisations": [organisation] if organisation else [],
        }


class ActivityChangeView(ActivityFormPage, EditPage, UpdateView):
    """Change an activity, or note what came of it."""

    done = gettext_lazy("Saved.")

    def get_object(self, queryset: Any = None) -> Activity:
        return self.get_activity()

    def get_heading(self) -> str:
        return self.object.title


class RemovePage(BranchPage, DeleteView):
    """Mixin: take out what was noted by mistake, after a question."""

    permission = "branches.change_branch"
    template_name = "branches/remove.html"

    def back(self) -> str:
        """Where one came from, for who does not want it after all."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back(), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        url = self.get_success_url()
        services.remove(self.space, self.object)
        messages.success(self.request, _("Removed."))
        return redirect(url)


class ActivityRemoveView(ActivityPage, RemovePage):
    """An activity that did not take place."""

    permission = "branches.change_branch"
    heading = gettext_lazy("Remove an activity")

    def get_object(self, queryset: Any = None) -> Activity:
        return self.get_activity()

    def back(self) -> str:
        return reverse("branches:activity_show", args=[self.space.slug, self.object.pk])

    def get_success_url(self) -> str:
        return reverse("branches:activity_list", args=[self.space.slug])
