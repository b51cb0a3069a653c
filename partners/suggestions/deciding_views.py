"""The coordinator's side: everybody's suggestions, and deciding on one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.forms import UNPROCESSABLE
from core.lists import page_of
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from partners.suggestions import asking, deciding, likely
from partners.suggestions.forms import NEW, AcceptForm, DeclineForm
from partners.suggestions.likely import ENTRY, Likely
from partners.suggestions.models import Suggestion
from partners.suggestions.services import AlreadyDecided
from spaces.models import Representative
from spaces.pages import SpacePage

PAGE_SIZE = 20


class EveryPage(SpacePage):
    """Mixin for the pages of everybody's suggestions."""

    menu_entry = "stakeholders:list"

    def suggestions(self) -> QuerySet[Suggestion]:
        """Those of this space, each with who made it and what it became."""
        return Suggestion.objects.filter(space=self.space).select_related("person", "stakeholder")


class SuggestionListView(EveryPage, TemplateView):
    """Suggestions by how they stand; the open ones with who they may be."""

    permission = "suggestions.view_every_suggestion"
    heading = gettext_lazy("Suggestions")
    template_name = "suggestions/suggestion_list.html"

    @cached_property
    def state(self) -> str:
        asked = self.request.GET.get("state", "")
        return asked if asked in Suggestion.State.values else Suggestion.State.OPEN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = page_of(self.suggestions().filter(state=self.state), self.request.GET.get("page"), PAGE_SIZE)
        rows = list(page.object_list)
        found = likely.likely(self.space, rows) if self.state == Suggestion.State.OPEN else {}
        voices = organisations_of(rows)
        counts = dict(
            Suggestion.objects.filter(space=self.space).order_by().values_list("state").annotate(n=Count("pk"))
        )
        return super().get_context_data(
            page=page,
            query=f"state={self.state}",
            state=self.state,
            tabs=[(value, label, counts.get(value, 0)) for value, label in Suggestion.State.choices],
            rows=[(row, voices.get(row.person_id, ""), found.get(row.pk)) for row in rows],
            asked=asking.going_on(self.space),
            may_ask=self.may("suggestions.ask_for_suggestion"),
            may_decide=self.may("suggestions.decide_suggestion"),
            **kwargs,
        )


class OneSuggestion(EveryPage):
    """Mixin for the pages of one suggestion, whose number stands in the address."""

    template_name = "suggestions/suggestion_show.html"

    @cached_property
    def suggestion(self) -> Suggestion:
        return get_object_or_404(self.suggestions(), pk=self.kwargs["pk"])

    def get_heading(self) -> str:
        return self.suggestion.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()
        one = self.suggestion
        candidates = list(self._candidates(words)) if one.is_open else []
        return super().get_context_data(
            suggestion=one,
            voice=organisations_of([one]).get(one.person_id, ""),
            candidates=candidates,
            words=words,
            may_decide=one.is_open and self.may("suggestions.decide_suggestion"),
            **{"decline": DeclineForm(), **kwargs},
        )

    def _candidates(self, words: str) -> Iterable[Likely]:
        """Whom it may mean: by the rule of the import, then by the name (or by what was searched for)."""
        sure = likely.likely(self.space, [self.suggestion]).get(self.suggestion.pk) if not words else None
        if sure:
            yield sure
        for one in likely.called(self.space, words or self.suggestion.name):
            if sure is None or one.key != sure.key:
                yield one


class SuggestionShowView(OneSuggestion, TemplateView):
    """A suggestion, who it may be, and the two answers; afterwards what was decided."""

    permission = "suggestions.view_every_suggestion"

    def get_template_names(self) -> list[str]:
        if self.request.htmx:  # type: ignore[attr-defined]
            return ["suggestions/suggestion_show.html#candidates"]
        return [self.template_name]


class DecidePage(OneSuggestion, TemplateView):
    """Mixin for the two answers. Who comes second is shown what was decided."""

    permission = "suggestions.decide_suggestion"
    http_method_names = ("post",)

    def decided(self, decide: Callable[[], Any]) -> bool:
        """Whether it was this press that decided; says so when it was somebody else's."""
        try:
            decide()
        except AlreadyDecided:
            messages.info(self.request, _("Somebody else decided on this meanwhile. This is what came of it."))
            return False
        return True

    def to_suggestion(self) -> HttpResponse:
        """To the suggestion as it stands; to the list when it was taken back."""
        if Suggestion.objects.filter(pk=self.suggestion.pk).exists():
            return redirect("suggestions:suggestion_show", self.space.slug, self.suggestion.pk)
        return redirect("suggestions:suggestion_list", self.space.slug)

    def again(self, **context: Any) -> HttpResponse:
        """The page again, with what is wrong."""
        return render(self.request, self.template_name, self.get_context_data(**context), status=UNPROCESSABLE)


class SuggestionAcceptView(DecidePage):
    """Take it up: as a new entry, as one from the directory, or as an entry that is there already."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        form = AcceptForm(request.POST)
        if not form.is_valid():
            return self.again(form=form)
        accept = self._acceptance(*form.cleaned_data["who"])
        try:
            if not self.decided(accept):
                return self.to_suggestion()
        except ValidationError as error:
            form.add_error("who", " ".join(error.messages))
            return self.again(form=form)
        messages.success(request, _("%(name)s is taken up. Who suggested it gets a word of thanks.") % self._name())
        return redirect("suggestions:suggestion_list", slug)

    def _acceptance(self, kind: str, number: int) -> Callable[[], Stakeholder]:
        by: Any = self.request.user
        if kind == NEW:
            return lambda: deciding.accept_as_new(self.suggestion, by=by)
        if kind == ENTRY:
            entry = get_object_or_404(Stakeholder, space=self.space, pk=number)
            return lambda: deciding.accept_as_known(self.suggestion, entry, by=by)
        organisation = get_object_or_404(Organisation, pk=number)
        return lambda: deciding.accept_from_directory(self.suggestion, organisation, by=by)

    def _name(self) -> dict[str, str]:
        return {"name": self.suggestion.name}


class SuggestionDeclineView(DecidePage):
    """Not now, with a kind reason or without."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return self.again(decline=form)
        answer: str = form.cleaned_data["answer"]
        if not self.decided(lambda: deciding.decline(self.suggestion, answer=answer, by=request.user)):  # type: ignore[arg-type]
            return self.to_suggestion()
        messages.success(request, _("Who suggested it gets a kind word."))
        return redirect("suggestions:suggestion_list", slug)


def organisations_of(suggestions: Iterable[Suggestion]) -> dict[int, str]:
    """Person → the organisations they represent now, in words; in one query for all."""
    people = {one.person_id for one in suggestions}
    seats = Representative.objects.current().filter(person__in=people, member__organisation__isnull=False)
    found: dict[int, list[str]] = {}
    for person, name in seats.values_list("person", "member__organisation__name").order_by("starts_on", "pk"):
        found.setdefault(person, []).append(name)
    return {person: ", ".join(names) for person, names in found.items()}
