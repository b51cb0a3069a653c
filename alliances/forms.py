"""Forms of an alliance."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.aims import MOST_SEATS, aims_of
from alliances.models import Alliance, AlliancePicture
from alliances.pictures import WIDTHS
from alliances.road import REASON_LENGTH
from core.editing import GuardedForm
from core.forms import DateInput, OneLine
from core.pictures.reading import ACCEPT, Picture, read_picture
from partners.organisations.models import Sector
from spaces.closing.models import REASON_LENGTH as REASON_LENGTH_OF_CLOSING
from spaces.models import Space


class PublicPageForm(GuardedForm, forms.ModelForm):
    """Whether everybody can read about the alliance, and how they get in touch."""

    class Meta:
        model = Alliance
        fields = ("public_page", "contact_email")
        labels = {"public_page": _("Everybody may see the public page")}
        help_texts = {
            "contact_email": _("Shown to everybody, so rather a shared mailbox than somebody's own. May stay empty."),
        }


class LegalFormForm(GuardedForm, forms.ModelForm):
    """Whether the alliance is something in law of its own."""

    class Meta:
        model = Alliance
        fields = ("form",)
        labels = {"form": _("What are you together?")}
        help_texts = {
            "form": _(
                "Informal: you work together by agreement, each organisation stays what it is. Formal: you are an "
                "association, a foundation or another legal person of your own."
            )
        }
        widgets = {"form": forms.RadioSelect}


class AimsForm(GuardedForm, forms.ModelForm):
    """How many seats the alliance wants of each sector."""

    class Meta:
        model = Alliance
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aims = aims_of(self.instance.space)
        for sector in Sector:
            self.fields[sector.value] = forms.IntegerField(
                label=sector.label, min_value=0, max_value=MOST_SEATS, initial=aims[sector.value]
            )

    def aims(self) -> dict[str, int]:
        """What was filled in, by the value of the sector."""
        return {sector.value: self.cleaned_data[sector.value] for sector in Sector}


class PictureForm(GuardedForm, forms.ModelForm):
    """A picture with its words. ``made``: the files of a new one, None when only the words change."""

    file = forms.FileField(
        label=_("The picture"),
        help_text=_(
            "JPEG, PNG or WebP, at most 15 MB; lying rather than standing. We keep only what can be seen: where and "
            "with what it was made is taken out."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": _("That file is empty. Choose another one.")},
    )
    made: Picture | None = None

    class Meta:
        model = AlliancePicture
        fields = ("alternative", "credit", "focus")
        field_classes = {"alternative": OneLine, "credit": OneLine}
        labels = {
            "alternative": _("What is to be seen?"),
            "credit": _("Who made the picture?"),
            "focus": _("What has to stay in sight?"),
        }
        help_texts = {
            "alternative": _(
                "In one sentence, for who cannot see it: “Twenty people at long tables in the town hall of Ghent.”"
            ),
            "credit": _("Shown small beside it. May stay empty; ask who is recognisable whether they agree."),
            "focus": _("On a wide screen the page shows a strip of the picture."),
        }
        widgets = {"focus": forms.RadioSelect}

    field_order = ("file", "alternative", "credit", "focus")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["file"].required = False
            self.fields["file"].label = _("Another picture")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("file"):
            try:
                self.made = read_picture(data["file"].read(), widths=WIDTHS)
            except forms.ValidationError as refusal:
                self.add_error("file", refusal)
        return data


class CloseForm(forms.Form):
    """When and why an alliance ends. Nothing is chosen beforehand but the day."""

    ended_on = forms.DateField(
        label=_("The last day of the alliance"), widget=DateInput(), help_text=_("Today, or a day that has passed.")
    )
    reason = forms.CharField(
        label=_("Why does the alliance end?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=REASON_LENGTH_OF_CLOSING,
        help_text=_("It stands in the last report and in the mail to everybody who took part."),
    )
    agreed = forms.BooleanField(
        label=_("I know what happens now, and the others know it too."),
        error_messages={"required": _("Tick this when it has been talked over.")},
    )

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.space = space
        self.fields["ended_on"].initial = timezone.localdate

    def clean_ended_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["ended_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("An alliance is closed on its last day or later, not before."))
        begun = self.space.starts_on or self.space.created_at.date()
        if day < min(begun, self.space.created_at.date()):
            raise forms.ValidationError(_("The alliance had not begun yet on that day."))
        return day


class PassOverForm(forms.Form):
    """Why a check does not fit."""

    reason = OneLine(
        label=_("Why does this not fit your alliance?"),
        max_length=REASON_LENGTH,
        help_text=_(
            "Everybody who takes part in the alliance can read it, with your name. You can undo it at any time."
        ),
    )
