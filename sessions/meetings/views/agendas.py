"""Pages on which agendas and their templates are written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from core import editing
from core.downloads import pdf_response
from core.forms import UNPROCESSABLE, row_number
from core.once import OnlyOnce
from core.pdf import PdfError, PdfTooBig
from documents.files import services as files
from sessions.meetings import agenda_document
from sessions.meetings.agenda_forms import (
    LINE_FORMS,
    ItemFilesForm,
    LineForm,
    TemplateNameForm,
    line_formset,
)
from sessions.meetings.models import AgendaItem, AgendaTemplate, Meeting, Topic
from sessions.meetings.services import agendas, planning
from sessions.meetings.services.agendas import Bearer
from sessions.meetings.views.pages import MeetingPage, MeetingsPage
from spaces.models import Person

LINE = ("id", *LineForm.Meta.fields, editing.FIELD)


# --- writing an agenda ----------------------------------------------------------------------------
class LinesPage(OnlyOnce):
    """Mixin: all lines of ``bearer`` on one page. Each button saves what was typed, and then does its own thing.

    A subclass says ``bearer``, and what more its buttons do (``act``).
    """

    request: HttpRequest
    template_name = "meetings/agenda_change.html"

    @property
    def bearer(self) -> Bearer:
        raise NotImplementedError

    def act(self, request: HttpRequest) -> str:
        """Do what a button of this page alone asks for; where to look then, "" for the whole page."""
        return ""

    @cached_property
    def line_form(self) -> type[LineForm]:
        return LINE_FORMS[type(self.bearer)]

    def lines(self) -> Any:
        return self.bearer.agenda.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.lines()
        formset = kwargs.pop("formset", None) or line_formset(self.line_form)(queryset=lines)
        begins = {line.pk: begins for line, begins in self.bearer.timed_agenda()}
        return super().get_context_data(  # type: ignore[misc]
            formset=formset,
            rows=[(form, begins.get(form.instance.pk)) for form in formset.forms],
            new_form=kwargs.pop("new_form", None) or self.line_form(prefix="new"),
            planned=sum(line.duration for line in lines),
            items=lines,
            order=",".join(str(form.instance.pk) for form in formset.forms),
            names=list(Person.objects.filter(space=self.space).order_by("name").values_list("name", flat=True)[:500]),  # type: ignore[attr-defined]
            **kwargs,
        )

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        agendas.held(self.bearer)
        data, gone = self._what_is_still_there(request)
        formset = line_formset(self.line_form)(data, queryset=self.lines())
        adding = "add" in request.POST
        new_form = self.line_form(request.POST if adding else None, prefix="new")
        if not formset.is_valid() or (adding and not new_form.is_valid()) or gone:
            context = self.get_context_data(formset=formset, new_form=new_form, gone=gone)
            return self.render_to_response(context, status=UNPROCESSABLE)  # type: ignore[attr-defined]
        for line in formset.save():
            editing.remember(self.line_form(instance=line).mark(), str(request.user))
        self._order(request)
        try:
            return redirect(request.path + self._act(request, new_form))
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect(request.path)

    def _what_is_still_there(self, request: HttpRequest) -> tuple[QueryDict, list[str]]:
        """What was posted, without the lines that somebody else took off meanwhile; and what those were called."""
        there = {str(pk) for pk in self.bearer.agenda.values_list("pk", flat=True)}
        data, gone, kept = request.POST.copy(), [], 0
        for number in range(row_number(data.get("form-INITIAL_FORMS", "")) or 0):
            if f"form-{number}-id" not in data:
                break
            row = {name: data.get(f"form-{number}-{name}", "") for name in LINE}
            if row["id"] not in there:
                gone.append(row["title"])
                continue
            for name, value in row.items():
                data[f"form-{kept}-{name}"] = value
            kept += 1
        if gone:
            data["form-INITIAL_FORMS"] = data["form-TOTAL_FORMS"] = str(kept)
        return data, gone

    def _order(self, request: HttpRequest) -> None:
        """The order in which the lines were dragged; where nobody did, another's order stays."""
        asked = request.POST.getlist("order")
        if asked and ",".join(asked) != request.POST.get("order_was"):
            agendas.put_in_order(self.bearer, [number for one in asked if (number := row_number(one))])

    def _act(self, request: HttpRequest, new_form: LineForm) -> str:
        """Add, move or remove the one line that a button names, or what :meth:`act` does; where to look then."""
        if "add" in request.POST:
            agendas.add_line(self.bearer, **{name: new_form.cleaned_data[name] for name in LineForm.Meta.fields})
            return "#new"
        for name in ("up", "down", "remove"):
            if number := request.POST.get(name, ""):
                line = get_object_or_404(self.lines(), pk=row_number(number))
                if name == "remove":
                    line.delete()
                    messages.success(request, _("“%(item)s” was taken off the agenda.") % {"item": line})
                    return ""
                agendas.move_line(self.bearer, line, up=name == "up")
                return f"#item-{line.pk}"
        if "save" in request.POST:
            messages.success(request, _("Saved."))
            return ""
        return self.act(request)


