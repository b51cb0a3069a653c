"""Forms of the stakeholder register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import DateInput, OneLine
from core.sheets.errors import CellError
from partners.organisations.models import Organisation, Sector
from partners.organisations.services import PUBLIC_FACTS, is_shared
from partners.stakeholders import criteria
from partners.stakeholders.models import Stakeholder, StakeholderImport
from partners.stakeholders.sheets import cleaning
from partners.stakeholders.sheets.fields import FIELDS
from partners.stakeholders.sheets.reading import Table
from spaces.models import Space

EMPTY = (None, "", Stakeholder.Mandate.UNKNOWN)

OWN_FIELDS = (
    "name",
    "contact_person",
    "email",
    "phone",
    "contribution",
    "matters",
    "influence",
    "interest",
    "strategy",
    "mandate",
    "win",
    "notes",
    "source",
    "source_note",
    "ground",
    "consent_on",
    "noticed_on",
    "objected_on",
)

# Of the person, folded away below how to reach them.
PERSONAL_FOLD = ("source_note", "ground", "consent_on", "noticed_on", "objected_on")

type Words = str | Promise
type Names = tuple[str, ...]


@dataclass(frozen=True)
class FieldGroup:
    """Fields under one heading; those that are seldom used are folded away below them."""

    title: Words
    words: Words
    fields: list[BoundField]
    fold_title: Words
    folded: list[BoundField]

    @property
    def is_open(self) -> bool:
        """Whether something folded wants to be seen: it has an error, or holds something."""
        return any(field.errors or field.value() not in EMPTY for field in self.folded)


class OfficialNumber(forms.CharField):
    """An enterprise number, SIRET or the like, however it is written; what may not be changed is left as it is."""

    def clean(self, value: Any) -> str:
        number: str = super().clean(value)
        if not number or self.disabled:
            return number
        try:
            return cleaning.clean_official_number(number)
        except CellError as error:
            raise ValidationError(error.message) from error


class StakeholderForm(GuardedForm, forms.ModelForm):
    """One entry: the public facts of the organisation, and what the alliance itself notes.

    The facts are locked when another alliance uses the same organisation: a fact that is shared is
    not one alliance's to change.
    """

    is_individual = forms.BooleanField(
        label=_("This is a person who takes part as an individual"),
        required=False,
        help_text=_("Then there is no organisation behind this entry."),
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"), choices=Sector.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    website = forms.URLField(label=_("Website"), required=False, max_length=500, assume_scheme="https")
    official_number = OfficialNumber(
        label=_("Official number"), required=False, max_length=20, help_text=_("Enterprise number, SIRET or the like.")
    )
    street = forms.CharField(label=_("Street and number"), required=False, max_length=300)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=12)
    municipality = forms.CharField(label=_("Municipality"), required=False, max_length=120)

    class Meta:
        model = Stakeholder
        fields = OWN_FIELDS
        field_classes = dict.fromkeys(("name", "contact_person", "source_note"), OneLine)
        widgets = {
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("contribution", "matters", "strategy", "win", "notes")
            },
            "influence": forms.RadioSelect,
            "interest": forms.RadioSelect,
            "mandate": forms.RadioSelect,
            **dict.fromkeys(("consent_on", "noticed_on", "objected_on"), DateInput),
        }
        help_texts: ClassVar = {
            "source": _("Of the contact person. Who did not give them has to be told within a month."),
            "objected_on": _("Whoever objected is not offered any more to be written to out of the register."),
        }

    def __init__(self, *args: Any, space: Space, only: str = "", **kwargs: Any) -> None:
        """``only`` names the one field that is filled in: a cell of the list, which has a guard of its own."""
        super().__init__(*args, **kwargs)
        self.space = space
        self.instance.space = space
        self.criteria = criteria.of_space(space.pk)
        for name in ("source", "ground"):  # not asked is not known
            self.fields[name].required = False
        organisation = self.instance.organisation
        self.facts_are_shared = bool(organisation) and is_shared(organisation, space.pk)
        self.is_from_directory = bool(organisation) and not self.instance.pk
        if self.instance.pk or organisation:
            del self.fields["is_individual"]
            if not organisation:
                for name in ("sectors", "website", "official_number", "street", "postcode", "municipality"):
                    del self.fields[name]
        for name in PUBLIC_FACTS:
            if organisation and name in self.fields:
                self.fields[name].initial = getattr(organisation, name)
                self.fields[name].disabled = self.facts_are_shared or self.is_from_directory
        if not self.instance.pk and not organisation:
            self._suggest_while_typing()
        for one in self.criteria:
            self.fields[one.key] = criteria.field_of(one)
            self.fields[one.key].initial = criteria.typed(self.instance.criteria.get(one.key))
        if only:
            self.fields = {name: field for name, field in self.fields.items() if name == only}

    def _suggest_while_typing(self) -> None:
        """Below the name stands what the directory has under such a name (form.html has the place for it)."""
        self.fields["name"].widget.attrs |= {
            "hx-get": reverse("directory:organisation_suggest", args=[self.space.slug]),
            "hx-trigger": "input changed delay:300ms",
            "hx-target": "#known-already",
            "autocomplete": "off",
        }

    def groups(self) -> list[FieldGroup]:
        """The fields in the order in which one thinks of them."""
        facts = _("Everybody may know these; other alliances see them too.")
        if self.facts_are_shared:
            facts = _("Another alliance works with this organisation too, so these facts cannot be changed here.")
        elif self.is_from_directory:
            facts = _("As the shared directory has them.")
        groups = [
            self._group(
                _("Who"),
                "",
                ("name", "is_individual", "contact_person", "email", "phone", "source"),
                (_("Legal ground, and whether the person knows"), PERSONAL_FOLD),
            ),
            self._group(
                _("Public facts"),
                facts,
                ("sectors", "municipality", "website"),
                (_("Address and number"), ("street", "postcode", "official_number")),
            ),
            self._group(
                _("What you think"),
                _("Only the coordinators see this."),
                ("influence", "interest", "matters", "contribution", "notes"),
                (_("How to win them over"), ("strategy", "win", "mandate")),
            ),
            self._group(_("Your own criteria"), "", tuple(one.key for one in self.criteria)),
        ]
        return [group for group in groups if group.fields]

    def _group(self, title: Words, words: Words, names: Names, fold: tuple[Words, Names] = ("", ())) -> FieldGroup:
        fold_title, folded = fold
        return FieldGroup(title, words, self._shown(names), fold_title, self._shown(folded))

    def _shown(self, names: Names) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in self.criteria:
            if one.key in data:
                value = criteria.kept(one, data[one.key])
                self.instance.criteria = criteria.with_value(self.instance.criteria, one, value)
        number = data.get("official_number")
        if number and not self.fields["official_number"].disabled:
            others = Stakeholder.objects.filter(space=self.space, organisation__official_number=number)
            if others.exclude(pk=self.instance.pk).exists():
                self.add_error("official_number", _("An entry with this number is already in the register."))
            elif (
                self.instance.pk
                and Organisation.objects.filter(official_number=number)
                .exclude(pk=self.instance.organisation_id)
                .exists()
            ):
                self.add_error("official_number", _("Another organisation in the directory has this number."))
        return data

    def facts(self) -> dict[str, Any]:
        """The organisation's public facts as they were filled in."""
        return {name: self.cleaned_data[name] for name in PUBLIC_FACTS if name in self.cleaned_data}


