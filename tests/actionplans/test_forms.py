"""Amounts as people type them, in any of the three languages."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from actionplans.forms import EuroField


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("€ 12.500", "12500"),
        ("12.500,50", "12500.50"),
        ("12,500.50", "12500.50"),
        ("12 500,5 EUR", "12500.5"),
        ("1.250.000", "1250000"),
        ("12,5", "12.5"),
        ("12.50", "12.50"),
        ("750", "750"),
        ("0", "0"),
    ],
)
def test_an_amount_means_the_same_in_every_language(typed: str, amount: str, language: str) -> None:
    with translation.override(language):
        assert EuroField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["-5", "NaN", "1e400", "Infinity", "veel", "1.2.3", "99999999999999"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        EuroField().clean(typed)
