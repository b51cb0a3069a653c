"""Asking the members whom else to involve: who is asked, a reminder, and the end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import CreateView, View

from core.once import OnlyOnce
from partners.suggestions import asking
from partners.suggestions.forms import QuestionForm
from partners.suggestions.models import Question
from spaces.models import Person
from spaces.pages import SpacePage


class AskingPage(SpacePage):
    """Mixin for what a coordinator does with the question to the members."""

    permission = "suggestions.ask_for_suggestion"
    menu_entry = "stakeholders:list"

    def to_the_list(self) -> HttpResponse:
        return redirect("suggestions:suggestion_list", self.space.slug)


class QuestionAskView(OnlyOnce, AskingPage, CreateView):
    """Who would be asked; trim the list and send."""

    heading = gettext_lazy("Ask the members")
    form_class = QuestionForm
    template_name = "suggestions/question_ask.html"

    @cached_property
    def people(self) -> list[Person]:
        return asking.people_to_ask(self.space)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people, "instance": Question(space=self.space)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=self.people, **kwargs)

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        chosen = [int(pk) for pk in form.cleaned_data["people"]]
        try:
            asked = asking.ask(form.instance, chosen, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        words = ngettext("%(count)d person gets a mail.", "%(count)d people get a mail.", asked)
        messages.success(self.request, words % {"count": asked})
        return self.to_the_list()


class OneQuestion(AskingPage, View):
    """Mixin for what is done with a question that was asked."""

    http_method_names = ("post",)

    @cached_property
    def question(self) -> Question:
        return get_object_or_404(Question.objects.select_related("space"), space=self.space, pk=self.kwargs["pk"])


class QuestionRemindView(OneQuestion):
    """Remind who named nobody yet: once, and not too soon."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        reminded = asking.remind(self.question, by=request.user)  # type: ignore[arg-type]
        if reminded:
            words = ngettext("%(count)d person gets a reminder.", "%(count)d people get a reminder.", reminded)
            messages.success(request, words % {"count": reminded})
        else:
            messages.info(request, _("Nobody to remind now: one reminder each, three days after the mail."))
        return self.to_the_list()


class QuestionCloseView(OneQuestion):
    """The links work no more from now on."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        if asking.close(self.question):
            messages.success(request, _("The question is closed. What was suggested stays."))
        return self.to_the_list()