class AssessmentForm(forms.Form):
    """How much influence and interest one stakeholder of ``space`` has."""

    stakeholder = forms.ModelChoiceField(Stakeholder.objects.none())
    influence = forms.ChoiceField(choices=Stakeholder.Level.choices)
    interest = forms.ChoiceField(choices=Stakeholder.Level.choices)

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stakeholder"].queryset = Stakeholder.objects.filter(space=space)  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A spreadsheet with stakeholders."""

    file = forms.FileField(
        label=_("Your spreadsheet"),
        help_text=_("CSV, Excel (.xlsx, .xls) or LibreOffice (.ods), at most 20 MB. You first see what would happen."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods"}),
        error_messages={"empty": _("That file is empty. Choose another one.")},
    )


class MappingForm(forms.Form):
    """Which column of the spreadsheet holds what: one choice for each column."""

    def __init__(
        self, *args: Any, table: Table, mapping: dict[str, int], own: Sequence[criteria.Own] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: list[Any] = [("", _("leave out")), *((field.name, field.label) for field in FIELDS)]
        if own:
            choices.append((_("Own criteria"), [(one.key, one.name) for one in own]))
        chosen = {index: name for name, index in mapping.items()}
        self.columns = range(len(table.headers))
        for index, header in enumerate(table.headers):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=chosen.get(index, "")
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = [name for name in data.values() if name]
        if "name" not in names:
            raise ValidationError(_("Choose the column that holds the name."))
        if len(names) != len(set(names)):
            raise ValidationError(_("Two columns were given the same meaning. Choose one of them."))
        return data

    def mapping(self) -> dict[str, int]:
        """Field → index of its column."""
        return {
            self.cleaned_data[f"column_{index}"]: index
            for index in self.columns
            if self.cleaned_data[f"column_{index}"]
        }


class OriginForm(forms.ModelForm):
    """Where the people in a sheet come from, and why they may be kept: one choice for the whole of it."""

    class Meta:
        model = StakeholderImport
        fields = ("source", "ground")
        help_texts: ClassVar = {"source": _("Who did not give their data has to be told within a month.")}
