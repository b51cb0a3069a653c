"""The register's list: looked at, taken along as a file, with the columns and the views that somebody chose."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_urlsafe
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DeleteView, FormView, TemplateView, View

from core.lists import page_of
from partners.stakeholders import changing, exporting, saved_views
from partners.stakeholders.asked import Asked, address_of
from partners.stakeholders.columns import Chosen, Column, chosen
from partners.stakeholders.list_forms import SavedViewForm
from partners.stakeholders.models import Change, SavedView
from partners.stakeholders.saved_views import COLUMNS, VIEW
from partners.stakeholders.sheets.answers import sheet_response
from partners.stakeholders.views import RegisterPage


class Tab(NamedTuple):
    """A saved view above the list; number 0 is the list without one."""

    number: int
    name: str
    query: str
    is_open: bool
    is_shared: bool


def tabs_of(asked: Asked) -> tuple[Tab, ...]:
    """Everybody, and the saved views that this person has; nothing while there are none."""
    named = [one for one in asked.views if one.name]
    if not named:
        return ()
    everybody = Tab(0, _("Everybody"), f"{VIEW}=0", asked.view is None, is_shared=False)
    return (
        everybody,
        *(Tab(one.number, one.name, address_of(one), one == asked.view, one.is_shared) for one in named),
    )


def _done_words(change: Change, columns: Sequence[Column]) -> str:
    """What was set, and for how many."""
    labels = {column.key: str(column.label) for column in columns}
    count = len(change.before)
    words = ngettext(
        "“%(column)s” is filled in for %(n)d stakeholder.", "“%(column)s” is filled in for %(n)d stakeholders.", count
    )
    return words % {"column": labels.get(change.field, change.field), "n": count}


class ListPage(RegisterPage):
    """Mixin for what is done with the list as somebody looks at it."""

    @cached_property
    def asked(self) -> Asked:
        """How the list is looked at: by the address, or by what a form of the list says of it."""
        address = QueryDict(self.request.POST.get("query", "")) if self.request.method == "POST" else self.request.GET
        return Asked(self.space, self.request.user, address)

    def back(self, **more: str) -> str:
        """The address of the list as it was looked at, with ``more`` in it."""
        query = QueryDict(self.asked.query, mutable=True)
        for name, value in more.items():
            query[name] = value
        address = reverse("stakeholders:list", args=[self.space.slug])
        return f"{address}?{query.urlencode()}" if query else address


class ListView(ListPage, TemplateView):
    """The register as a sheet: filter, sort, page; and, with JavaScript, to write in."""

    permission = "stakeholders.view_stakeholder"
    heading = gettext_lazy("Stakeholders")
    template_name = "stakeholders/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.asked
        last = changing.of_person(self.space.pk, self.request.user.pk, self.request.GET.get("changed", ""))
        shown_keys = asked.columns.keys
        tabs = tabs_of(asked)
        return super().get_context_data(
            asked=asked,
            filter=asked.filter,
            page=page_of(asked.page_rows(), asked.data.get("page")),
            query=asked.query,
            columns=asked.columns,
            everything=".".join(one.key for one in asked.all_columns),
            others=Chosen(one for one in asked.all_columns if one.key not in shown_keys),
            settable=Chosen(one for one in asked.all_columns if one.for_many),
            tabs=tabs,
            open_view=next((tab for tab in tabs if tab.is_open and tab.number), None),
            may_change=self.may("stakeholders.change_stakeholder"),
            last=last,
            last_words=_done_words(last, asked.all_columns) if last else "",
            once=token_urlsafe(12),
            **kwargs,
        )

    def get_template_names(self) -> list[str]:
        if self.request.htmx:  # type: ignore[attr-defined]
            return ["stakeholders/list.html#rows"]
        return [self.template_name]


class ExportView(ListPage, View):
    """Exactly what is on the screen, as a file."""

    permission = "stakeholders.view_stakeholder"
    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
        return sheet_of(self.asked, self.asked.entries(), form)


def sheet_of(asked: Asked, entries: QuerySet[Any, Any], form: str) -> HttpResponseBase:
    """``entries`` with the columns that are looked at, as a file of this ``form``."""
    headers, rows = exporting.table_of(entries, asked.columns)
    name = f"{slugify(asked.space.name)}-{_('stakeholders')}-{timezone.localdate():%Y-%m-%d}"
    return sheet_response(headers, rows, form, name)


class ColumnsView(ListPage, View):
    """Choose the columns and their order. In an open view that is one look until it is saved; else it is kept."""

    permission = "stakeholders.view_stakeholder"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        keys = chosen(self.asked.all_columns, request.POST.getlist("column")).keys
        if (moved := request.POST.get("up", "")) in keys[2:]:
            at = keys.index(moved)
            keys[at - 1 : at + 1] = [moved, keys[at - 1]]
        if self.asked.view:
            return redirect(self.back(**{COLUMNS: ".".join(keys)}))
        saved_views.keep_columns(self.space, request.user, keys)  # type: ignore[arg-type]
        query = QueryDict(self.asked.query, mutable=True)
        query.pop(COLUMNS, None)
        query.setdefault(VIEW, "0")
        return redirect(f"{reverse('stakeholders:list', args=[slug])}?{query.urlencode()}")


class ViewSaveView(ListPage, FormView):
    """Keep how the list is looked at as a view, or in the view that is open."""

    permission = "stakeholders.change_stakeholder"
    heading = gettext_lazy("Save this view")
    form_class = SavedViewForm
    template_name = "stakeholders/view_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        # The button in the list sends no form yet: only which list it stood above.
        kwargs = super().get_form_kwargs()
        return kwargs if "name" in self.request.POST else {"initial": {}}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "again" in request.POST and self.asked.view:
            return self._save_again()
        return super().post(request, *args, **kwargs)

    def _save_again(self) -> HttpResponse:
        view = get_object_or_404(saved_views.visible_views(self.space, self.request.user), pk=self.asked.view.number)  # type: ignore[union-attr]
        self._save(view.name, is_shared=view.owner_id is None, is_start=view.is_start, replaced=view)
        return redirect(f"{reverse('stakeholders:list', args=[self.space.slug])}?{_of(view)}")

    def form_valid(self, form: SavedViewForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            view = self._save(data["name"], is_shared=data["is_shared"], is_start=data["is_start"])
        except saved_views.ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(f"{reverse('stakeholders:list', args=[self.space.slug])}?{_of(view)}")

    def _save(self, name: str, **facts: Any) -> SavedView:
        asked = self.asked
        user: Any = self.request.user
        view = saved_views.save(self.space, user, name=name, filters=asked.filters, columns=asked.columns.keys, **facts)
        messages.success(self.request, _("The view “%(name)s” is saved.") % {"name": name})
        return view

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(query=self.asked.query, back_url=self.back(), **kwargs)


def _of(view: SavedView) -> str:
    query = QueryDict(mutable=True)
    query.update(view.filters)
    query[VIEW] = str(view.pk)
    return query.urlencode()


class ViewChangeView(RegisterPage, FormView):
    """Another name for a view, for whom it is, and whether the register opens with it."""

    permission = "stakeholders.change_stakeholder"
    heading = gettext_lazy("Change this view")
    form_class = SavedViewForm
    template_name = "stakeholders/view_form.html"

    @cached_property
    def view(self) -> SavedView:
        found = saved_views.visible_views(self.space, self.request.user)
        view: SavedView = get_object_or_404(found, pk=self.kwargs["pk"])
        return view

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.view.name, "is_shared": self.view.owner_id is None, "is_start": self.view.is_start}

    def form_valid(self, form: SavedViewForm) -> HttpResponse:
        view, user = self.view, self.request.user
        try:
            saved_views.save(
                self.space,
                user,  # type: ignore[arg-type]
                filters=view.filters,
                columns=view.columns,
                replaced=view,
                **form.cleaned_data,
            )
        except saved_views.ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(f"{reverse('stakeholders:list', args=[self.space.slug])}?{_of(view)}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = f"{reverse('stakeholders:list', args=[self.space.slug])}?{_of(self.view)}"
        return super().get_context_data(view_changed=self.view, back_url=back, **kwargs)


class ViewRemoveView(RegisterPage, DeleteView):
    """Take a view away; the stakeholders in it stay."""

    permission = "stakeholders.change_stakeholder"
    http_method_names = ("post",)

    def get_object(self, queryset: Any = None) -> SavedView:
        view: SavedView = get_object_or_404(
            saved_views.visible_views(self.space, self.request.user), pk=self.kwargs["pk"]
        )
        return view

    def get_success_url(self) -> str:
        messages.success(self.request, _("The view “%(name)s” is gone.") % {"name": self.object})
        return f"{reverse('stakeholders:list', args=[self.space.slug])}?{VIEW}=0"
