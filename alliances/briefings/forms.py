"""The form of the briefing in one language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliances.briefings.models import BriefingText
from core.editing import GuardedForm
from spaces.models import Space


class BriefingTextForm(GuardedForm, forms.ModelForm):
    """Each part may stay empty: then the profile speaks, or the text in the language of the alliance."""

    class Meta:
        model = BriefingText
        fields = ("why", "situation", "vision", "reasons", "few_because", "asked")
        labels = {
            "why": _("Why this alliance?"),
            "situation": _("What is going on in the region?"),
            "vision": _("Where do you want to be?"),
            "reasons": _("Reasons to join"),
            "few_because": _("Fewer than five reasons? Say why"),
            "asked": _("What do you ask?"),
        }
        help_texts = {
            "situation": _("Figures, events, what people say. The regions and the members come in by themselves."),
            "reasons": _("At least five, one on each line. What does an organisation win that takes part?"),
            "few_because": _("Only when there are fewer; it does not come in the document."),
            "asked": _("Empty: to think along and decide together, about 4 or 5 meetings in 12 to 18 months."),
        }
        widgets = {
            "why": forms.Textarea(attrs={"rows": 5}),
            "situation": forms.Textarea(attrs={"rows": 5}),
            "vision": forms.Textarea(attrs={"rows": 4}),
            "reasons": forms.Textarea(attrs={"rows": 7}),
            "asked": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_own = self.instance.language == space.language
        for name in ("why", "vision"):
            self.fields[name].help_text = (
                _("Empty: what stands in the profile.")
                if is_own
                else _("Empty: the text in the alliance's own language.")
            )
