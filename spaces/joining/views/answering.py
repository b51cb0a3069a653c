"""The page behind an invitation to join: one of four answers, and who it is that asks."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.forms import UNPROCESSABLE
from core.links import LinkView
from spaces.joining import answering
from spaces.joining.forms import ColleagueForm, NoForm, YesForm
from spaces.joining.introduction import introduction_of
from spaces.joining.models import JoinInvitation
from spaces.joining.terms import terms_of

RELATED = ("space", "person__space", "organisation", "invited_by", "instead_of__person", "member")


class JoinAnswerView(LinkView):
    """Shows who asks and what; ``?answer=`` opens the form of one answer. Nothing is chosen beforehand."""

    model = JoinInvitation
    template_name = "joining/answer.html"
    forms: ClassVar[dict[str, type[forms.Form]]] = {"yes": YesForm, "no": NoForm, "colleague": ColleagueForm}

    def get_queryset(self) -> Any:
        return JoinInvitation.objects.select_related(*RELATED)

    def person_language(self) -> str:
        return self.link.person.mail_language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        space = self.link.space
        is_over = self.link.is_settled or answering.member_already(self.link) is not None
        return super().get_context_data(
            space=space,
            asked_name=self.link.person.name,
            introduction=introduction_of(space),
            terms=terms_of(space),
            is_member_already=is_over and not self.link.is_settled,
            answering=None if is_over else self._asked_form(),
            **{"form": None if is_over else self._form(), **kwargs},
        )

    def _asked_form(self) -> str | None:
        wanted = self.request.GET.get("answer")
        return wanted if wanted in self.forms else None

    def _form(self, data: Any = None) -> Any:
        wanted = self._asked_form()
        if wanted is None:
            return None
        facts = {"invitation": self.link, "terms": terms_of(self.link.space)} if wanted == "yes" else {}
        return self.forms[wanted](data, **facts)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if form is None or self.link.is_settled:
            return self._to_the_page()
        if form.is_valid():
            try:
                self._act(form)
            except answering.Settled:
                return self._to_the_page()
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return self._to_the_page()
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def _act(self, form: Any) -> None:
        if isinstance(form, YesForm):
            answering.say_yes(self.link, form.yes())
        elif isinstance(form, NoForm):
            answering.say_no(self.link, form.cleaned_data["answer"], form.cleaned_data["words"])
        else:
            answering.pass_on(self.link, form.colleague())

    def _to_the_page(self) -> HttpResponse:
        return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
