"""Pages about sprints, their goals, and what everybody is asked in between."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import CreateView, FormView, TemplateView, UpdateView, View

from alliances.sprints import results, services
from alliances.sprints.forms import GoalForm, RoundForm, SprintForm, reply_form
from alliances.sprints.models import Goal, Reply, Round, Sprint
from core.lists import page_of
from core.once import OnlyOnce
from core.text import SortKey
from spaces.models import Person
from spaces.pages import EditPage, SpacePage

PER_PAGE = 6
SPRINT_DAYS = 90
# So long before its last day a sprint can be looked back on.
ENDS_SOON = dt.timedelta(days=21)


class SprintPage(SpacePage):
    """Mixin of the pages about sprints."""

    permission = "sprints.change_sprint"
    menu_entry = "sprints:sprint_list"

    def address(self) -> str:
        return reverse("sprints:sprint_list", args=[self.space.slug])

    def to_sprints(self) -> HttpResponse:
        return redirect(self.address())


class SprintListView(SprintPage, TemplateView):
    """The sprint of now with its goals, how it goes over time, what was asked, and what was before."""

    permission = "sprints.view_sprint"
    heading = gettext_lazy("Sprints and check-ins")
    template_name = "sprints/sprint_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        goals = Prefetch("goals", Goal.objects.order_by("position", "pk"))
        look_back = Round.objects.filter(sprint=OuterRef("pk")).values("pk")[:1]
        sprints = Sprint.objects.filter(space=self.space).annotate(look_back=Subquery(look_back))
        page = page_of(sprints.prefetch_related(goals), self.request.GET.get("page"), PER_PAGE)
        rounds = list(
            Round.objects.filter(space=self.space).select_related("sprint").annotate(answers=Count("replies"))[:20]
        )
        open_rounds = {one.kind: one for one in rounds if one.is_open}
        found = results.check_ins(self.space)
        return super().get_context_data(
            page=page,
            now=[one for one in page if one.is_now(today)],
            others=[one for one in page if not one.is_now(today)],
            today=today,
            open_rounds=open_rounds.values(),
            open_check_in=open_rounds.get(Round.Kind.CHECK_IN),
            open_start=open_rounds.get(Round.Kind.START),
            start=next((one for one in rounds if one.kind == Round.Kind.START), None),
            ends_soon=today + ENDS_SOON,
            check_ins=found,
            charts=results.charts(found),
            themes=[results.QUESTIONS[theme][0] for theme in results.THEMES],
            may_change=self.may("sprints.change_sprint"),
            **kwargs,
        )


class SprintAddView(OnlyOnce, SprintPage, CreateView):
    """Plan a sprint; the goals come next."""

    heading = gettext_lazy("Plan a sprint")
    form_class = SprintForm
    template_name = "sprints/form.html"

    def get_initial(self) -> dict[str, Any]:
        last = Sprint.objects.filter(space=self.space).first()
        begins = timezone.localdate()
        if last and last.ends_on >= begins:
            begins = last.ends_on + dt.timedelta(days=1)
        return {"starts_on": begins, "ends_on": begins + dt.timedelta(days=SPRINT_DAYS)}

    def form_valid(self, form: SprintForm) -> HttpResponse:
        form.instance.space = self.space
        sprint = form.save()
        messages.success(self.request, _("The sprint is planned. Now its goals: three to five is plenty."))
        return redirect("sprints:goal_add", self.space.slug, sprint.pk)


class SprintChangeView(SprintPage, EditPage, UpdateView):
    """Another title, other days, another order."""

    heading = gettext_lazy("Change the sprint")
    form_class = SprintForm
    template_name = "sprints/form.html"

    def get_object(self, queryset: Any = None) -> Sprint:
        return get_object_or_404(Sprint, space=self.space, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return self.address()


class GoalAddView(OnlyOnce, SprintPage, CreateView):
    """A goal for a sprint."""

    heading = gettext_lazy("Add a goal")
    form_class = GoalForm
    template_name = "sprints/form.html"

    @cached_property
    def sprint(self) -> Sprint:
        return get_object_or_404(Sprint, space=self.space, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"position": self.sprint.goals.count() + 1}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "sprint": self.sprint}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(about=self.sprint, **kwargs)

    def get_success_url(self) -> str:
        messages.success(self.request, _("The goal is added."))
        return self.address()


class GoalChangeView(SprintPage, EditPage, UpdateView):
    """How a goal stands, in which words, and who takes the lead."""

    heading = gettext_lazy("Change the goal")
    form_class = GoalForm
    template_name = "sprints/goal_change.html"

    def get_object(self, queryset: Any = None) -> Goal:
        rows = Goal.objects.select_related("sprint")
        return get_object_or_404(rows, sprint__space=self.space, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "sprint": self.object.sprint}

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return self.address()


class GoalRemoveView(SprintPage, View):
    """A goal that was added by mistake goes; one that was let go says so and stays."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        get_object_or_404(Goal, sprint__space=self.space, pk=pk).delete()
        messages.success(request, _("The goal is removed."))
        return self.to_sprints()


