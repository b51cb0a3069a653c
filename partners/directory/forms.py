"""Proposing other facts for an organisation that several registers share."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import OneLine
from partners.directory.models import FactProposal
from partners.organisations.models import Organisation
from partners.organisations.services import PUBLIC_FACTS
from partners.stakeholders.forms import StakeholderForm


class CorrectionForm(forms.Form):
    """The facts as they are, to be changed, and why."""

    name = OneLine(label=_("Name"), max_length=300)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = ["name", *(name for name in PUBLIC_FACTS if name in StakeholderForm.base_fields)]
        for name in self.facts[1:]:
            self.fields[name] = deepcopy(StakeholderForm.base_fields[name])
        for name in self.facts:
            self.fields[name].initial = getattr(organisation, name)
        self.fields["why"] = OneLine(
            label=_("Where do you know it from?"),
            help_text=_("The others read this."),
            required=False,
            max_length=FactProposal.WHY_LENGTH,
        )

    def proposed(self) -> dict[str, Any]:
        """Every fact as it was filled in."""
        return {name: self.cleaned_data[name] for name in self.facts}
