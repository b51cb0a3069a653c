"""Pages to write the minutes and send them round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core.differences import Piece, changed_words
from core.downloads import pdf_response
from core.forms import row_number
from core.pdf import PdfError, PdfTooBig
from sessions.meetings import document
from sessions.meetings.minutes_forms import MinutesRowForm
from sessions.meetings.models import ActionPoint, EarlierText, Minutes, MinutesRow
from sessions.meetings.services import minuting, together
from sessions.meetings.views.pages import MeetingPage
from spaces.models import Member


# --- writing --------------------------------------------------------------------------------------
@dataclass
class Card:
    """A line of the minutes as the page shows it; with what somebody else saved, where both did."""

    row: MinutesRow
    form: MinutesRowForm
    reviews: ActionPoint | None = None  # of an earlier meeting, that this line looks at
    theirs: MinutesRow | None = None
    differences: list[tuple[Any, Any, Any]] = field(default_factory=list)


class MinutesPage(MeetingPage):
    """Mixin of the pages on which minutes are written."""

    permission = "meetings.change_meeting"

    @cached_property
    def minutes(self) -> Minutes | None:
        """The newest revision, which is the one to write in; None before the first."""
        minutes = (
            self.meeting.minutes.select_related("document").defer("document__content").order_by("-revision").first()
        )
        if minutes:
            minutes.meeting = self.meeting
        return minutes

    def draft(self) -> Minutes:
        """The revision being written. Raises Http404 when there is none."""
        if self.minutes is None or self.minutes.is_circulated:
            raise Http404
        return self.minutes

    @cached_property
    def reviewed(self) -> dict[UUID, ActionPoint]:
        return minuting.reviewed(self.minutes) if self.minutes else {}

    def card(self, row: MinutesRow, form: MinutesRowForm) -> Card:
        return Card(row, form, self.reviewed.get(row.thread))

    def save(self, card: Card) -> bool:
        """Save what was posted for this line; where somebody else did meanwhile, the card shows both."""
        if not card.form.is_valid():
            return False
        try:
            card.row = minuting.save_row_at(**self.typed(card.form.cleaned_data, card.row.pk))
        except minuting.Conflict as conflict:
            card.theirs = conflict.row
            card.differences = list(_differences(card.form.cleaned_data, conflict.row))
            return False
        return True

    def typed(self, given: dict[str, Any], row: int) -> dict[str, Any]:
        """What ``minuting.save_row_at`` asks for, of the line with this number and what its form gave."""
        meant = {"space": self.space.pk, "meeting": self.kwargs["pk"], "row": row, "by": self.request.user}
        return {**meant, "text": given, "version": given["version"]}

    def context_of_rows(self) -> dict[str, Any]:
        """What the template of a line needs beside its card."""
        return {"space": self.space, "meeting": self.meeting}


def _differences(text: dict[str, Any], theirs: MinutesRow) -> Iterable[tuple[Any, Any, Any]]:
    """(what, theirs, mine) for each column in which they differ."""
    for name in MinutesRow.TEXT:
        if (other := getattr(theirs, name)) != text[name]:
            label = MinutesRow._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            yield label, _as_words(name, other), _as_words(name, text[name])


def _as_words(name: str, value: Any) -> Any:
    """What somebody typed in this column, to be read."""
    if name == "objections":
        return "\n".join(": ".join(filter(None, said)) for said in value)
    return MinutesRow.Outcome(value).label if name == "outcome" and value else value


class MinutesChangeView(MinutesPage, TemplateView):
    """All lines on one page. With JavaScript each saves itself; each button saves all, and then does its own thing."""

    heading = gettext_lazy("Minutes")
    template_name = "meetings/minutes_change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cards = kwargs.pop("cards", None)
        if cards is None:
            cards = [self.card(row, MinutesRowForm(instance=row)) for row in self._rows()]
        people = self.meeting.invitees.on_the_list().values_list("person__name", flat=True)  # type: ignore[attr-defined]
        return super().get_context_data(
            minutes=self.minutes,
            cards=cards,
            names=people.order_by("person__name"),
            members=sorted({one.name for one in self._members()}, key=str.casefold),
            **kwargs,
        )

    def _members(self) -> Iterable[Member]:
        current: Iterable[Member] = (
            Member.objects.current().filter(space=self.space).select_related("organisation", "individual")
        )  # type: ignore[attr-defined]
        return current

    def _rows(self) -> list[MinutesRow]:
        return list(self.minutes.rows.select_related("changed_by", "agenda_item")) if self.minutes else []

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.draft()
        data = self._with_choices(request)
        theirs = request.POST.get("theirs", "")
        cards, fine = [], True
        for row in self._rows():
            is_posted = f"row-{row.pk}-version" in data and str(row.pk) != theirs
            card = self.card(row, MinutesRowForm(data, instance=row) if is_posted else MinutesRowForm(instance=row))
            try:
                fine = (not is_posted or self.save(card)) and fine
            except ValidationError as error:  # it went round this very moment
                messages.error(request, error.messages[0])
                return redirect(self.address("meeting_detail"))
            cards.append(card)
        if not fine:
            status = 409 if any(card.theirs for card in cards) else 422
            return self.render_to_response(self.get_context_data(cards=cards), status=status)
        return redirect(self.address("minutes_change") + self._act(request, draft))

    def _with_choices(self, request: HttpRequest) -> Any:
        """What was posted; who pressed "keep mine" has seen the other text and goes on from its version."""
        data = request.POST.copy()
        row, _colon, version = data.get("mine", "").partition(":")
        if row and f"row-{row}-version" in data:
            data[f"row-{row}-version"] = version
        return data

    def _act(self, request: HttpRequest, draft: Minutes) -> str:
        """Add or remove the line a button asks for; returns where to look on the page."""
        number = row_number(request.POST.get("add", request.POST.get("remove", "")))
        row = draft.rows.filter(pk=number).select_related("minutes").first()
        if "add" in request.POST:
            return f"#row-{minuting.add_row(draft, after=row).pk}"
        if "remove" in request.POST and row:
            minuting.remove_row(row)
            messages.success(request, _("The line was removed."))
            return ""
        messages.success(request, _("Saved."))
        return ""


class MinutesRowSaveView(MinutesPage, View):
    """One line saves itself: answers with a word, or with both texts when somebody else saved it too."""

    http_method_names = ("get", "post")

    def get(self, request: HttpRequest, slug: str, pk: int, row: int) -> HttpResponse:
        """The line as it stands now, for who has it open while somebody else wrote in it."""
        line = get_object_or_404(self.draft().rows.select_related("changed_by", "agenda_item"), pk=row)
        card = self.card(line, MinutesRowForm(instance=line))
        return render(request, "meetings/includes/minutes_row.html", {"card": card, **self.context_of_rows()})

    def post(self, request: HttpRequest, slug: str, pk: int, row: int) -> HttpResponse:
        # The way that is gone each second of typing asks for nothing but the line it saves.
        try:
            if given := MinutesRowForm.read(request.POST, row):
                typed = self.typed(given, row)
                saved = minuting.go_on_writing(**typed) or minuting.save_row_at(**typed)
                said = {"number": row, "version": saved.version, "at": saved.changed_at}
                return HttpResponse(render_to_string("meetings/includes/minutes_saved.html", said))
        except ValidationError as error:
            return HttpResponse(error.messages[0], status=422, content_type="text/plain; charset=utf-8")
        except MinutesRow.DoesNotExist:
            raise Http404 from None
        except minuting.Conflict:
            pass
        return self._not_saved(get_object_or_404(self.draft().rows.select_related("changed_by", "agenda_item"), pk=row))

    def _not_saved(self, line: MinutesRow) -> HttpResponse:
        """The line with what was typed in it, and with what is wrong or what somebody else wrote."""
        card = self.card(line, MinutesRowForm(self.request.POST, instance=line))
        self.save(card)
        response = render(
            self.request, "meetings/includes/minutes_row.html", {"card": card, **self.context_of_rows()},
            status=409 if card.theirs else 422,
        )  # fmt: skip
        response["HX-Retarget"], response["HX-Reswap"] = f"#row-{line.pk}", "outerHTML"
        return response


class EarlierTextsView(MinutesPage, TemplateView):
    """What a line said before, by whom and when; one press puts it back."""

    heading = gettext_lazy("Earlier texts")
    template_name = "meetings/earlier_texts.html"

    @cached_property
    def row(self) -> MinutesRow:
        return get_object_or_404(self.draft().rows, pk=self.kwargs["row"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = self.row.earlier_texts.select_related("written_by")
        texts = [(one, list(_said_differently(one, self.row))) for one in earlier]
        return super().get_context_data(**{**kwargs, "row": self.row, "texts": texts})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        earlier = get_object_or_404(self.row.earlier_texts, pk=row_number(request.POST.get("text", "")) or 0)
        try:
            minuting.put_back(earlier, by=request.user)  # type: ignore[arg-type]
        except (ValidationError, minuting.Conflict):
            messages.warning(request, _("Somebody changed it this very moment. Look at it again."))
        else:
            messages.success(request, _("The line says again what it said then."))
        return redirect(self.address("minutes_change") + f"#row-{self.row.pk}")


def _said_differently(earlier: EarlierText, row: MinutesRow) -> Iterable[tuple[Any, list[Piece]]]:
    """(what, its words then and now) for each column that says something else now."""
    for name, was in earlier.as_typed().items():
        if was != (now := getattr(row, name)):
            label = MinutesRow._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            yield label, changed_words(_as_text(name, was), _as_text(name, now))


def _as_text(name: str, value: Any) -> str:
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(_as_words(name, value) or "")


class MinutesNowView(MinutesPage, View):
    """What a page that is being written in asks every few seconds: which lines there are, in which version, and who is
    writing where. Answers JSON: ``rows`` as [number, version] in their order, ``writing`` as names by number."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.draft()
        rows = list(draft.rows.values_list("pk", "version"))
        at = row_number(request.POST.get("at", ""))
        writing = together.note(draft, request.user, at if at in dict(rows) else None)  # type: ignore[arg-type]
        return JsonResponse({"rows": rows, "writing": writing})


