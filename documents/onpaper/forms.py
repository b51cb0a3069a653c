"""Forms to take in what was before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import OneLine, OneOrNone
from core.text import SortKey
from documents.files.forms import UploadField, day_of_document
from documents.files.models import SharedFile
from documents.files.services import Incoming
from documents.onpaper.models import EarlierMeeting, EarlierPlan, PaperSignature
from spaces.models import Member, Space

BY_NAME = (SortKey(Coalesce("organisation__name", "individual__name")), "pk")


def still_to_note(space: Space) -> QuerySet[Member]:
    """The members of whom no signature on paper was taken in, by name."""
    members = Member.objects.current().filter(space=space, on_paper=None)  # type: ignore[attr-defined]
    return members.select_related("organisation", "individual").order_by(*BY_NAME)


class FileBehind(forms.Form):
    """Mixin of a form about a fact of ``space``: send the file behind it, or choose one that lies here already."""

    upload = UploadField(
        required=False,
        label=_("The file"),
        help_text=_("A scan or the document itself, at most 20 MB. Everybody who takes part can open it."),
    )

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.space = space
        files = SharedFile.objects.kept().filter(space=space).order_by("-pk")
        self.fields["file"] = OneOrNone(files, label=_("Or one that lies here already"), empty_label=_("none"))

    def clean_happened_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    @property
    def sent(self) -> Incoming | None:
        return self.cleaned_data["upload"]

    @property
    def chosen(self) -> SharedFile | None:
        """The file that lay here already; what is sent counts more."""
        return None if self.sent else self.cleaned_data["file"]


class FactForm(FileBehind, GuardedForm, forms.ModelForm):
    """One fact, with ``fact`` made of what was filled in."""

    field_order = ("title", "happened_on", "place", "signed_by", "upload")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["file"] = self.instance.file_id

    def fact(self) -> Any:
        self.instance.space = self.space
        self.instance.file = self.chosen
        return self.instance


class EarlierMeetingForm(FactForm):
    title = OneLine(label=_("What it was"), max_length=200, initial=_("Meeting"))
    happened_on = day_of_document(label=_("Date"))
    place = OneLine(label=_("Place"), max_length=300, required=False)

    class Meta:
        model = EarlierMeeting
        fields = ("title", "happened_on", "place")


class EarlierPlanForm(FactForm):
    title = OneLine(label=_("Title"), max_length=200)
    happened_on = day_of_document(label=_("Adopted on"))

    class Meta:
        model = EarlierPlan
        fields = ("title", "happened_on")


class PaperSignatureForm(FactForm):
    """One signature on paper, to correct it."""

    happened_on = day_of_document(label=_("Signed on"))
    signed_by = OneLine(label=_("Who signed for the member"), max_length=200, required=False)

    class Meta:
        model = PaperSignature
        fields = ("happened_on", "signed_by")


class PaperSignaturesForm(FileBehind):
    """Who signed the charter on one sheet of paper."""

    members = forms.ModelMultipleChoiceField(
        Member.objects.none(), label=_("Who signed"), widget=forms.CheckboxSelectMultiple
    )
    happened_on = day_of_document(label=_("Signed on"))

    field_order = ("members", "happened_on", "upload")

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, space=space, **kwargs)
        self.fields["members"].queryset = still_to_note(space)
