"""What goes wrong is logged without the people it was about."""

import logging

import pytest
from django.db import IntegrityError, transaction

from core.logs import PrivateFormatter
from spaces.models import Person
from tests.spaces.factories import SpaceFactory, somebody


def logged(message: str, *arguments: object, error: BaseException | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, arguments, info)
    return PrivateFormatter("%(levelname)s %(message)s").format(record)


@pytest.mark.django_db
def test_an_error_of_the_database_does_not_tell_whom_it_was_about() -> None:
    space, email = SpaceFactory(), "els.peeters@example.org"
    somebody(space, email=email)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Person.objects.bulk_create([Person(space=space, name="Els", email=email)])
    assert "els.peeters" in str(caught.value)  # what PostgreSQL says
    text = logged("Internal Server Error: %s", "/s/x/", error=caught.value)
    assert "person_email_once_in_space" in text
    assert "els.peeters" not in text


def test_the_secret_part_of_a_link_is_not_logged() -> None:
    assert logged("Gone: %s", "/l/signing/12/AbC-dEf_123/") == "ERROR Gone: /l/signing/12/…/"


def test_other_addresses_are_logged_as_they_are() -> None:
    assert logged("Not Found: %s", "/s/x/l/y/12/") == "ERROR Not Found: /s/x/l/y/12/"
