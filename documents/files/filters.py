"""What stands above the list of files: search, kind, order."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import DateField, F, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from core.filters import ListFilter
from core.text import SortKey
from documents.files.models import FileVersion, SharedFile

# The day a document is of; where nobody said so, the day on which it was put here.
DAY = Coalesce("file__dated_on", Cast("file__created_at", DateField()))


class FileFilter(ListFilter):
    """Of the newest version of each file."""

    sorts = {
        "newest": (DAY.desc(), "-file"),
        "date": (DAY.asc(), "file"),
        "-date": (DAY.desc(), "-file"),
        "title": (SortKey("file__title"), "file"),
        "-title": (SortKey("file__title").desc(), "-file"),
        "put": (F("put_at").asc(), "pk"),
        "-put": (F("put_at").desc(), "-pk"),
    }

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Title, file name or who put it here")}),
    )
    kind = django_filters.ChoiceFilter(
        label=_("What it is"), field_name="file__kind", choices=SharedFile.Kind.choices, empty_label=_("All kinds")
    )

    class Meta:
        model = FileVersion
        fields = ("q", "kind")

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        words = Q()
        for word in value.split()[:8]:
            words &= (
                Q(file__title__unaccent__icontains=word)
                | Q(name__unaccent__icontains=word)
                | Q(put_by_name__unaccent__icontains=word)
            )
        return queryset.filter(words)
