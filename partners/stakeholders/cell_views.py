"""Writing in the register's list: one cell, many entries at once, and taking the last change back."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from core.forms import row_number
from core.once import OnlyOnce
from partners.organisations.models import Sector
from partners.stakeholders import changing, criteria, exporting
from partners.stakeholders.changing import Standing
from partners.stakeholders.columns import MANY, Chosen, Column, chosen, columns_of, shown
from partners.stakeholders.forms import StakeholderForm
from partners.stakeholders.list_views import ListPage, sheet_of
from partners.stakeholders.models import Change, Stakeholder
from partners.stakeholders.views import RegisterPage
from spaces.services import hold


class CellSaveView(RegisterPage, View):
    """Save what was typed in a cell. The answer is for the script of the list: the row anew, or what is in the way."""

    permission = "stakeholders.change_stakeholder"
    http_method_names = ("post",)

    @transaction.atomic
    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        hold(self.space.pk)
        entry = get_object_or_404(Stakeholder.objects.select_related("organisation"), space=self.space, pk=pk)
        try:
            column = changing.column_with(self.space.pk, request.POST.get("field", ""))
        except ValidationError as error:
            return _wrong(error.messages)
        before, typed = changing.standing(entry, column), " ".join(request.POST.getlist("value"))
        if changing.as_typed(before) not in (_as_sent(request.POST.get("before", "")), _as_sent(typed)):
            return _conflict(column, before)
        form = StakeholderForm(_data(column, request.POST), instance=entry, space=self.space, only=column.key)
        if problems := _problems(form, column):
            return _wrong(problems)
        change = changing.save_one(form.instance, form.facts(), column, before=before, by=request.user)  # type: ignore[arg-type]
        return self._saved(change, column)

    def _saved(self, change: Change, column: Column) -> HttpResponse:
        (pk,) = change.before
        rows = drawn(self.space.pk, [int(pk)], _columns_in(self.request, self.space.pk), self.space.slug)
        words = in_words(column, change.after)
        said = _("%(column)s: %(value)s. Saved.") % {"column": column.label, "value": words or _("empty")}
        return JsonResponse({"rows": rows, "change": change.pk, "said": said})


def _data(column: Column, posted: QueryDict) -> dict[str, Any]:
    return {column.key: posted.getlist("value") if column.kind == MANY else posted.get("value", "")}


def _as_sent(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _problems(form: StakeholderForm, column: Column) -> list[str]:
    """What is wrong with a cell, in words; nothing when it can be saved."""
    if column.key not in form.fields:
        return [_("There is no organisation behind this entry.")]
    if column.is_fact and form.facts_are_shared:
        return [_("Another alliance works with this organisation too, so this cannot be changed here.")]
    return [words for errors in form.errors.values() for words in errors]


def _wrong(words: Sequence[str]) -> HttpResponse:
    return JsonResponse({"error": " ".join(words)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _conflict(column: Column, theirs: Standing) -> HttpResponse:
    """Somebody else saved it meanwhile: their value, as it is typed and as it is read."""
    words = in_words(column, theirs) or _("empty")
    said = _("Somebody else filled in: %(value)s") % {"value": words}
    return JsonResponse({"theirs": changing.as_typed(theirs), "said": said}, status=HTTPStatus.CONFLICT)


def in_words(column: Column, value: Standing) -> str:
    """A value as people read it."""
    if isinstance(value, list):
        value = " ".join(value)
    if isinstance(value, bool):
        value = "true" if value else "false"  # as the list asks it of the database
    return str(exporting.cell(column, value if value is None else str(value)))


def _columns_in(request: HttpRequest, space_id: int) -> Chosen:
    """The columns that the list shows, as its script tells."""
    return chosen(columns_of(criteria.of_space(space_id)), request.POST.get("columns", "").split("."))


def drawn(space_id: int, keys: Sequence[int], columns: Chosen, slug: str) -> dict[int, str]:
    """The rows of these entries as they stand in the list, by entry."""
    entries = Stakeholder.objects.filter(space=space_id, pk__in=keys).with_membership()  # type: ignore[attr-defined]
    rows = shown(entries, columns).values_list("id", "name", *columns.values(), named=True)
    template = "stakeholders/list.html#row"
    return {
        row.id: render_to_string(template, {"row": row, "columns": columns, "slug": slug, "may_change": True})
        for row in rows
    }


class ManyChangeView(OnlyOnce, ListPage, View):
    """Set a field of the ticked entries, or of all that match; or take them along as a file."""

    permission = "stakeholders.change_stakeholder"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        form = request.POST.get("export")
        if form in ("csv", "xlsx"):
            return sheet_of(self.asked, self.ticked(), form)
        try:
            column = changing.column_with(self.space.pk, request.POST.get("field", ""))
            value = _value_for_many(column, request.POST)
            done = changing.set_many(self.space, self.ticked(), column, value, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.back())
        if done.left:
            messages.warning(request, _left(done.left))
        return redirect(self.back(changed=str(done.change.pk)))

    def ticked(self) -> QuerySet[Stakeholder]:
        """The entries that are meant, in the order of the list."""
        entries = self.asked.entries()
        if self.request.POST.get("all"):
            return entries
        keys = [pk for text in self.request.POST.getlist("entry") if (pk := row_number(text)) is not None]
        return entries.filter(pk__in=keys)


def _left(count: int) -> str:
    words = ngettext(
        "%(n)d stayed as it was: another alliance works with that organisation too, or there is none behind it.",
        "%(n)d stayed as they were: another alliance works with those organisations too, or there is none behind them.",
        count,
    )
    return words % {"n": count}


def _value_for_many(column: Column, posted: QueryDict) -> Standing:
    """What was chosen for many. Raises ValidationError for what cannot stand there."""
    if not column.for_many:
        raise ValidationError(_("This column is changed entry by entry."))
    name = f"value_{column.key}"
    if column.criterion:
        return criteria.clean(column.criterion, posted.get(name, ""))
    possible = dict(column.choices)
    if column.kind == MANY:
        return [sector for sector in Sector.values if sector in posted.getlist(name)]
    value = posted.get(name, "")
    if value not in possible:
        raise ValidationError(_("Choose what to fill in."))
    return value


class TakeBackChangeView(ListPage, View):
    """Undo the last change: for the script of the list as rows, for the button of a notice as a page."""

    permission = "stakeholders.change_stakeholder"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        by_script = request.accepts("application/json") and not request.accepts("text/html")
        if row_number(str(pk)) is None:
            raise Http404
        try:
            back, left = changing.take_back(self.space, pk, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            if by_script:
                return _wrong(error.messages)
            messages.error(request, " ".join(error.messages))
            return redirect(self.back())
        said = _("What stood there before stands there again.")
        if left:
            said += " " + ngettext(
                "%(n)d was changed since, and stayed.", "%(n)d were changed since, and stayed.", left
            ) % {"n": left}
        if by_script:
            rows = drawn(self.space.pk, back, _columns_in(request, self.space.pk), slug)
            return JsonResponse({"rows": rows, "said": said})
        messages.success(request, said)
        return redirect(self.back())