class RoundAskView(OnlyOnce, SprintPage, FormView):
    """Ask everybody the start question, or how it is going; of a sprint that ends: to look back."""

    form_class = RoundForm
    template_name = "sprints/round_ask.html"
    sprint: Sprint | None = None

    @cached_property
    def kind(self) -> Round.Kind:
        for kind in (Round.Kind.START, Round.Kind.CHECK_IN):
            if self.kwargs["kind"] == kind.replace("_", "-"):
                return kind
        raise Http404

    @cached_property
    def people(self) -> list[Person]:
        return services.people_to_ask(self.space)

    def get_heading(self) -> str | Promise:
        return _("Ask how it is going") if self.kind == Round.Kind.CHECK_IN else _("Ask a start question")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": self.kind, "people": self.people}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{**kwargs, "people": self.people, "is_check_in": self.kind == Round.Kind.CHECK_IN, "sprint": self.sprint}
        )

    def form_valid(self, form: RoundForm) -> HttpResponse:
        data = form.cleaned_data
        round_ = Round(
            space=self.space,
            kind=self.kind,
            question=data.get("question", ""),
            sprint=self.sprint,
            closes_on=data["closes_on"],
        )
        try:
            asked = services.ask(round_, [int(pk) for pk in data["people"]], by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        words = ngettext("%(count)d person gets a mail.", "%(count)d people get a mail.", asked)
        messages.success(self.request, words % {"count": asked})
        return redirect("sprints:round_show", self.space.slug, round_.pk)


class LookBackAskView(RoundAskView):
    """Ask everybody to look back on a sprint: the role they took, and who takes it over."""

    kind = Round.Kind.LOOK_BACK

    @cached_property
    def sprint(self) -> Sprint:  # type: ignore[override]
        begun = Sprint.objects.filter(space=self.space, starts_on__lte=timezone.localdate())
        return get_object_or_404(begun, pk=self.kwargs["pk"])

    def get_heading(self) -> str | Promise:
        return _("Look back on “%(sprint)s”") % {"sprint": self.sprint}


class RoundPage(SprintPage):
    """Mixin of the pages about one round."""

    @cached_property
    def round(self) -> Round:
        return get_object_or_404(
            Round.objects.select_related("space", "sprint"), space=self.space, pk=self.kwargs["pk"]
        )

    def get_heading(self) -> str:
        return str(self.round)

    def to_round(self) -> HttpResponse:
        return redirect("sprints:round_show", self.space.slug, self.round.pk)


def named_replies(round_: Round) -> QuerySet[Reply]:
    """Who answered what, by name: for a round in which nobody was promised otherwise."""
    return round_.replies.select_related("person").order_by(SortKey("person__name"), "pk")


class RoundShowView(RoundPage, TemplateView):
    """What came out: of a start question every answer with its name, of a check-in averages once it is over; of a
    look back one's own answer."""

    permission = "sprints.view_sprint"
    template_name = "sprints/round_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            round=self.round,
            asked=self.round.requests.filter(withdrawn_at=None).count(),
            answers=self.round.replies.count(),
            may_change=self.may("sprints.change_sprint"),
            **self._found(),
            **kwargs,
        )

    def _found(self) -> dict[str, Any]:
        if self.round.is_look_back:
            return self._look_back()
        return self._check_in() if self.round.is_check_in else self._start()

    def _look_back(self) -> dict[str, Any]:
        mine = self.round.replies.filter(person__in=Person.objects.of(self.request.user))  # type: ignore[attr-defined]
        return {"mine": mine.first(), "reads_all": self.may("sprints.view_look_backs_of_sprint")}

    def _start(self) -> dict[str, Any]:
        return {"page": page_of(named_replies(self.round), self.request.GET.get("page"))}

    def _check_in(self) -> dict[str, Any]:
        if self.round.is_open:
            return {}
        (found,) = results.check_ins(self.space, only=self.round.pk)
        themes = [(results.QUESTIONS[theme], found.averages[theme]) for theme in results.THEMES]
        return {"themes": themes, "words": results.words_of(self.round), "fewest": results.FEWEST}


class LookBackListView(RoundPage, TemplateView):
    """The role that each took in a sprint, and who takes it over."""

    permission = "sprints.view_look_backs_of_sprint"
    template_name = "sprints/look_back_list.html"

    @cached_property
    def round(self) -> Round:
        rows = Round.objects.filter(kind=Round.Kind.LOOK_BACK).select_related("space", "sprint")
        return get_object_or_404(rows, space=self.space, sprint=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = page_of(named_replies(self.round), self.request.GET.get("page"))
        return super().get_context_data(
            round=self.round, page=page, may_change=self.may("sprints.change_sprint"), **kwargs
        )


class RoundAnswerView(RoundPage, FormView):
    """Somebody signed in answers, as by the link."""

    permission = "sprints.answer_sprint"
    template_name = "sprints/round_answer.html"

    @cached_property
    def person(self) -> Person:
        mine = Person.objects.of(self.request.user).filter(space=self.space)  # type: ignore[attr-defined]
        found: Person | None = mine.order_by("pk").first()
        if found is None:
            raise Http404
        return found

    def get_form(self, form_class: Any = None) -> Any:
        data = self.request.POST if self.request.method == "POST" else None
        said = Reply.objects.filter(round=self.round, person=self.person).first() if data is None else None
        return reply_form(self.round, data, instance=said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            services.reply(self.round, self.person, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you, your answer is noted."))
        return self.to_round()


class RoundRemindView(RoundPage, View):
    """Remind who has not answered; those who heard from us lately are left in peace."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        reminded = services.remind(self.round, by=request.user)
        if reminded:
            words = ngettext("%(count)d person gets a reminder.", "%(count)d people get a reminder.", reminded)
            messages.success(request, words % {"count": reminded})
        else:
            messages.info(request, _("Nobody to remind now: at most two reminders each, with three days in between."))
        return self.to_round()


class RoundCloseView(RoundPage, View):
    """No more answers: what came out is shown."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        if services.close(self.round):
            messages.success(request, _("The round is closed."))
        return self.to_round()