class AgendaChangeView(LinesPage, MeetingPage, TemplateView):
    """The agenda of a meeting."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Agenda")

    @property
    def bearer(self) -> Meeting:
        return self.meeting

    def lines(self) -> Any:
        return self.meeting.agenda.annotate(number_of_files=Count("files", filter=Q(files__removed_at=None)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            next_meeting=planning.next_meeting(self.meeting),
            topics=list(Topic.objects.filter(space=self.space).waiting().select_related("proposed_by")),  # type: ignore[attr-defined]
            name_form=TemplateNameForm(prefix="template", initial={"name": _("Our usual agenda")}),
            **kwargs,
        )

    def act(self, request: HttpRequest) -> str:
        if "carry" in request.POST:
            self._carry(request, request.POST["carry"])
        elif number := request.POST.get("place"):
            topic = get_object_or_404(Topic.objects.filter(space=self.space), pk=row_number(number))
            item = agendas.place(topic, self.meeting, by=request.user)  # type: ignore[arg-type]
            if item:
                messages.success(request, _("“%(topic)s” stands on the agenda now.") % {"topic": topic})
                return f"#item-{item.pk}"
            messages.info(request, _("Somebody decided about this topic meanwhile."))
        elif "keep" in request.POST:
            self._keep(request)
        return ""

    def _carry(self, request: HttpRequest, how: str) -> None:
        """Take the chosen item to the next meeting or put it aside, or say what is missing."""
        if not (chosen := request.POST.get("carried", "")):
            messages.warning(request, _("Choose an item first."))
            return
        item = get_object_or_404(self.meeting.agenda, pk=row_number(chosen))
        if how == "aside":
            topic = agendas.put_aside(item)
            messages.success(request, _("“%(topic)s” waits for a later meeting now.") % {"topic": topic})
        elif (to := planning.next_meeting(self.meeting)) is None:
            messages.warning(request, _("There is no next meeting any more."))
        else:
            agendas.carry_on(item, to, keep=how == "copy")
            words = _("“%(item)s” now also stands on the agenda of %(day)s, at the end.")
            moved = _("“%(item)s” moved to the agenda of %(day)s, at the end.")
            messages.success(request, (words if how == "copy" else moved) % {"item": item, "day": to.day})

    def _keep(self, request: HttpRequest) -> None:
        form = TemplateNameForm(request.POST, prefix="template")
        if not form.is_valid():
            raise ValidationError([str(error) for errors in form.errors.values() for error in errors])
        template = agendas.keep_as_template(self.meeting, self.space, form.cleaned_data["name"])
        words = _("“%(name)s” is kept. The next time you plan a meeting, you can begin with it.")
        messages.success(request, words % {"name": template})


class ItemFilesView(MeetingPage, FormView):
    """Which files belong to an item, to be read beforehand."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("To read beforehand")
    form_class = ItemFilesForm
    template_name = "meetings/item_files.html"

    @cached_property
    def item(self) -> AgendaItem:
        return get_object_or_404(self.meeting.agenda.select_related("meeting"), pk=self.kwargs["item"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "item": self.item}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.item, to_agenda=self.address("agenda_change"), **kwargs)

    @transaction.atomic
    def form_valid(self, form: ItemFilesForm) -> HttpResponse:
        try:
            put = files.put(self.space, form.cleaned_data["new"], by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error("new", error.messages)
            return self.form_invalid(form)
        self.item.files.set([*form.cleaned_data["chosen"], *put.new, *put.known])
        messages.success(self.request, _("Saved."))
        return redirect(self.address("agenda_change") + f"#item-{self.item.pk}")


class AgendaDocumentView(MeetingPage, View):
    """The agenda as PDF, in the language of the reader."""

    permission = "meetings.view_meeting"
    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            content = agenda_document.render(self.meeting, language=get_language() or self.space.language)
        except (PdfError, PdfTooBig) as error:
            messages.error(request, str(error))
            return redirect(self.address("meeting_detail"))
        return pdf_response(content, agenda_document.filename(self.meeting))


# --- templates ------------------------------------------------------------------------------------
class TemplatesPage(MeetingsPage):
    """Mixin of the pages of templates."""

    permission = "meetings.change_meeting"

    def templates(self) -> Any:
        return AgendaTemplate.objects.filter(space=self.space)


class TemplateListView(OnlyOnce, TemplatesPage, FormView):
    """The agendas with which meetings of this space begin; a new one begins as ours."""

    heading = gettext_lazy("Agenda templates")
    form_class = TemplateNameForm
    template_name = "meetings/template_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        templates = self.templates().annotate(items=Count("agenda"), minutes=Sum("agenda__duration"))
        return super().get_context_data(templates=templates, **kwargs)

    def form_valid(self, form: TemplateNameForm) -> HttpResponse:
        name = form.cleaned_data["name"]
        if self.templates().filter(name__iexact=name).exists():
            form.add_error("name", _("There is a template with this name."))
            return self.form_invalid(form)
        try:
            template = agendas.keep_as_template(None, self.space, name)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        return redirect("meetings:template_change", self.space.slug, template.pk)


class TemplatePage(TemplatesPage):
    """Mixin of the pages of one template."""

    @cached_property
    def template(self) -> AgendaTemplate:
        found: AgendaTemplate = get_object_or_404(self.templates(), pk=self.kwargs["pk"])
        return found


class TemplateChangeView(LinesPage, TemplatePage, TemplateView):
    """The lines of a template."""

    def get_heading(self) -> str:
        return self.template.name

    @property
    def bearer(self) -> AgendaTemplate:
        return self.template

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("meetings:template_list", args=[self.space.slug])
        return super().get_context_data(template=self.template, back=back, **kwargs)


class TemplateUsualView(TemplatesPage, View):
    """Say with which template new meetings begin; none: with ours."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = row_number(request.POST.get("template", ""))
        template = get_object_or_404(self.templates(), pk=number) if number else None
        agendas.make_usual(self.space, template)
        messages.success(request, _("New meetings begin with this agenda."))
        return redirect("meetings:template_list", self.space.slug)


class TemplateRemoveView(TemplatePage, View):
    """Remove a template; meetings that began with it keep their agenda."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.template.delete()
        messages.success(request, _("The template is removed. Meetings that began with it keep their agenda."))
        return redirect("meetings:template_list", self.space.slug)
