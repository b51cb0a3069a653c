"""Entries that hold data of a person: who these are, who has to be told, and until when.

An organisation is nobody: its general mailbox and its telephone say nothing of a person. Where that cannot be
told from the address, it counts as a person's, so that nobody is forgotten.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from partners.stakeholders.models import Stakeholder

# The law (GDPR art. 14) gives a month. Thirty days are never more than that.
TELL_WITHIN = dt.timedelta(days=30)
# Mailboxes of an organisation, by what stands before the @ or its first word.
GENERAL = (
    "accueil", "admin", "administratie", "administration", "algemeen", "balie", "bib", "bibliotheek", "bibliotheque",
    "bureau", "centrale", "commune", "communication", "communicatie", "contact", "contacts", "cpas", "directie",
    "direction", "gemeente", "hallo", "hello", "help", "info", "informatie", "information", "mairie", "mail",
    "mediatheque", "news", "nieuws", "ocmw", "office", "onthaal", "post", "reception", "sec", "secretaire",
    "secretariaat", "secretariat", "stad", "support", "vragen", "webmaster", "welkom", "welcome",
)  # fmt: skip
_GENERAL_MAILBOX = rf"^({'|'.join(GENERAL)})([-_.+0-9][^@]*)?@"

OF_A_PERSON = (
    ~Q(contact_person="") | (Q(organisation=None) & ~Q(name="")) | (~Q(email="") & ~Q(email__iregex=_GENERAL_MAILBOX))
)
_SAME_ADDRESS = Stakeholder.objects.filter(space=OuterRef("space"), email__iexact=OuterRef("email")).exclude(email="")
# Who gave the data knows, and so does who objected, or was told under another entry: nobody is told twice.
NOT_TOLD = (
    OF_A_PERSON
    & Q(noticed_on=None, objected_on=None)
    & ~Q(source=Stakeholder.Source.PERSON)
    & ~Exists(_SAME_ADDRESS.exclude(noticed_on=None, objected_on=None))
)
SINCE = Coalesce(F("person_since"), TruncDate("created_at"), output_field=DateField())


def to_tell(space_id: int) -> QuerySet[Any, Any]:
    """Entries of a space whose person was not told yet, each with the day since when we have the data (``since``)."""
    return Stakeholder.objects.filter(NOT_TOLD, space=space_id).annotate(since=SINCE)


def deadline(since: dt.date) -> dt.date:
    """Until when a person is told whose data are here since that day."""
    return since + TELL_WITHIN


def last_day_in_time() -> dt.date:
    """Who is here since before this day, should have been told already."""
    return timezone.localdate() - TELL_WITHIN
