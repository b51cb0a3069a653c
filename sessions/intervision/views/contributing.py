"""Pages to ask people for contributions, to hand them in, and for the facilitator to arrange them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from core.links import LinkView
from core.once import OnlyOnce
from core.text import markdown_to_html
from sessions.intervision.document import matched
from sessions.intervision.forms import ContributionForm, PeopleForm, TakeBackForm
from sessions.intervision.models import Contribution, ContributionRequest, Match, Round
from sessions.intervision.services import asking, contributing, matching
from sessions.intervision.views.pages import DayPage, WritingPage
from spaces.speaking import organisations_of


class DayAskView(WritingPage, FormView):
    """Everybody who would be asked; trim, then one button."""

    heading = gettext_lazy("Ask for contributions")
    form_class = PeopleForm
    template_name = "intervision/day_ask.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        self.candidates = asking.candidates(self.day)
        return {**super().get_form_kwargs(), "people": [one.person for one in self.candidates]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.get_form()
        chosen = set(form.data.getlist("people")) if form.is_bound else None
        rows = [(one, chosen is None or str(one.person.pk) in chosen) for one in self.candidates if one.person.email]
        return super().get_context_data(
            form=form,
            rows=rows,
            without_address=[one.person for one in self.candidates if not one.person.email],
            is_open=self.day.is_open(),
            introduction=markdown_to_html(self.day.introduction),
            **kwargs,
        )

    def form_valid(self, form: PeopleForm) -> HttpResponse:
        try:
            new = asking.ask(self.day, form.cleaned_data["people"], by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            return self.refuse(error)
        words = ngettext("%(count)d person gets a mail.", "%(count)d people get a mail.", len(new))
        messages.success(self.request, words % {"count": len(new)} if new else _("They were asked already."))
        return redirect(self.address("day_detail"))


class RequestWithdrawView(WritingPage, View):
    """Take one person off the list of those who are asked."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int, request_pk: int) -> HttpResponse:
        row = get_object_or_404(self.day.requests.select_related("person"), pk=request_pk)
        asking.withdraw(row)
        messages.success(request, _("%(name)s is no longer asked, and the link has stopped working.") % {"name": row})
        return redirect(self.address("day_detail"))


# --- handing in, signed in ------------------------------------------------------------------------
class ContributePage(DayPage):
    """Mixin of the pages on which somebody signed in brings something of their own."""

    permission = "intervision.add_contribution"

    @cached_property
    def contribution(self) -> Contribution:
        own = self.day.contributions.by(self.request.user).select_related("day__space", "person", "round")  # type: ignore[attr-defined]
        return get_object_or_404(own, pk=self.kwargs["contribution"])


class ContributionAddView(OnlyOnce, ContributePage, FormView):
    """Hand in a question or a success story."""

    heading = gettext_lazy("What do you bring?")
    form_class = ContributionForm
    template_name = "intervision/contribution_add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "day": self.day, "person": self.own_person}

    def form_valid(self, form: ContributionForm) -> HttpResponse:
        person = self.own_person
        assert person is not None  # who has a role in the space is a person of it
        try:
            contributing.hand_in(self.day, person, form.as_story())
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you! We have it."))
        return redirect(self.address("day_detail"))


class ContributionChangeView(ContributePage, FormView):
    """Correct what one handed in."""

    heading = gettext_lazy("Correct what you bring")
    form_class = ContributionForm
    template_name = "intervision/contribution_change.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "day": self.day,
            "person": self.contribution.person,
            "instance": self.contribution,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            contribution=self.contribution, **{"take_back_form": TakeBackForm(prefix="back"), **kwargs}
        )

    def form_valid(self, form: ContributionForm) -> HttpResponse:
        try:
            contributing.correct(self.contribution, form.as_story())
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.address("day_detail"))


