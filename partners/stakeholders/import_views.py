"""Pages of the import: upload, preview, choose, apply, watch, undo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import FormView, TemplateView, View

from core.forms import UNPROCESSABLE
from core.sheets.errors import SheetError
from partners.stakeholders import criteria, importing, tasks, undoing
from partners.stakeholders.forms import MappingForm, OriginForm, UploadForm
from partners.stakeholders.import_choices import answered, pressed_for_all, shown_groups, starts_asked
from partners.stakeholders.judging import GROUPS, Choices, Judged
from partners.stakeholders.merging import label_of
from partners.stakeholders.models import StakeholderImport
from spaces.pages import SpacePage

SHOWN_PROBLEMS = 200
SHOWN_EARLIER = 10
SHOWN_NEW = 20
SHEET_NAME = 255  # characters; Excel allows 31


class ImportPage(SpacePage):
    """Mixin for the pages of one import."""

    permission = "stakeholders.add_stakeholder"
    menu_entry = "stakeholders:list"

    def get_import(self) -> StakeholderImport:
        return get_object_or_404(StakeholderImport, space=self.space, pk=self.kwargs["pk"])

    def waiting(self) -> Any:
        """The import while nothing of it was applied: what is chosen counts only then."""
        return StakeholderImport.objects.filter(
            space=self.space, pk=self.kwargs["pk"], state=StakeholderImport.State.PREVIEW
        )


class UploadView(SpacePage, FormView):
    """Choose a spreadsheet. Nothing comes into the register yet."""

    permission = "stakeholders.add_stakeholder"
    menu_entry = "stakeholders:list"
    heading = gettext_lazy("Bring in a spreadsheet")
    form_class = UploadForm
    template_name = "stakeholders/import_upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        done = StakeholderImport.objects.filter(space=self.space).exclude(applied_at=None).defer("content")
        return super().get_context_data(earlier=done.order_by("-applied_at", "-pk")[:SHOWN_EARLIER], **kwargs)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        upload = form.cleaned_data["file"]
        try:
            data = upload.read(settings.UPLOAD_MAX_BYTES + 1)
            table, guessed = importing.guess_mapping(self.space, data, upload.name, settings.UPLOAD_MAX_BYTES)
        except SheetError as error:
            form.add_error("file", error.message)
            return self.form_invalid(form)
        uploaded = StakeholderImport.objects.create(
            space=self.space,
            uploaded_by=self.request.user,
            filename=upload.name[:255],
            content=data,
            sheet=table.sheet_name[:SHEET_NAME],
            mapping=guessed,
        )
        return redirect("stakeholders:import_preview", self.space.slug, uploaded.pk)


class PreviewView(ImportPage, TemplateView):
    """What would happen, row by row; later: how it goes, and what came of it."""

    template_name = "stakeholders/import_preview.html"

    def get_heading(self) -> str:
        return self.get_import().filename

    def get_template_names(self) -> list[str]:
        if self.request.htmx:  # type: ignore[attr-defined]
            return ["stakeholders/import_preview.html#progress"]
        return [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uploaded = self.get_import()
        context = super().get_context_data(upload=uploaded, **kwargs)
        if uploaded.state == StakeholderImport.State.PREVIEW:
            context |= self._preview(uploaded)
        elif uploaded.state == StakeholderImport.State.RUNNING:
            phase, done, total = tasks.progress_of(uploaded.pk)
            context |= {"phase": phase, "done": done, "total": total}
        elif uploaded.state == StakeholderImport.State.UNDONE:
            fields, own = uploaded.stayed_fields, criteria.of_space(self.space.pk)
            context["stayed_fields"] = [(name, [label_of(field, own) for field in kept]) for name, kept in fields]
        return context

    def _preview(self, uploaded: StakeholderImport) -> dict[str, Any]:
        try:
            table = importing.table_of(uploaded)
        except SheetError as error:
            return {"problem": error.message}
        own = criteria.of_space(self.space.pk)
        found = {"form": MappingForm(table=table, mapping=uploaded.mapping, own=own), "table": table}
        try:
            judged = importing.preview(self.space, table, uploaded.mapping)
        except SheetError as error:
            return found | {"problem": error.message}
        return found | self._judged(uploaded, judged)

    def _judged(self, uploaded: StakeholderImport, judged: list[Judged]) -> dict[str, Any]:
        choices = Choices.from_json(uploaded.choices)
        new = [one for one in judged if one.verdict == "new"]
        warned = [one for one in judged if one.row.warnings and one.verdict != "error"]
        return {
            "origin": OriginForm(instance=uploaded),
            "work": importing.work_of(judged, choices),
            "groups": shown_groups(judged, choices, starts_asked(self.request.GET), criteria.of_space(self.space.pk)),
            "new": new,
            "shown_new": new[:SHOWN_NEW],
            "warned": warned,
            "shown_warned": warned[:SHOWN_PROBLEMS],
            "shown_errors": [one for one in judged if one.verdict == "error"][:SHOWN_PROBLEMS],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say which sheet it is, or which column is which."""
        uploaded = self.get_import()
        if uploaded.state == StakeholderImport.State.PREVIEW:
            table = importing.table_of(uploaded)
            if request.POST.get("sheet") in table.sheet_names:
                return self._other_sheet(uploaded, request.POST["sheet"])
            own = criteria.of_space(self.space.pk)
            form = MappingForm(request.POST, table=table, mapping=uploaded.mapping, own=own)
            if not form.is_valid():
                return self.render_to_response({**self.get_context_data(), "form": form}, status=UNPROCESSABLE)
            # Rows may be somebody else with other columns: what was chosen for them is asked again.
            self.waiting().update(mapping=form.mapping(), choices={})
        return redirect("stakeholders:import_preview", self.space.slug, uploaded.pk)

    def _other_sheet(self, uploaded: StakeholderImport, name: str) -> HttpResponse:
        try:
            _table, guessed = importing.guess_mapping(
                self.space, bytes(uploaded.content), uploaded.filename, settings.UPLOAD_MAX_BYTES, name
            )
        except SheetError as error:
            messages.error(self.request, error.message)
        else:
            self.waiting().update(sheet=name, mapping=guessed, choices={})
        return redirect("stakeholders:import_preview", self.space.slug, uploaded.pk)


