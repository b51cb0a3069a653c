"""Form pieces that every room uses."""

from typing import Any

from django import forms

# The status of a page that shows a form again because of what was filled in.
UNPROCESSABLE = 422


class DateInput(forms.DateInput):
    """The browser's own date field; it wants and gives ISO dates in every language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DateTimeInput(forms.DateTimeInput):
    """The browser's own field for a date with a time, in minutes."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)
