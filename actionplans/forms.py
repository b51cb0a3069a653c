"""Forms of the action plan."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplans.models import Action, ActionPlan
from core.editing import GuardedForm
from core.forms import DateInput, OneLine
from core.text import SortKey
from spaces.models import Member, Space

# Three digits behind a point or comma are thousands, whatever the language: euros have two decimals.
GROUPED = re.compile(r"(?P<whole>\d{1,3}([.,])\d{3}(?:\2\d{3})*)(?:[.,](?P<cents>\d{1,2}))?")


class EuroField(forms.DecimalField):
    """An amount as people type it: "€ 12.500", "12 500,00"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=0, localize=True, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[€\s]|EUR", "", value)
            grouped = GROUPED.fullmatch(value)
            if grouped:
                value = re.sub(r"\D", "", grouped["whole"]) + "." + (grouped["cents"] or "0")
            value = value.replace(",", ".")
        return super().to_python(value)


class EndsAfterStart(GuardedForm, forms.ModelForm):
    """Says at the field itself that the end lies before the start."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end lies before the start."))
        return data


class PlanForm(EndsAfterStart):
    """The plan itself: what it is called, why, and for which period."""

    class Meta:
        model = ActionPlan
        fields = ActionPlan.WRITTEN
        field_classes = dict.fromkeys(("title",), OneLine)
        labels = {
            "introduction": _("In a few words: why these actions?"),
            "starts_on": _("The plan begins on"),
            "ends_on": _("The plan ends on"),
        }
        help_texts = {
            "introduction": _(
                "Stands above the table, on paper and on the public page. Lists and **bold** are possible."
            )
        }
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 6}), "starts_on": DateInput(), "ends_on": DateInput(),
        }  # fmt: skip


class ActionForm(EndsAfterStart):
    """One action. Only its name is needed; the rest can follow as it becomes clear."""

    budget = EuroField(
        label=_("Estimated budget in euro"),
        required=False,
        help_text=_("Leave it empty while nobody knows: empty is not zero."),
    )

    class Meta:
        model = Action
        fields = Action.WRITTEN
        field_classes = dict.fromkeys(("title", "responsible_words", "timeline_words"), OneLine)
        labels = {
            "title": _("What will you do?"),
            "problem": _("Which problem here does it answer?"),
            "description": _("How will it go?"),
            "funding": _("Where could the money come from?"),
            "responsible_member": _("Which member takes the lead?"),
            "responsible_words": _("Who else, or who in particular?"),
            "starts_on": _("Starts on"),
            "ends_on": _("Done on"),
            "timeline_words": _("More about the timing"),
        }
        help_texts = {
            "title": _("One sentence with a verb."),
            "description": _("Steps, partners, what will be there when it is done. Lists and **bold** are possible."),
            "responsible_words": _(
                "This is printed and published with the plan: name organisations and functions rather than people."
            ),
            "timeline_words": _("For example: in two rounds, the second after the summer."),
        }
        widgets = {
            "problem": forms.Textarea(attrs={"rows": 3}),
            "description": forms.Textarea(attrs={"rows": 6}),
            "funding": forms.Textarea(attrs={"rows": 2}),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = Member.objects.current().filter(space=space)
        kept = Q(pk__in=current) | Q(pk=self.instance.responsible_member_id)
        self.fields["responsible_member"].queryset = (
            Member.objects.filter(kept, space=space)
            .select_related("organisation", "individual")
            .order_by(SortKey("organisation__name"), SortKey("individual__name"), "pk")
        )
        self.fields["responsible_member"].empty_label = _("Not known yet")


class AdoptForm(forms.Form):
    """When the alliance adopted the plan."""

    adopted_on = forms.DateField(
        label=_("Adopted on"),
        widget=DateInput(),
        initial=timezone.localdate,
        help_text=_("The day of the meeting that said yes."),
    )

    def clean_adopted_on(self) -> Any:
        day = self.cleaned_data["adopted_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come."))
        return day
