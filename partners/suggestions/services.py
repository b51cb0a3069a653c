"""What somebody who takes part does with their own suggestions; each in one transaction."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partners.suggestions.models import Suggestion
from spaces.services import hold

# More than anybody has in mind at once; a form that is sent by a machine stops here.
MOST_OPEN = 30


class AlreadyDecided(Exception):
    """Somebody decided on it before, or it was taken back."""


@transaction.atomic
def suggest(suggestion: Suggestion) -> Suggestion:
    """Save a new suggestion. Raises ValidationError when this person has very many that are not decided."""
    hold(suggestion.space_id)
    waiting = Suggestion.objects.filter(space=suggestion.space_id, person=suggestion.person_id)
    if waiting.filter(state=Suggestion.State.OPEN).count() >= MOST_OPEN:
        raise ValidationError(_("You have suggested a great many. The coordinators look at those first."))
    suggestion.save()
    return suggestion


@transaction.atomic
def change(suggestion: Suggestion) -> Suggestion:
    """Save a corrected suggestion. Raises AlreadyDecided."""
    hold(suggestion.space_id)
    if not Suggestion.objects.filter(pk=suggestion.pk, state=Suggestion.State.OPEN).exists():
        raise AlreadyDecided
    suggestion.save()
    return suggestion


@transaction.atomic
def withdraw(suggestion: Suggestion) -> None:
    """Take a suggestion back: nothing of it is kept. Raises AlreadyDecided."""
    hold(suggestion.space_id)
    gone, _rows = Suggestion.objects.filter(pk=suggestion.pk, state=Suggestion.State.OPEN).delete()
    if not gone:
        raise AlreadyDecided
