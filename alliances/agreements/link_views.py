"""The page behind the link that asks a member whether it agrees: read, choose, done."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from alliances.agreements import services
from alliances.agreements.forms import AnswerForm
from alliances.agreements.models import AgreementVersion, Answer, ConfirmationRequest
from core.differences import Change, corrections, differences
from core.forms import UNPROCESSABLE
from core.links import LinkView
from core.text import markdown_to_html


class ConfirmationView(LinkView):
    """One address: the text with the question; once answered a word of thanks. ``?change`` asks again."""

    model = ConfirmationRequest
    template_name = "agreements/confirmation.html"

    def get_queryset(self) -> Any:
        return ConfirmationRequest.objects.select_related(
            "version__agreement__space", "member__organisation", "member__individual", "person__space"
        )

    def person_language(self) -> str:
        return self.link.person.mail_language

    @cached_property
    def answer(self) -> Answer | None:
        """What the member said, whoever of its people did."""
        return Answer.objects.of(self.link.version).filter(member=self.link.member).select_related("version").first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.link.version
        before = self._answered_before()
        return super().get_context_data(
            space=version.agreement.space,
            asked_name=self.link.person.name,
            version=version,
            text_html=markdown_to_html(version.text),
            answer=self.answer,
            corrections=self._corrections_since(),
            asks="form" in kwargs or self.answer is None or "change" in self.request.GET,
            before=before,
            changes=self._changes_since(before),
            **{"form": self._form(), **kwargs},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if form.is_valid():
            try:
                services.answer(self.link.version, self.link.member, self.link.person, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def _form(self, data: Any = None) -> AnswerForm:
        return AnswerForm(data, member_name=self.link.member.name if self.link.for_organisation else "")

    def _answered_before(self) -> AgreementVersion | None:
        """The last earlier version that this member answered: whoever did needs to read only what is new."""
        version = self.link.version
        earlier = AgreementVersion.objects.filter(agreement=version.agreement, number__lt=version.number)
        return earlier.filter(answers__member=self.link.member).order_by("-number").first()

    def _changes_since(self, before: AgreementVersion | None) -> list[Change]:
        return differences(before.text, self.link.version.text) if before else []

    def _corrections_since(self) -> list[Change]:
        """What was corrected in the text since the member answered."""
        version = self.link.version
        if self.answer is None or self.answer.version_id == version.pk:
            return []
        return corrections(self.answer.version.text, version.text)