class ContributionTakeBackView(ContributionChangeView):
    """Take back what one handed in."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        back = TakeBackForm(request.POST, prefix="back")
        form = ContributionForm(day=self.day, person=self.contribution.person, instance=self.contribution)
        if not back.is_valid():
            return self.render_to_response(self.get_context_data(form=form, take_back_form=back), status=422)
        try:
            contributing.take_back(self.contribution)
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        else:
            messages.success(request, _("It is taken back."))
        return redirect(self.address("day_detail"))


# --- handing in, by link --------------------------------------------------------------------------
class RequestContributionView(LinkView):
    """The page behind the link: bring something, thanks, correct it, bring more; to read once the day has begun.

    Addresses: plain, ``?more`` for another one, ``?change=5`` to correct the person's own number 5.
    """

    model = ContributionRequest
    template_name = "intervision/request_contribution.html"

    def get_queryset(self) -> Any:
        return ContributionRequest.objects.select_related("person__space", "day__space")

    @cached_property
    def own(self) -> list[Contribution]:
        """What this person handed in, by link or signed in."""
        rows = Contribution.objects.filter(day=self.link.day, person=self.link.person_id)
        return list(rows.select_related("day__space", "person__space", "round"))

    @cached_property
    def changing(self) -> Contribution | None:
        """The one to correct; None for a number that is not theirs."""
        number = self.request.GET.get("change", "")
        return next((one for one in self.own if str(one.pk) == number), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = self.link.day
        return super().get_context_data(
            space=day.space,
            asked_name=self.link.person.name,
            asked_for=", ".join(one.name for one in organisations_of(self.link.person)),
            day=day,
            own=self.own,
            changing=self.changing,
            is_open=day.is_open(),
            introduction=markdown_to_html(day.introduction),
            shows_form="form" in kwargs or not self.own or self.changing or "more" in self.request.GET,
            **{"form": self._form(), "take_back_form": TakeBackForm(prefix="back"), **kwargs},
        )

    def person_language(self) -> str:
        return self.link.person.mail_language

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._take_back() if "take-back" in request.POST else self._write()

    def _write(self) -> HttpResponse:
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self._again(form=form)
        try:
            if self.changing:
                contributing.correct(self.changing, form.as_story())
            else:
                contributing.hand_in(self.link.day, self.link.person, form.as_story())
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._again(form=form)
        return redirect(self._address)

    def _take_back(self) -> HttpResponse:
        back = TakeBackForm(self.request.POST, prefix="back")
        if not self.changing or not back.is_valid():
            return self._again(take_back_form=back)
        try:
            contributing.take_back(self.changing)
        except ValidationError as error:
            back.add_error(None, error.messages)
            return self._again(take_back_form=back)
        messages.success(self.request, _("It is taken back."))
        return redirect(self._address)

    def _form(self, data: Any = None) -> ContributionForm:
        return ContributionForm(data, day=self.link.day, person=self.link.person, instance=self.changing)

    def _again(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=422)

    @property
    def _address(self) -> str:
        return reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk])


# --- the facilitator ------------------------------------------------------------------------------
class ContributionListView(WritingPage, TemplateView):
    """Everything that was handed in, by round and kind; one Save for rounds and matches."""

    heading = gettext_lazy("Questions and success stories")
    template_name = "intervision/contribution_list.html"

    @cached_property
    def contributions(self) -> list[Contribution]:
        return list(self.day.contributions.select_related("person", "organisation"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rounds = list(self.day.rounds.all())
        return super().get_context_data(
            groups=self._groups([*rounds, None]),
            rounds=rounds,
            stories=[one for one in self.contributions if not one.is_question],
            **kwargs,
        )

    def _groups(self, rounds: list[Round | None]) -> list[dict[str, Any]]:
        """For each round (None: for none) its questions, each with the story that is most like it, and its stories."""
        matches = list(Match.objects.filter(question__day=self.day))
        known = {one.pk: one for one in self.contributions}
        like = {question: known.get(story) for question, story in matching.suggestions(self.day).items()}
        groups = []
        for round_ in rounds:
            here = [one for one in self.contributions if one.round_id == (round_.pk if round_ else None)]
            questions = matched(self.contributions, matches, [one for one in here if one.is_question])
            groups.append({
                "round": round_,
                "questions": [(question, like.get(question.contribution.pk)) for question in questions],
                "stories": [one for one in here if not one.is_question],
            })  # fmt: skip
        return groups

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            matching.arrange(self.day, self._rounds(), self._matches(), self._undone())
        except ValidationError as error:
            return self.refuse(error)
        messages.success(request, _("Saved."))
        return redirect(self.address("contribution_list"))

    def _rounds(self) -> dict[int, int | None]:
        """For each contribution on the page the round that was chosen; what makes no sense is left out."""
        posted = ((one.pk, self.request.POST.get(f"round-{one.pk}")) for one in self.contributions)
        return {pk: int(chosen) if chosen else None for pk, chosen in posted if chosen == "" or _is_number(chosen)}

    def _matches(self) -> list[tuple[int, int]]:
        """(question, story) for each story that was chosen, by the list or by pressing a suggestion."""
        posted = ((one.pk, self.request.POST.get(f"story-{one.pk}")) for one in self.contributions)
        chosen = [(question, int(story)) for question, story in posted if story and _is_number(story)]
        question, _comma, story = self.request.POST.get("suggested", "").partition("-")
        return [*chosen, (int(question), int(story))] if _is_number(question) and _is_number(story) else chosen

    def _undone(self) -> list[int]:
        """The match whose button was pressed, as numbers (question-story) found in the database."""
        question, _comma, story = self.request.POST.get("undo", "").partition("-")
        if not (_is_number(question) and _is_number(story)):
            return []
        found = Match.objects.filter(question__day=self.day, question=int(question), story=int(story))
        return list(found.values_list("pk", flat=True))


def _is_number(text: str | None) -> bool:
    """Whether this can be the number of a row."""
    return bool(text) and text.isascii() and text.isdecimal() and len(text) < 19  # type: ignore[union-attr]
