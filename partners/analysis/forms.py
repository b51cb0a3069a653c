"""The forms of the analysis."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import DateInput, OneLine, of_our_time
from core.text import lines_of
from partners.analysis.evidence import Choices, label_of_consultation
from partners.analysis.models import TEXT_LENGTH, Consultation, Gap, InventoryEntry, Remark, Source
from partners.analysis.questions import MOST_QUESTIONS, QUESTION_LENGTH
from partners.contacts.forms import not_still_to_come

# The datalist of a page that offers the names of the register while one types.
KNOWN_NAMES = "known-names"


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class InventoryForm(GuardedForm, forms.ModelForm):
    """A programme or a kind of support that exists already."""

    class Meta:
        model = InventoryEntry
        fields = (
            "name", "offers", "for_whom", "initiator", "area", "aim", "cost", "limits", "obstacles", "website",
            "since", "until", "filled_in_by", "filled_in_for",
        )  # fmt: skip
        field_classes = {
            name: OneLine for name in ("name", "for_whom", "initiator", "area", "filled_in_by", "filled_in_for")
        }
        widgets = {name: lines(3) for name in ("offers", "aim", "cost", "limits", "obstacles")}
        labels = {
            "name": _("Name of the programme or support"),
            "offers": _("What does it offer?"),
            "for_whom": _("For whom?"),
            "initiator": _("Who initiates it?"),
            "area": _("Where?"),
            "aim": _("What is it meant to reach?"),
            "cost": _("What does it cost, and who pays?"),
            "limits": _("What are its limits?"),
            "obstacles": _("What stands in the way of people who need it?"),
            "website": _("Website"),
            "since": _("Since (year)"),
            "until": _("Until (year)"),
            "filled_in_by": _("Filled in by"),
            "filled_in_for": _("Organisation of whoever filled it in"),
        }
        help_texts = {
            "area": _("Municipalities, a neighbourhood, or the whole region."),
            "limits": _("For example a waiting list, a number of places, opening hours."),
            "obstacles": _("For example language, distance, price, papers, not knowing of it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiator"].widget.attrs["list"] = KNOWN_NAMES


class PhoneForm(InventoryForm):
    """The same on a phone: who you are, and the few things that take two minutes first."""

    # What can be left out; it is folded away.
    MORE = ("aim", "cost", "limits", "obstacles", "website")

    class Meta(InventoryForm.Meta):
        fields = (  # type: ignore[assignment]
            "filled_in_by", "filled_in_for", "name", "offers", "for_whom", "initiator", "area",
            "aim", "cost", "limits", "obstacles", "website",
        )  # fmt: skip
        labels = {**InventoryForm.Meta.labels, "filled_in_by": _("Your name"), "filled_in_for": _("Your organisation")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A blind submit carries neither.
        self.fields["filled_in_by"].required = self.fields["offers"].required = True
        del self.fields["initiator"].widget.attrs["list"]  # what stands in the register is not for everybody
        self.fields["filled_in_by"].widget.attrs["autocomplete"] = "name"
        self.fields["filled_in_for"].widget.attrs["autocomplete"] = "organization"

    def needed(self) -> list[forms.BoundField]:
        return [box for box in self.visible_fields() if box.name not in self.MORE]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def more_is_used(self) -> bool:
        """Whether what is folded away has something to show: an error, or words that were typed."""
        return any(box.errors or box.value() for box in self.more())


class SourceForm(GuardedForm, forms.ModelForm):
    """Something that was read."""

    looked_at_on = forms.DateField(
        label=_("Looked at on"), widget=DateInput(), validators=[of_our_time, not_still_to_come]
    )

    class Meta:
        model = Source
        fields = ("title", "author", "year", "link", "findings", "looked_at_on")
        field_classes = {"title": OneLine, "author": OneLine}
        widgets = {"findings": lines(8)}
        labels = {
            "title": _("Title"),
            "author": _("Author or publisher"),
            "year": _("Year"),
            "link": _("Link"),
            "findings": _("What does it say about your region?"),
        }
        help_texts = {"findings": _("In your own words, with the page where it stands.")}


class ConsultationForm(GuardedForm, forms.ModelForm):
    """A conversation: with whom, the answers to the questions of the guide, and what came out."""

    held_on = forms.DateField(label=_("When"), widget=DateInput(), validators=[of_our_time, not_still_to_come])

    class Meta:
        model = Consultation
        fields = ("name", "held_on", "by", "findings", "is_named", "private_notes")
        field_classes = {"name": OneLine, "by": OneLine}
        widgets = {"findings": lines(6), "private_notes": lines(4)}
        labels = {
            "name": _("With whom"),
            "by": _("By whom"),
            "findings": _("Findings"),
            "is_named": _("They may be named beside their findings"),
            "private_notes": _("Private notes"),
        }
        help_texts = {
            "name": _("An organisation written as in your register is linked to it."),
            "findings": _("Everybody who takes part reads these, and the analysis may quote them."),
            "private_notes": _("Only coordinators read these, and the answers to the questions."),
        }

    def __init__(self, *args: Any, questions: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["list"] = KNOWN_NAMES
        answered = dict(self.instance.answers)
        self.questions = [*answered, *(one for one in questions if one not in answered)]
        for number, question in enumerate(self.questions):
            self.fields[_box(number)] = forms.CharField(
                label=question,
                required=False,
                max_length=TEXT_LENGTH,
                widget=lines(3),
                initial=answered.get(question, ""),
            )
        self.order_fields(["name", "held_on", "by", *map(_box, range(len(self.questions)))])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        answers = [[question, data.get(_box(number), "")] for number, question in enumerate(self.questions)]
        self.instance.answers = [pair for pair in answers if pair[1]]
        return data

    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "held_on", "by")]

    def asked(self) -> list[forms.BoundField]:
        return [self[_box(number)] for number in range(len(self.questions))]

    def came_out(self) -> list[forms.BoundField]:
        return [self[name] for name in ("findings", "is_named", "private_notes")]


def _box(number: int) -> str:
    return f"answer_{number}"


class QuestionsForm(forms.Form):
    """The question guide: one question on each line."""

    text = forms.CharField(
        label=_("Questions"),
        required=False,
        max_length=3_000,
        widget=lines(12),
        help_text=_("One question on each line. Leave it empty to have the first questions back."),
    )

    def clean_text(self) -> str:
        questions = list(dict.fromkeys(lines_of(self.cleaned_data["text"])))
        if len(questions) > MOST_QUESTIONS:
            raise ValidationError(_("A conversation has room for %(most)d questions."), params={"most": MOST_QUESTIONS})
        if any(len(one) > QUESTION_LENGTH for one in questions):
            words = _("Make each question shorter than %(most)d characters.")
            raise ValidationError(words, params={"most": QUESTION_LENGTH})
        return "\n".join(questions)


class GapForm(GuardedForm, forms.ModelForm):
    """What is missing."""

    class Meta:
        model = Gap
        fields = ("title", "description", "affected", "urgency")
        field_classes = {"title": OneLine, "affected": OneLine}
        widgets = {"description": lines(5), "urgency": forms.RadioSelect}
        labels = {
            "title": _("What is missing, in one line"),
            "description": _("Tell a little more"),
            "affected": _("Who is affected?"),
            "urgency": _("How urgent is it?"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["urgency"].choices = Gap.Urgency.choices  # type: ignore[attr-defined] # without an empty one


class _Consultations(forms.ModelMultipleChoiceField):
    names = False

    def label_from_instance(self, row: Any) -> str:
        return label_of_consultation(row, names=self.names)


class EvidenceForm(GuardedForm, forms.ModelForm):
    """What shows a gap, ticked among all that the analysis holds."""

    class Meta:
        model = Gap
        fields = ("programmes", "sources", "consultations")
        field_classes = {"consultations": _Consultations}
        widgets = {name: forms.CheckboxSelectMultiple for name in fields}
        labels = {
            "programmes": _("From the inventory"),
            "sources": _("Sources"),
            "consultations": _("Consultations"),
        }

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultations"].names = choices.names  # type: ignore[attr-defined]
        for name, rows in choices.rows().items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class RemarkForm(forms.ModelForm):
    """What somebody said."""

    said_on = forms.DateField(
        label=_("When"), required=False, widget=DateInput(), validators=[of_our_time, not_still_to_come]
    )

    class Meta:
        model = Remark
        fields = ("said", "by", "said_on")
        field_classes = {"said": OneLine, "by": OneLine}
        labels = {"said": _("What was said"), "by": _("By whom")}


class WorkshopForm(forms.Form):
    """How long the inventory stands open, and a word to those who fill it in."""

    HOURS = (("2", _("two hours")), ("8", _("today: eight hours")), ("72", _("three days")), ("168", _("a week")))

    hours = forms.ChoiceField(label=_("How long is it open?"), choices=HOURS, widget=forms.RadioSelect, initial="2")
    words = OneLine(
        label=_("A word to those who fill it in"),
        required=False,
        max_length=300,
        help_text=_("They see it on their phone, above the questions."),
    )

    def lasts(self) -> dt.timedelta:
        return dt.timedelta(hours=int(self.cleaned_data["hours"]))
