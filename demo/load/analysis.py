"""An inventory, sources, consultations, and gaps with what shows them; the last gap has nothing yet."""

from __future__ import annotations

from accounts.models import User
from demo.data.analysis import CONSULTATIONS, GAPS, INVENTORY, SOURCES
from demo.load.calendar import Calendar
from partners.analysis import services
from partners.analysis.models import Consultation, Gap, InventoryEntry, Remark, Source
from partners.analysis.questions import asked_in
from spaces.models import Space


def make(space: Space, by: User, calendar: Calendar) -> None:
    programmes = [services.add(InventoryEntry(space=space, filled_in_by=by.name, **facts)) for facts in INVENTORY]
    read_on = calendar.day(-45)
    sources = [services.add(Source(space=space, looked_at_on=read_on, **facts)) for facts in SOURCES]
    consultations = _consultations(space, by, calendar)
    for data in GAPS:
        facts = {"title": data.title, "description": data.description, "affected": data.affected}
        gap = services.add(Gap(space=space, urgency=data.urgency, **facts))
        gap.programmes.set(programmes[place] for place in data.programmes)
        gap.sources.set(sources[place] for place in data.sources)
        gap.consultations.set(consultations[place] for place in data.consultations)
        for said, who in data.said:
            services.add_remark(Remark(gap=gap, said=said, by=who, said_on=calendar.day(-30)))


def _consultations(space: Space, by: User, calendar: Calendar) -> list[Consultation]:
    questions = asked_in(space)
    return [
        services.add(
            Consultation(
                space=space,
                name=data.name,
                is_named=data.is_named,
                held_on=calendar.day(-data.days_ago),
                by=by.name,
                answers=[[questions[number], answer] for number, answer in data.answers.items()],
                findings=data.findings,
                private_notes=data.private_notes,
            )
        )
        for data in CONSULTATIONS
    ]
