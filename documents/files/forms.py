"""Forms of files: choosing them, and saying what they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import DateInput, OneLine, of_our_time
from documents.files import services
from documents.files.contents import ACCEPT
from documents.files.models import SharedFile
from documents.files.services import Incoming

MOST_AT_ONCE = 20


class FileInput(forms.FileInput):
    """The browser's own field: press it to choose, or drop files on it."""

    def __init__(self, *, several: bool = False) -> None:
        self.allow_multiple_selected = several
        super().__init__(attrs={"accept": ACCEPT, "class": "file-drop", **({"multiple": True} if several else {})})


class UploadField(forms.FileField):
    """One file that we take: a ``services.Incoming``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FileInput(), allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Incoming | None:
        upload = super().clean(data, initial)
        return services.read(upload) if upload else None


class UploadsField(forms.FileField):
    """One or several files that we take: a list of ``services.Incoming``. What is wrong with each is said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FileInput(several=True), allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Incoming]:
        if not data and not self.required:
            return []
        uploads = data or [None]
        if len(uploads) > MOST_AT_ONCE:
            raise ValidationError(_("Choose at most %(number)s files at a time.") % {"number": MOST_AT_ONCE})
        taken, wrong = [], []
        for upload in uploads:
            try:
                taken.append(services.read(super().clean(upload)))
            except ValidationError as error:
                wrong += error.messages
        if wrong:
            raise ValidationError(wrong)
        return taken


def day_of_document(**kwargs: Any) -> forms.DateField:
    """The field for the day a document is of."""
    return forms.DateField(widget=DateInput(), validators=[of_our_time], **kwargs)


class FileAddForm(forms.Form):
    """Files to share, and what they are."""

    files = UploadsField(
        label=_("Files"),
        help_text=_(
            "Choose one or several, or drag them here. PDF, Word, Excel, PowerPoint, OpenDocument, pictures or text; "
            "together at most 20 MB."
        ),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=SharedFile.Kind.choices, initial=SharedFile.Kind.OTHER)
    dated_on = day_of_document(
        label=_("Date of the document"), required=False, help_text=_("The day of the meeting or the letter, say.")
    )


class VersionAddForm(forms.Form):
    """A new version of a file."""

    upload = UploadField(
        label=_("The new version"), help_text=_("At most 20 MB. The version of now stays, and can still be fetched.")
    )


class FileChangeForm(GuardedForm, forms.ModelForm):
    """Title, kind and date."""

    title = OneLine(label=_("Title"), max_length=200)
    dated_on = day_of_document(label=_("Date of the document"), required=False)

    class Meta:
        model = SharedFile
        fields = ("title", "kind", "dated_on")
