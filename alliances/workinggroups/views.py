"""Pages about working groups: those of the alliance, and those of the group itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, FormView, TemplateView, UpdateView, View

from alliances.workinggroups import services
from alliances.workinggroups.forms import DecideForm, GroupChangeForm, GroupForm, PeopleForm, RecommendationForm
from alliances.workinggroups.listed import groups_of, people_in
from alliances.workinggroups.models import Delegate, Recommendation
from core.once import OnlyOnce
from sessions.meetings.models import Meeting
from spaces.models import Person, Space
from spaces.pages import EditPage, SpacePage


# --- of the alliance --------------------------------------------------------------------------------
class GroupsPage(SpacePage):
    """Mixin of the pages of an alliance about its groups."""

    menu_entry = "workinggroups:group_list"
    only_in = Space.Kind.ALLIANCE

    def address(self) -> str:
        return reverse("workinggroups:group_list", args=[self.space.slug])


class GroupListView(GroupsPage, TemplateView):
    """Which groups there are, who is in them and what they recommend."""

    permission = "workinggroups.view_groups"
    heading = gettext_lazy("Working groups")
    template_name = "workinggroups/group_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Space.objects.visible_to(self.request.user).filter(parent=self.space)  # type: ignore[attr-defined]
        return super().get_context_data(
            groups=groups_of(self.space),
            mine=set(mine.values_list("pk", flat=True)),
            may_add=self.may("workinggroups.add_group"),
            may_decide=self.may("workinggroups.decide_recommendation"),
            **kwargs,
        )


class GroupAddView(OnlyOnce, GroupsPage, FormView):
    """A new group, with people of the alliance."""

    permission = "workinggroups.add_group"
    heading = gettext_lazy("New working group")
    form_class = GroupForm
    template_name = "workinggroups/group_add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": services.people_of(self.space)}

    def form_valid(self, form: GroupForm) -> HttpResponse:
        services.found(self.space, **form.facts)
        words = _("The group is there. %(lead)s gets a mail to sign in and plan its first meeting.")
        messages.success(self.request, words % {"lead": form.facts["lead"]})
        return redirect(self.address())


class RecommendationDecideView(GroupsPage, FormView):
    """What the alliance does with a recommendation."""

    permission = "workinggroups.decide_recommendation"
    heading = gettext_lazy("A recommendation")
    form_class = DecideForm
    template_name = "workinggroups/recommendation_decide.html"

    @cached_property
    def recommendation(self) -> Recommendation:
        rows = Recommendation.objects.filter(space__parent=self.space).select_related("space")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(one=self.recommendation, **kwargs)

    def form_valid(self, form: DecideForm) -> HttpResponse:
        if services.decide(self.recommendation, **form.cleaned_data, by=self.request.user):
            messages.success(self.request, _("Noted; the group sees it."))
        else:
            messages.info(self.request, _("This was decided already."))
        return redirect(self.address())


# --- of the group -----------------------------------------------------------------------------------
class GroupPage(SpacePage):
    """Mixin of the pages of a group."""

    permission = "workinggroups.change_group"
    menu_entry = "workinggroups:group_show"
    only_in = Space.Kind.WORKING_GROUP

    @cached_property
    def alliance(self) -> Space:
        return Space.objects.get(pk=self.space.parent_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alliance=self.alliance, **kwargs)

    def address(self) -> str:
        return reverse("workinggroups:group_show", args=[self.space.slug])


class GroupShowView(GroupPage, TemplateView):
    """What the group is for, when it meets, who is in it, what it recommended."""

    permission = "workinggroups.view_group"
    template_name = "workinggroups/group_show.html"

    def get_heading(self) -> str:
        return self.space.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings = Meeting.objects.filter(space=self.space).announced().upcoming()  # type: ignore[attr-defined]
        return super().get_context_data(
            meeting=meetings.select_related("space").first(),
            people=people_in([self.space.pk]).get(self.space.pk, []),
            recommendations=Recommendation.objects.filter(space=self.space),
            sees_alliance=Space.objects.visible_to(self.request.user).filter(pk=self.space.parent_id).exists(),
            may_change=self.may("workinggroups.change_group"),
            **kwargs,
        )


class GroupChangeView(GroupPage, EditPage, UpdateView):
    """Another name or purpose."""

    heading = gettext_lazy("Name and purpose")
    form_class = GroupChangeForm
    template_name = "workinggroups/form.html"

    def get_object(self, queryset: Any = None) -> Space:
        return Space.objects.get(pk=self.space.pk)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return self.address()


class PeopleAddView(GroupPage, FormView):
    """More people of the alliance come in."""

    heading = gettext_lazy("Add people")
    form_class = PeopleForm
    template_name = "workinggroups/people_add.html"

    @cached_property
    def candidates(self) -> list[Person]:
        here = {one.number for one in people_in([self.space.pk]).get(self.space.pk, [])}
        known = set(Delegate.objects.filter(person__in=here).values_list("source", flat=True))
        return [one for one in services.people_of(self.alliance) if one.pk not in known]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.candidates}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(candidates=self.candidates, **kwargs)

    def form_valid(self, form: PeopleForm) -> HttpResponse:
        for person in form.chosen:
            services.add(self.space, person)
        messages.success(self.request, _("Added. Invite them to the next meeting."))
        return redirect(self.address())


class PersonPage(GroupPage, View):
    """Mixin of what is done with one person of the group."""

    http_method_names = ("post",)

    @cached_property
    def person(self) -> Person:
        return get_object_or_404(Person.objects.select_related("space"), space=self.space, pk=self.kwargs["pk"])

    def act(self) -> str:
        """Do it, and say in words what was done. Raises ValidationError."""
        raise NotImplementedError

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except ValidationError as error:
            messages.error(request, error.messages[0])
        # Whoever took themselves out sees the group no more.
        is_in = Space.objects.visible_to(request.user).filter(pk=self.space.pk).exists()  # type: ignore[attr-defined]
        return redirect(self.address()) if is_in else redirect("home")


class PersonTakeOutView(PersonPage):
    """Somebody is in the group no more."""

    def act(self) -> str:
        services.take_out(self.person)
        return _("%(person)s is no longer in the group.") % {"person": self.person}


class PersonLeadView(PersonPage):
    """Somebody leads the group as well."""

    def act(self) -> str:
        services.lead(self.person)
        return _("%(person)s leads the group too, and gets a mail to sign in.") % {"person": self.person}


class RecommendationAddView(OnlyOnce, GroupPage, CreateView):
    """Hand a recommendation over to the alliance."""

    heading = gettext_lazy("Hand over a recommendation")
    form_class = RecommendationForm
    template_name = "workinggroups/form.html"

    def form_valid(self, form: RecommendationForm) -> HttpResponse:
        form.instance.space = self.space
        form.save()
        messages.success(self.request, _("Handed over: it stands on the alliance's page of working groups."))
        return redirect(self.address())


class RecommendationChangeView(GroupPage, EditPage, UpdateView):
    """Put it in other words, until the alliance has decided."""

    heading = gettext_lazy("Change the recommendation")
    form_class = RecommendationForm
    template_name = "workinggroups/form.html"

    def get_object(self, queryset: Any = None) -> Recommendation:
        open_ones = Recommendation.objects.filter(space=self.space, state=Recommendation.State.HANDED_OVER)
        return get_object_or_404(open_ones, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return self.address()
