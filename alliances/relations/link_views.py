"""The page behind the link that asks an organisation with whom it works: a few taps, done in a minute on a phone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from alliances.relations.answering import Questions
from alliances.relations.models import RelationRequest
from core.forms import UNPROCESSABLE
from core.links import LinkView


class RelationsReplyView(LinkView):
    """One address: the questions, then a word of thanks with what was said. ``?change`` asks about all again."""

    model = RelationRequest
    template_name = "relations/relations_reply.html"

    def get_queryset(self) -> Any:
        return RelationRequest.objects.select_related("asking__space", "member__organisation", "person__space")

    def person_language(self) -> str:
        return self.link.person.mail_language

    @cached_property
    def questions(self) -> Questions:
        everything = "change" in self.request.GET
        return Questions(self.link.asking.space, self.link.member, everything=everything)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None)
        asks = form is not None or "change" in self.request.GET or "more" in self.request.GET or not self.questions.said
        return super().get_context_data(
            space=self.link.asking.space,
            asked_name=self.link.person.name,
            asked_for=self.link.member.name,
            asking=self.link.asking,
            asks=asks,
            **self.questions.context(form or self.questions.form()),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.questions.form(request.POST)
        if form.is_valid():
            try:
                self.questions.save(form, self.link.person)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