def origin_in(request: HttpRequest, uploaded: StakeholderImport) -> dict[str, Any]:
    """Where the people of a sheet come from, as the form says. Sent without it, or with what is no choice, it stays as
    safe as it was: a list, on a ground not known."""
    form = OriginForm(request.POST, instance=uploaded)
    return form.cleaned_data if form.is_valid() else {}


class ChooseView(ImportPage, View):
    """Keep what was chosen for rows that are there already: row by row, or with one press for all of a kind."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        uploaded = self.get_import()
        choices = answered(request.POST, Choices.from_json(uploaded.choices))
        group = ""
        if pressed := pressed_for_all(request.POST):
            group, action = pressed
            judged = importing.preview(self.space, importing.table_of(uploaded), uploaded.mapping)
            choices = choices.for_all(group, action, judged)
        self.waiting().update(choices=choices.as_json(), **origin_in(request, uploaded))
        shown, _colon, _start = request.POST.get("show", "").partition(":")
        query = QueryDict(mutable=True)
        if shown in GROUPS:
            group, query["show"] = shown, request.POST["show"]
        address = reverse("stakeholders:import_preview", args=[slug, pk])
        return redirect(f"{address}?{query.urlencode()}#{group}" if group else address)


class ApplyView(ImportPage, View):
    """Bring the rows in as was chosen, in the background. Pressing twice does it once."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        uploaded = self.get_import()
        choices = answered(request.POST, Choices.from_json(uploaded.choices))
        origin = origin_in(request, uploaded)
        with transaction.atomic():
            claimed = self.waiting().update(
                state=StakeholderImport.State.RUNNING, started_at=timezone.now(), choices=choices.as_json(), **origin
            )
            if claimed:
                language = get_language() or self.space.language
                transaction.on_commit(lambda: tasks.start(uploaded.pk, language))
        return redirect("stakeholders:import_preview", slug, uploaded.pk)


class UndoView(ImportPage, TemplateView):
    """Take out again what an import brought in, and put back what it filled: first what would happen."""

    heading = gettext_lazy("Undo this import")
    permission = "stakeholders.delete_stakeholder"
    template_name = "stakeholders/import_undo.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        applied = self.get_import()
        if not applied.may_be_undone:
            raise Http404
        found = undoing.look(applied)
        staying = found.staying.count()
        return super().get_context_data(
            upload=applied,
            going=found.going.count(),
            staying=staying,
            shown_staying=found.staying[:SHOWN_NEW],
            back=sum(1 for one in found.filled if one.own or one.facts),
            kept=found.kept,
            shown_kept=found.kept[:SHOWN_NEW],
            **kwargs,
        )

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        try:
            undoing.undo(self.get_import(), by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("stakeholders:import_preview", slug, pk)
