"""Where the data of the people in a register come from; some have to be told still, one corrects theirs, and one was
forgotten."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from partners.stakeholders.models import Stakeholder
from privacy import links, wishes
from privacy.models import Wish
from spaces.models import Space

# From a list; the first ones came in more than a month ago.
FROM_A_LIST = ("klaas.van.der.veen@example.org", "nadia.rahimi@example.org", "irene.smit@example.org")
LATE = FROM_A_LIST[:1]
CORRECTS = "femke.bakker@example.org"
LONG_AGO = "gerben.hoekstra@example.org"
PHONE = "058 000 03 07"


def make(space: Space) -> None:
    people = Stakeholder.objects.filter(space=space).exclude(email="")
    people.update(source=Stakeholder.Source.PERSON, ground=Stakeholder.Ground.AGREEMENT)
    some = people.filter(email__in=FROM_A_LIST)
    some.update(source=Stakeholder.Source.LIST, ground=Stakeholder.Ground.INTEREST)
    some.filter(email__in=LATE).update(person_since=timezone.localdate() - dt.timedelta(days=37))
    if not people.filter(email=LONG_AGO).exists():
        someone_of_long_ago(space)
    entry = people.filter(email=CORRECTS).first()
    if entry is not None:
        change = wishes.Change(f"stakeholder:{entry.pk}", "phone", "Telefoon", entry.phone, PHONE)
        wishes.ask(links.link_for(CORRECTS, space.language), space, Wish.Kind.CORRECT, changes=[change])


def someone_of_long_ago(space: Space) -> None:
    """Somebody out of an old list, whom nobody ever called."""
    then = timezone.now() - dt.timedelta(days=1_000)
    entry = Stakeholder.objects.create(
        space=space,
        name="Gerben Hoekstra (verzonnen)",
        email=LONG_AGO,
        source=Stakeholder.Source.LIST,
        source_note="deelnemers van een studiedag",
        ground=Stakeholder.Ground.INTEREST,
        noticed_on=then.date(),
    )
    Stakeholder.objects.filter(pk=entry.pk).update(created_at=then, changed_at=then, person_since=then.date())
