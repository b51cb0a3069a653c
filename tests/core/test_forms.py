"""Form pieces that every room uses."""

import pytest
from django.core.exceptions import ValidationError

from core.forms import Many


def test_many_takes_what_is_on_the_list_and_nothing_else() -> None:
    field = Many(choices=[(number, f"Lid {number}") for number in range(3)], coerce=int)
    assert field.clean(["2", "0", "2"]) == [2, 0, 2]
    for wrong in (["3"], ["Lid 1"], [""], "1"):
        with pytest.raises(ValidationError):
            field.clean(wrong)
    with pytest.raises(ValidationError):
        field.clean([])
    assert Many(choices=[], required=False).clean([]) == []
