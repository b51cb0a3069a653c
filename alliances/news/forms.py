"""The form of a post."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alliances.news.models import NewsItem
from core.editing import GuardedForm
from core.forms import DateInput, OneLine, of_our_time


class NewsForm(GuardedForm, forms.ModelForm):
    """Title, day and text."""

    day = forms.DateField(label=_("Date"), widget=DateInput(), validators=[of_our_time])

    class Meta:
        model = NewsItem
        fields = ("title", "day", "text")
        field_classes = {"title": OneLine}
        labels = {"title": _("Title"), "text": _("What is there to tell?")}
        help_texts = {
            "text": _("A few paragraphs. **Bold**, lists with - and [words](https://example.org) for a link work."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}
