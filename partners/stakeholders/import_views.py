"""Pages of the import: upload, preview, apply, watch."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import FormView, TemplateView, View

from core.forms import UNPROCESSABLE, row_number
from core.sheets.errors import SheetError
from partners.stakeholders import importing, tasks, undoing
from partners.stakeholders.forms import MappingForm, UploadForm
from partners.stakeholders.models import StakeholderImport
from partners.stakeholders.sheets.reading import read_table
from spaces.pages import SpacePage

SHOWN_PROBLEMS = 200
SHOWN_EARLIER = 10
SHOWN_NEW = 20


class ImportPage(SpacePage):
    """Mixin for the pages of one import."""

    permission = "stakeholders.add_stakeholder"
    menu_entry = "stakeholders:list"

    def get_import(self) -> StakeholderImport:
        return get_object_or_404(StakeholderImport, space=self.space, pk=self.kwargs["pk"])


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
            table, guessed = importing.guess_mapping(data, upload.name, settings.UPLOAD_MAX_BYTES)
        except SheetError as error:
            form.add_error("file", error.message)
            return self.form_invalid(form)
        uploaded = StakeholderImport.objects.create(
            space=self.space,
            uploaded_by=self.request.user,
            filename=upload.name[:255],
            content=data,
            mapping=importing.as_before(self.space, table, guessed),
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
            done, total = tasks.progress_of(uploaded.pk)
            context |= {"done": done, "total": total}
        return context

    def _preview(self, uploaded: StakeholderImport) -> dict[str, Any]:
        table = read_table(bytes(uploaded.content), uploaded.filename)
        form = MappingForm(table=table, mapping=uploaded.mapping)
        try:
            preview = importing.preview(self.space, table, uploaded.mapping)
        except SheetError as error:
            return {"form": form, "table": table, "problem": error.message}
        new, duplicates, errors = (preview.of(verdict) for verdict in ("new", "duplicate", "error"))
        return {
            "form": form,
            "table": table,
            "new": new,
            "duplicates": duplicates,
            "errors": errors,
            "shown_new": new[:SHOWN_NEW],
            "shown_duplicates": duplicates[:SHOWN_PROBLEMS],
            "shown_errors": errors[:SHOWN_PROBLEMS],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say which column is which."""
        uploaded = self.get_import()
        if uploaded.state == StakeholderImport.State.PREVIEW:
            table = read_table(bytes(uploaded.content), uploaded.filename)
            form = MappingForm(request.POST, table=table, mapping=uploaded.mapping)
            if not form.is_valid():
                return self.render_to_response({**self.get_context_data(), "form": form}, status=UNPROCESSABLE)
            uploaded.mapping = form.mapping()
            uploaded.save(update_fields=["mapping"])
        return redirect("stakeholders:import_preview", self.space.slug, uploaded.pk)


class ApplyView(ImportPage, View):
    """Bring the new rows in, in the background. Pressing twice does it once."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        uploaded = self.get_import()
        with transaction.atomic():
            claimed = StakeholderImport.objects.filter(pk=uploaded.pk, state=StakeholderImport.State.PREVIEW).update(
                state=StakeholderImport.State.RUNNING,
                started_at=timezone.now(),
                wanted=[number for number in map(row_number, request.POST.getlist("wanted")) if number is not None],
            )
            if claimed:
                language = get_language() or self.space.language
                transaction.on_commit(lambda: tasks.start(uploaded.pk, language))
        return redirect("stakeholders:import_preview", slug, uploaded.pk)


class UndoView(ImportPage, TemplateView):
    """Take out again what an import brought in: first what would go and what would stay."""

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
            **kwargs,
        )

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        try:
            undoing.undo(self.get_import(), by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("stakeholders:import_preview", slug, pk)
