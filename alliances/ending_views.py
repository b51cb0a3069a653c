"""Closing an alliance: first what would happen, then the act. What comes after is ``spaces.closing``."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from alliances import ending, ending_emails
from alliances.forms import CloseForm
from core.pdf import PdfError
from spaces.closing import services as closing
from spaces.pages import SpacePage


class AllianceCloseView(SpacePage, FormView):
    """Close the alliance, after seeing what is still open and what becomes of everything."""

    permission = "closing.close_space"
    menu_entry = "space_home"
    heading = gettext_lazy("Close the alliance")
    form_class = CloseForm
    template_name = "alliances/alliance_close.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            unfinished=closing.unfinished(self.space),
            told=len(ending_emails.who_took_part(self.space)),
            **kwargs,
        )

    def form_valid(self, form: CloseForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            ending.close(self.space, ended_on=data["ended_on"], reason=data["reason"], by=self.request.user)
        except ValidationError as error:  # somebody else was first
            messages.info(self.request, error.messages[0])
        except PdfError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return redirect("closing:space_ended", self.space.slug)
