"""What holds for all that people type on the public page of a call, and that their mailbox confirms."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.links import limits
from programmes.calls.models import Call

# Who does not confirm within this time typed nothing.
CONFIRM_WITHIN = dt.timedelta(days=7)
# Whoever confirmed sees that long after the call has closed what came of it.
LINK_VALID = dt.timedelta(days=120)
# How many mails one address, and one call's page, may cause in a day.
MAILS_TO_ONE = {"limit": 5, "seconds": 24 * 60 * 60}
MAILS_OF_ONE_CALL = {"limit": 80, "seconds": 24 * 60 * 60}


class TooMany(Exception):
    """Of one address or one call: no mail goes out, and nothing is kept."""


def require_open(call: Call) -> None:
    """Raise ValidationError unless the call is published and not closed yet."""
    if not call.is_still_to_close:
        raise ValidationError(_("This call has closed."))


def require_few_mails(call: Call, email: str) -> None:
    """Count a mail to ``email`` from this call's page. Raises TooMany."""
    over = [
        limits.is_over(f"call-mails-to:{email}", **MAILS_TO_ONE),
        limits.is_over(f"call-mails-of:{call.pk}", **MAILS_OF_ONE_CALL),
    ]
    if any(over):
        raise TooMany