class MinutesStartView(MinutesPage, View):
    """Begin the minutes from the agenda; or, once they went round, a correction of them."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "correct" in request.POST:
                minuting.correct(self.meeting)
            else:
                minuting.start(self.meeting)
        except ValidationError as error:  # approved meanwhile
            messages.error(request, error.messages[0])
            return redirect(self.address("meeting_detail"))
        return redirect(self.address("minutes_change"))


class MinutesCirculateView(MinutesPage, TemplateView):
    """What will be sent, and to whom; then one button."""

    heading = gettext_lazy("Send the minutes round")
    template_name = "meetings/minutes_circulate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = list(
            self.meeting.invitees.on_the_list().select_related("person", "organisation").order_by("person__name")
        )  # type: ignore[attr-defined]
        rows = list(self.draft().rows.all())
        return super().get_context_data(
            minutes=self.draft(),
            recipients=[one for one in listed if one.person.email],
            without_address=[one for one in listed if not one.person.email],
            not_noted=sum(not one.attendance for one in listed),
            written=sum(row.is_written for row in rows),
            actions=sum(bool(row.action.strip()) for row in rows),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.minutes is None:
            raise Http404
        try:
            minuting.circulate(self.minutes, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        except (PdfError, PdfTooBig) as error:
            messages.error(request, str(error))
            return redirect(self.address("minutes_circulate"))
        else:
            people = self.meeting.invitees.on_the_list().exclude(person__email="").count()  # type: ignore[attr-defined]
            words = ngettext("The minutes go to %(count)d person.", "The minutes go to %(count)d people.", people)
            messages.success(request, words % {"count": people})
        return redirect(self.address("meeting_detail"))


# --- reading --------------------------------------------------------------------------------------
class MinutesDraftView(MinutesPage, View):
    """A reading copy of what is being written, marked as a draft, in the language of the reader."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            content = document.render(self.draft(), language=get_language() or self.space.language)
        except (PdfError, PdfTooBig) as error:
            messages.error(request, str(error))
            return redirect(self.address("minutes_change"))
        return pdf_response(content, minuting.filename(self.draft()))


class MinutesDocumentView(MeetingPage, View):
    """A revision that went round: the frozen document, byte for byte."""

    permission = "meetings.view_meeting"
    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str, pk: int, revision: int) -> HttpResponse:
        circulated = self.meeting.minutes.exclude(document=None).select_related("document", "meeting__space")
        minutes = get_object_or_404(circulated, revision=revision)
        return pdf_response(bytes(minutes.document.content), minuting.filename(minutes))  # type: ignore[union-attr]
