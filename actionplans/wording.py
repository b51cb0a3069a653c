"""Amounts and periods as people write them, in the language of the moment."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NO_BREAK = "\N{NO-BREAK SPACE}"
# Where the sign of the euro stands; Dutch is the house's first language.
EURO_FORMS = {"en": "€{}", "fr": f"{{}}{NO_BREAK}€"}
EURO_FORM = f"€{NO_BREAK}{{}}"


def euro(amount: Decimal) -> str:
    """An amount in euro: without cents when there are none ("€ 12.500", "12 500 €", "€12,500")."""
    decimals = 0 if amount == amount.to_integral_value() else 2
    figure = number_format(amount, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return EURO_FORMS.get(get_language() or "", EURO_FORM).format(figure)


def period(starts_on: dt.date | None, ends_on: dt.date | None) -> str:
    """A period as short as it can be: whole months by their name, other days in full; may be empty."""
    start = _short(starts_on, whole_month=starts_on is not None and starts_on.day == 1)
    end = _short(ends_on, whole_month=ends_on is not None and ends_on.day == _last_day(ends_on))
    if start and end:
        return start if start == end else f"{start}{NO_BREAK}– {end}"
    if start:
        return _("from %(date)s") % {"date": start}
    return _("until %(date)s") % {"date": end} if end else ""


def _last_day(day: dt.date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _short(day: dt.date | None, *, whole_month: bool) -> str:
    return date_format(day, "N Y" if whole_month else "j N Y").replace(" ", NO_BREAK) if day else ""
