"""The fields that a column of a sheet can fill."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Field:
    """``label`` is the header in exports and forms; ``max_length`` in characters, after cleaning.

    ``clean`` is for the own criteria of a space: what a cell says as it is kept; raises CellError. Of the fields
    that every space has ``records`` knows how they are cleaned.
    """

    name: str
    label: str | Promise
    max_length: int
    clean: Callable[[str], str] | None = None


FIELDS: tuple[Field, ...] = (
    Field("name", _("Name"), 250),
    Field("sector", _("Sector"), 200),
    Field("official_number", _("Official number"), 20),
    Field("contact_person", _("Contact person"), 200),
    Field("phone", _("Telephone"), 50),
    Field("email", _("E-mail"), 254),
    Field("website", _("Website"), 500),
    Field("street", _("Street"), 250),
    Field("house_number", _("House number"), 20),
    Field("box", _("Box"), 20),
    Field("postcode", _("Postcode"), 10),
    Field("municipality", _("Municipality"), 120),
    Field("province", _("Province"), 120),
    Field("coordinates", _("Latitude and longitude"), 60),
    Field("latitude", _("Latitude"), 30),
    Field("longitude", _("Longitude"), 30),
    Field("contribution", _("Contribution"), 5000),
    Field("matters", _("What matters to them"), 5000),
    Field("influence", _("Influence"), 40),
    Field("interest", _("Level of interest"), 40),
    Field("strategy", _("Engagement strategy"), 5000),
    Field("mandate", _("Mandate"), 500),
    Field("win", _("Win"), 2000),
    Field("status", _("Status"), 100),
    Field("notes", _("Notes"), 10_000),
)
BY_NAME = {field.name: field for field in FIELDS}
LONG_TEXTS = frozenset({"contribution", "matters", "strategy", "win", "notes", "mandate"})
