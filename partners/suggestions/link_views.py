"""The page behind the link: name somebody, and look after what one named. It shows nothing of the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.forms import UNPROCESSABLE, row_number
from core.links import LinkView
from core.once import OnlyOnce
from partners.suggestions import services
from partners.suggestions.forms import SuggestionForm, WithdrawForm
from partners.suggestions.models import QuestionLink, Suggestion
from partners.suggestions.services import AlreadyDecided
from spaces.models import Space
from spaces.services import hold

SHOWN = 50


class QuestionAnswerView(OnlyOnce, LinkView):
    """One address: a form to begin with, then what one named. ``?add`` asks again, ``?change=7`` opens one of them."""

    model = QuestionLink
    template_name = "suggestions/question_answer.html"

    def get_queryset(self) -> Any:
        return QuestionLink.objects.select_related("question__space", "person__space")

    def person_language(self) -> str:
        return str(self.link.person.mail_language)

    @property
    def space(self) -> Space:
        found: Space = self.link.question.space
        return found

    def own(self) -> QuerySet[Suggestion]:
        """What this person named in this space, by whatever way."""
        return Suggestion.objects.filter(space=self.space, person=self.link.person)

    @cached_property
    def changing(self) -> Suggestion | None:
        """The one of them that is to be changed, if any. Raises AlreadyDecided; Http404 for what is not theirs."""
        if "change" not in self.request.GET:
            return None
        number = row_number(self.request.GET["change"])
        found = self.own().filter(pk=number).first() if number is not None else None
        if found is None:
            raise Http404
        if not found.is_open:
            raise AlreadyDecided
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except AlreadyDecided:
            messages.info(request, _("The coordinators decided on this meanwhile."))
            return self._to_page()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = list(self.own()[:SHOWN])
        asks = "form" in kwargs or "add" in self.request.GET or self.changing is not None or not own
        return super().get_context_data(
            space=self.space,
            asked_name=self.link.person.name,
            question=self.link.question,
            own=own,
            asks=asks,
            changing=self.changing,
            **{"form": SuggestionForm(instance=self._instance()), "withdraw": WithdrawForm(), **kwargs},
        )

    def _instance(self) -> Suggestion:
        return self.changing or Suggestion(space=self.space, person=self.link.person)

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        hold(self.space.pk)  # what stands there is read while no coordinator decides
        if self.changing and "withdraw" in request.POST:
            return self._withdraw(self.changing)
        form = SuggestionForm(request.POST, instance=self._instance())
        if form.is_valid():
            try:
                if self.changing:
                    services.change(form.instance)
                else:
                    services.suggest(form.instance)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Thank you. The coordinators look at it and you hear what they decide."))
                return self._to_page()
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def _withdraw(self, suggestion: Suggestion) -> HttpResponse:
        form = WithdrawForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(withdraw=form), status=UNPROCESSABLE)
        services.withdraw(suggestion)
        messages.success(self.request, _("Your suggestion is taken back."))
        return self._to_page()

    def _to_page(self) -> HttpResponse:
        return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
