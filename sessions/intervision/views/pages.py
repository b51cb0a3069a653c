"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property

from sessions.intervision.models import IntervisionDay, Round
from spaces.models import Person
from spaces.pages import SpacePage


class IntervisionPage(SpacePage):
    """Mixin of all pages of this room."""

    menu_entry = "intervision:day_list"

    @cached_property
    def may_change(self) -> bool:
        return self.may("intervision.change_intervisionday")

    @cached_property
    def own_person(self) -> Person | None:
        """The person behind this account, as the space knows them."""
        return Person.objects.of(self.request.user).filter(space=self.space).order_by("pk").first()  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_change=self.may_change, **kwargs)


class DayPage(IntervisionPage):
    """Mixin of the pages of one day: ``pk`` in the address is its number."""

    @cached_property
    def day(self) -> IntervisionDay:
        days = IntervisionDay.objects.filter(space=self.space).with_figures()  # type: ignore[attr-defined]
        return get_object_or_404(days.select_related("space"), pk=self.kwargs["pk"])

    def get_heading(self) -> str | Promise:
        return self.heading or self.day.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(day=self.day, back=self.address("day_detail"), **kwargs)

    def address(self, name: str, *more: Any) -> str:
        """The address of another page of this day."""
        return reverse(f"intervision:{name}", args=[self.space.slug, self.day.pk, *more])


class WritingPage(DayPage):
    """Mixin of the pages with which the team changes a day."""

    permission = "intervision.change_intervisionday"

    def refuse(self, error: ValidationError) -> HttpResponse:
        """Say on the page of the day why it was not done."""
        messages.warning(self.request, error.messages[0])
        return redirect(self.address("day_detail"))


class RoundPage(WritingPage):
    """Mixin of the pages of one round: ``round`` in the address is its number."""

    def get_round(self) -> Round:
        rounds = Round.objects.filter(day=self.day).select_related("day__space")
        return get_object_or_404(rounds, pk=self.kwargs["round"])
