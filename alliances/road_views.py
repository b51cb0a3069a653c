"""The roadmap of an alliance: what is there, what is missing, what to do next and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from alliances import roadmap, services
from alliances.checks import Check, Facts, State
from alliances.forms import PassOverForm
from alliances.models import PassedOver
from alliances.roadmap import StepProgress
from core.once import OnlyOnce
from spaces.pages import SpacePage

BADGES = {
    State.DONE: "ok",
    State.PASSED_OVER: "quiet",
    State.UNDER_WAY: "wait",
    State.LATE: "risk",
    State.MISSING: "quiet",
    State.WAITING: "wait",
}


@dataclass(frozen=True)
class CheckLine:
    """What the page shows of one check; ``url`` is empty for who cannot open the page where it is done."""

    check: Check
    state: State
    note: str
    url: str
    passed: PassedOver | None = None

    @property
    def badge(self) -> str:
        return BADGES[self.state]

    @property
    def words(self) -> Any:
        """What is there; or else what to do."""
        return self.check.title if self.state == State.DONE else self.check.todo

    @property
    def is_open(self) -> bool:
        return self.state not in roadmap.SETTLED


class RoadPage(SpacePage):
    """Mixin for the pages about the road of this alliance."""

    menu_entry = "space_home"

    @cached_property
    def facts(self) -> Facts:
        return roadmap.facts_of(self.space)


class RoadmapView(RoadPage, TemplateView):
    """Every step with its checks, and the next three things to do."""

    permission = "alliances.view_roadmap"
    template_name = "alliances/roadmap.html"

    def get_heading(self) -> str:
        return _("Roadmap")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = reverse("alliances:roadmap", args=[self.space.slug])
        steps = roadmap.progress(self.facts, url)
        return super().get_context_data(
            steps=steps,
            parts=[(step, list(self.lines(step))) for step in steps],
            next_lines=[self.line(check, check.state(self.facts)) for check in roadmap.next_checks(steps)],
            complete=all(step.done for step in steps),
            may_pass=self.may("alliances.pass_over_check"),
            may_close=self.may("closing.close_space"),
            **kwargs,
        )

    def lines(self, step: StepProgress) -> Iterator[CheckLine]:
        for finding in step.findings:
            yield self.line(finding.check, finding.state)

    def line(self, check: Check, state: State) -> CheckLine:
        url = reverse(check.url_name, args=[self.space.slug]) if self.may(check.permission) else ""
        passed = self.passed_over.get(check.key) if state == State.PASSED_OVER else None
        return CheckLine(check, state, check.note(self.facts), url, passed)

    @cached_property
    def passed_over(self) -> dict[str, PassedOver]:
        return {row.key: row for row in PassedOver.objects.filter(alliance__space=self.space)}


class CheckPage(RoadPage):
    """Mixin for what a coordinator does with one check of this alliance's road."""

    permission = "alliances.pass_over_check"

    @cached_property
    def check(self) -> Check:
        for step in self.facts["road"]:
            for check in step.checks:
                if check.key == self.kwargs["key"]:
                    found: Check = check
                    return found
        raise Http404

    def back(self) -> HttpResponse:
        return redirect("alliances:roadmap", self.space.slug)


class CheckPassView(OnlyOnce, CheckPage, FormView):
    """Pass over a check that does not fit this alliance, with a reason."""

    form_class = PassOverForm
    template_name = "alliances/check_pass.html"

    def get_heading(self) -> str:
        return _("Pass over a check")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.settled() or super().get(request, *args, **kwargs)

    def settled(self) -> HttpResponse | None:
        """Back to the road when there is nothing left to pass over."""
        if self.check.state(self.facts) not in roadmap.SETTLED:
            return None
        messages.info(self.request, _("This is settled already."))
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(check=self.check, **kwargs)

    def form_valid(self, form: PassOverForm) -> HttpResponse:
        if answer := self.settled():
            return answer
        passed, is_new = services.pass_over(
            self.space, self.check.key, reason=form.cleaned_data["reason"], by=str(self.request.user)
        )
        if is_new:
            messages.success(self.request, _("Passed over: %(check)s.") % {"check": self.check.todo})
        else:
            messages.info(self.request, _("%(person)s passed this over already.") % {"person": passed.by})
        return self.back()


class CheckTakeUpView(CheckPage, View):
    """Undo: the check counts again."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        if services.take_up(self.space, self.check.key):
            messages.success(request, _("Taken up again: %(check)s.") % {"check": self.check.todo})
        return self.back()
