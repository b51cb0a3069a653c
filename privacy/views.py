"""Pages for the person whose data are kept: by a mailed link, and the one that mails it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from core.forms import UNPROCESSABLE, row_number
from core.guard import Public
from core.links import LinkView, limits
from core.personal import Held, held_about
from privacy import copies, links, wishes
from privacy.forms import AskForm, CorrectForm, InquiryForm
from privacy.models import Copy, PersonLink, Wish
from spaces.models import Space
from spaces.services import coordinators_of

# What is asked with a tick, and words if one likes; and what the page says to it.
ASKED_IN_WORDS = (Wish.Kind.COPY, Wish.Kind.OBJECT, Wish.Kind.ERASE)
THANKS = {
    Wish.Kind.COPY: gettext_lazy("%(space)s makes the copy, and mails you within a month when you can fetch it."),
    Wish.Kind.OBJECT: gettext_lazy(
        "%(space)s does not write to you out of its register any more, and answers you within a month."
    ),
    Wish.Kind.ERASE: gettext_lazy("%(space)s knows that you want to be erased, and answers you within a month."),
}
ASKED_BY_ONE = {"limit": 10, "seconds": 3600}


class InquiryAskView(Public, FormView):
    """Type an address; the answer is the same whatever is kept about it."""

    form_class = InquiryForm
    template_name = "privacy/inquiry_ask.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if limits.is_over(f"personal-ask:{limits.visitor(request)}", **ASKED_BY_ONE):
            return limits.too_many(request, ASKED_BY_ONE["seconds"])
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: InquiryForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def form_valid(self, form: InquiryForm) -> HttpResponse:
        links.ask(form.cleaned_data["email"], get_language() or "nl")
        return redirect("privacy:inquiry_asked")


class InquiryAskedView(Public, TemplateView):
    """Look in your mailbox."""

    template_name = "privacy/inquiry_asked.html"


@dataclass
class Kept:
    """What one space keeps about the person, whom to ask there, and what they asked already."""

    space: Space
    records: list[Held]
    coordinators: list[str]
    open_wishes: dict[str, Wish]
    handed_over: Copy | None
    correct: CorrectForm
    copy: AskForm
    object: AskForm
    erase: AskForm
    opened: str = ""  # the form with a mistake in it


class PersonalView(LinkView):
    """What is kept about whoever reads this mailbox, space by space; to correct it, object, or have it erased.

    What others think of them (assessments, notes, the log of contacts) does not come here: it is in the copy that
    they may ask for, which is fetched here once a coordinator handed it over.
    """

    model = PersonLink
    template_name = "privacy/personal.html"

    def person_language(self) -> str:
        return str(self.link.language)

    @cached_property
    def held(self) -> dict[int, list[Held]]:
        return held_about(self.link.email)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"kept": [self._kept(space) for space in self._spaces()]}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if number := row_number(request.GET.get("copy", "")):
            return self._fetch(number, request.GET.get("form", ""))
        return super().get(request, *args, **kwargs)

    @cached_property
    def copies(self) -> dict[int, Copy]:
        return copies.of_mailbox(self.link.email)

    def _fetch(self, number: int, form: str) -> HttpResponse:
        """A copy as a file; only one that waits for this very mailbox."""
        copy = next((one for one in self.copies.values() if one.pk == number), None)
        if copy is None:
            raise Http404
        name = f"{slugify(copy.wish.space.name)}-{copy.made_at:%Y-%m-%d}"
        if form == "json":
            return _file(copies.as_json(copy), f"{name}.json", "application/json")
        return _file(bytes(copy.document), f"{name}.pdf", "application/pdf")

    def _spaces(self) -> list[Space]:
        return list(Space.objects.filter(pk__in=self.held).order_by("name", "pk"))

    def _kept(self, space: Space) -> Kept:
        records = self.held[space.pk]
        team = [role.person.name_and_address for role in coordinators_of(space)]
        waiting = Wish.objects.filter(space=space, email=self.link.email, state=Wish.State.OPEN)
        form = CorrectForm(records=records, prefix=f"s{space.pk}")
        asks = {str(kind): _ask_form(space, kind) for kind in ASKED_IN_WORDS}
        return Kept(space, records, team, {one.kind: one for one in waiting}, self.copies.get(space.pk), form, **asks)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = row_number(request.POST.get("space", ""))
        space = Space.objects.filter(pk=number).first() if number in self.held else None
        if space is None:
            raise Http404
        act = request.POST.get("act", "")
        if act == Wish.Kind.CORRECT:
            return self._correct(space)
        if act in ASKED_IN_WORDS:
            return self._ask(space, act)
        return self._back()

    def _correct(self, space: Space) -> HttpResponse:
        form = CorrectForm(self.request.POST, records=self.held[space.pk], prefix=f"s{space.pk}")
        if not form.is_valid():
            return self._again(space, Wish.Kind.CORRECT, correct=form)
        if changes := form.changes():
            wishes.ask(self.link, space, Wish.Kind.CORRECT, changes=changes, language=self._language())
            messages.success(
                self.request, _("Thank you. %(space)s looks at it and writes to you.") % {"space": space.name}
            )
        else:
            messages.info(self.request, _("Nothing was changed: all of it read as before."))
        return self._back()

    def _ask(self, space: Space, kind: str) -> HttpResponse:
        form = _ask_form(space, kind, self.request.POST)
        if not form.is_valid():
            return self._again(space, kind, **{kind: form})
        wishes.ask(self.link, space, kind, words=form.cleaned_data["words"], language=self._language())
        messages.success(self.request, THANKS[kind] % {"space": space.name})
        return self._back()

    def _again(self, space: Space, kind: str, **form: Any) -> HttpResponse:
        context = self.get_context_data()
        for one in context["kept"]:
            if one.space.pk == space.pk:
                one.opened = kind
                for name, value in form.items():
                    setattr(one, name, value)
        return self.render_to_response(context, status=UNPROCESSABLE)

    def _language(self) -> str:
        return get_language() or self.link.language

    def _back(self) -> HttpResponse:
        return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _ask_form(space: Space, kind: str, data: Any = None) -> AskForm:
    """With a prefix of its own: the page has two of them for each space."""
    return AskForm(data, prefix=f"{kind}{space.pk}")
