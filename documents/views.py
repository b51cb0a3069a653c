"""The public page that says whether a document is one of ours, and nothing else about it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import FormView

from core.frozen.models import FrozenDocument
from core.guard import Public
from core.links import limits
from documents.forms import VerifyForm
from documents.slots import name_of
from spaces.models import Space

TRIES = {"limit": 60, "seconds": 600}


class VerifyView(Public, FormView):
    """Type a code or a SHA-256, or choose the file. Names of people are never shown."""

    form_class = VerifyForm
    template_name = "documents/verify.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if limits.is_over(f"verify:{limits.visitor(request)}", **TRIES):
            return limits.too_many(request, TRIES["seconds"])
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: VerifyForm) -> HttpResponse:
        found = _found(form.find())
        by_code = not form.cleaned_data["file"]
        return self.render_to_response(self.get_context_data(form=form, asked=True, found=found, by_code=by_code))

    def form_invalid(self, form: VerifyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _found(document: FrozenDocument | None) -> dict[str, Any] | None:
    """What the public learns of a document: what it is, of whom, since when, and the hash to compare."""
    if document is None:
        return None
    kind, _colon, number = document.chain.partition(":")
    space = Space.objects.filter(pk=number).first() if kind == "space" and number.isdigit() else None
    return {
        "kind": name_of(document.kind),
        "space": space.name if space else "",
        "frozen_at": document.created_at,
        "sha256": document.sha256,
    }
