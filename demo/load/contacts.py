"""The contact log of a register, with a next contact that is overdue and some that are to come."""

from __future__ import annotations

from accounts.models import User
from demo.data.contacts import CONTACTS, ContactData
from demo.load.calendar import Calendar
from partners.contacts import services
from partners.contacts.models import Contact
from partners.contacts.services import Planned
from partners.stakeholders.models import Stakeholder
from spaces.models import Space


def make(space: Space, by: User, calendar: Calendar) -> None:
    entries = {entry.name: entry for entry in Stakeholder.objects.filter(space=space)}
    for data in CONTACTS:
        contact = Contact(stakeholder=entries[data.name], kind=data.kind, said=data.said)
        contact.held_on = calendar.day(data.in_days)
        services.log(contact, _then(data, calendar), by=by)


def _then(data: ContactData, calendar: Calendar) -> Planned:
    return Planned() if data.next_in_days is None else Planned(calendar.day(data.next_in_days), data.about)
