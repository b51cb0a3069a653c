"""Where the data of the people in a register come from; some have to be told still, and one corrects theirs."""

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
PHONE = "058 000 03 07"


def make(space: Space) -> None:
    people = Stakeholder.objects.filter(space=space).exclude(email="")
    people.update(source=Stakeholder.Source.PERSON, ground=Stakeholder.Ground.AGREEMENT)
    some = people.filter(email__in=FROM_A_LIST)
    some.update(source=Stakeholder.Source.LIST, ground=Stakeholder.Ground.INTEREST)
    some.filter(email__in=LATE).update(person_since=timezone.localdate() - dt.timedelta(days=37))
    entry = people.filter(email=CORRECTS).first()
    if entry is not None:
        change = wishes.Change(f"stakeholder:{entry.pk}", "phone", "Telefoon", entry.phone, PHONE)
        wishes.ask(links.link_for(CORRECTS, space.language), space, Wish.Kind.CORRECT, changes=[change])
