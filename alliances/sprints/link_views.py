"""The page behind the link of a round: five taps, one question, or a look back; done in a minute on a phone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from alliances.sprints import services
from alliances.sprints.forms import reply_form
from alliances.sprints.models import Reply, RoundRequest
from core.forms import UNPROCESSABLE
from core.links import LinkView


class RoundReplyView(LinkView):
    """One address: the question, then a word of thanks. ``?change`` asks again."""

    model = RoundRequest
    template_name = "sprints/round_reply.html"

    def get_queryset(self) -> Any:
        return RoundRequest.objects.select_related("round__space", "round__sprint", "person__space")

    def person_language(self) -> str:
        return self.link.person.mail_language

    @cached_property
    def said(self) -> Reply | None:
        return Reply.objects.filter(round=self.link.round, person=self.link.person).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            space=self.link.round.space,
            asked_name=self.link.person.name,
            round=self.link.round,
            said=self.said,
            asks="form" in kwargs or self.said is None or "change" in self.request.GET,
            **{"form": reply_form(self.link.round, instance=self.said), **kwargs},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = reply_form(self.link.round, request.POST)
        if form.is_valid():
            try:
                services.reply(self.link.round, self.link.person, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
