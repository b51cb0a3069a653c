"""The line under the name of a space, such as its region."""

from django.db.models import Func, TextField, Value

from core import slots

# A lower room says where it comes from: callables () -> an expression on Space that gives a text.
SUBTITLE = slots.offer("spaces.subtitle")


def subtitle() -> Func:
    """The line as an expression on ``Space``: a page gets it with the space, in one query."""
    parts = slots.collect(SUBTITLE)
    nothing = Value(None, output_field=TextField())
    return Func(Value(", "), nothing, *parts, function="concat_ws", output_field=TextField())
