"""For whom somebody acts: a person can represent several organisations, and sees at each act for which one it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.organisations.models import Organisation
from spaces.models import Person, Representative


def organisations_of(person: Person) -> list[Organisation]:
    """The organisations that ``person`` represents in their space now, first the one they have represented longest."""
    seats = Representative.objects.current().filter(
        person=person, member__ends_on=None, member__organisation__isnull=False
    )
    rows = seats.select_related("member__organisation").order_by("starts_on", "pk")
    return list(dict.fromkeys(seat.member.organisation for seat in rows if seat.member.organisation))


class SpeaksFor:
    """Mixin of a form with which somebody acts for an organisation: who represents several says for which one."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def ask_for_whom(self, person: Person, now: Organisation | None) -> None:
        """Add the question where there is something to choose; ``now`` is what it stands on."""
        choices = organisations_of(person)
        if len(choices) > 1:
            known = Organisation.objects.filter(pk__in=[one.pk for one in choices])
            self.fields["speaks_for"] = forms.ModelChoiceField(
                known, label=_("For which organisation?"), initial=now or choices[0], empty_label=None
            )

    @property
    def chosen_organisation(self) -> Organisation | None:
        """What was chosen; None where nothing was asked."""
        return self.cleaned_data.get("speaks_for")
