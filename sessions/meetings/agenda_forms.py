"""Forms of agendas, of their templates, and of topics."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import OneLine
from documents.files.forms import UploadsField
from documents.files.models import SharedFile
from sessions.meetings.models import AgendaItem, AgendaLine, AgendaTemplate, Meeting, TemplateItem, Topic
from sessions.meetings.services.agendas import MOST_ITEMS

FILES_SHOWN = 100


class LineForm(GuardedForm, forms.ModelForm):
    """One line, of an agenda or of a template."""

    class Meta:
        fields = AgendaLine.FACTS
        field_classes = dict.fromkeys(("title", "owner"), OneLine)
        widgets = {
            "duration": forms.NumberInput(attrs={"min": 0, "max": 600, "inputmode": "numeric"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }


class AgendaItemForm(LineForm):
    class Meta(LineForm.Meta):
        model = AgendaItem


class TemplateItemForm(LineForm):
    class Meta(LineForm.Meta):
        model = TemplateItem


# By what has the lines.
LINE_FORMS: dict[type[Meeting | AgendaTemplate], type[LineForm]] = {
    Meeting: AgendaItemForm,
    AgendaTemplate: TemplateItemForm,
}


def line_formset(form: type[LineForm]) -> type[Any]:
    """All lines of an agenda on one page."""
    made: type[Any] = forms.modelformset_factory(
        form.Meta.model,  # type: ignore[attr-defined]
        form=form,
        extra=0,
        max_num=MOST_ITEMS,
        validate_max=True,
    )
    return made


class TemplateNameForm(forms.Form):
    """What a template is called."""

    name = OneLine(
        label=_("Name of the template"),
        max_length=100,
        help_text=_("“Plenary”, “Working group” or “First meeting”, say."),
    )


class TopicForm(forms.ModelForm):
    """A topic that somebody proposes."""

    class Meta:
        model = Topic
        fields = ("title", "note", "duration")
        field_classes = dict.fromkeys(("title",), OneLine)
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "duration": forms.NumberInput(attrs={"min": 0, "max": 600, "inputmode": "numeric"}),
        }
        labels = {
            "title": _("Your topic"),
            "note": _("What it is about, and what you would like of the others"),
            "duration": _("How many minutes does it need?"),
        }


class DeclineForm(forms.Form):
    """Why a topic is not taken up."""

    why = OneLine(label=_("Why not, in a sentence"), max_length=500)


class ItemFilesForm(forms.Form):
    """Which files belong to an item: some of the space's, and new ones."""

    chosen = forms.ModelMultipleChoiceField(
        queryset=SharedFile.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label=_("Files")
    )
    new = UploadsField(label=_("New files"), required=False)

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = SharedFile.objects.filter(space=item.meeting.space_id).kept()
        own = list(item.files.values_list("pk", flat=True))
        newest = list(kept.order_by("-created_at", "-pk").values_list("pk", flat=True)[:FILES_SHOWN])
        self.fields["chosen"].queryset = kept.filter(pk__in=[*own, *newest]).order_by("title", "pk")  # type: ignore[attr-defined]
        self.initial["chosen"] = own
