"""Saving one line of the minutes while a meeting goes on (40 items, 60 people), against a bare view that writes one row."""

import datetime as dt
import uuid
from statistics import median
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bench import data
from bench.measuring import in_turns, milliseconds, verdict
from bench.web import Web, floor, product, sign_in
from sessions.meetings.models import AgendaItem, Meeting, MinutesRow
from sessions.meetings.services import inviting, minuting, planning

TARGET = 2.0
PEOPLE, ITEMS = 60, 40
TIMES, WARM_UP = 200, 20
# A line as somebody types it, a little longer with each save.
COMMENT = "We spreken af dat het onthaal voortaan op dinsdag is, en dat de bibliotheek de sleutel bewaart. " * 4


def measure() -> dict[str, Any]:
    ground = data.alliance(stakeholders=PEOPLE, members=PEOPLE)
    row = minutes_of_a_long_meeting(ground).rows.all()[ITEMS // 2]
    data.analyse()
    with product() as ours, floor() as bare:
        sign_in(ours, ground.coordinator)
        save = Saving(ours, row)
        for _time in range(WARM_UP):
            save.once()
            save_bare(bare, row, save.version)
        used = [web.processor_seconds() for web in (bare, ours)]
        at_floor, at_ours = in_turns(lambda: save_bare(bare, row, save.version), save.once, times=TIMES)
        used = [web.processor_seconds() - before for web, before in zip((bare, ours), used, strict=True)]
    row.refresh_from_db()
    if row.version != save.version or not row.comment.startswith(str(save.version - 1)):
        raise AssertionError("what was saved last does not stand there")
    raw = {
        "times": TIMES,
        "floor": {**milliseconds(at_floor), "processor_ms": round(used[0] / TIMES * 1000, 3)},
        "ours": {**milliseconds(at_ours), "processor_ms": round(used[1] / TIMES * 1000, 3)},
        "ratio_of_processor_time": round(used[1] / used[0], 3),
    }
    return verdict(median(at_ours) / median(at_floor), TARGET, raw)


def minutes_of_a_long_meeting(ground: data.Ground) -> Any:
    start = timezone.now() - dt.timedelta(hours=1)
    meeting = planning.plan(
        Meeting(
            space=ground.space, title="Plenaire vergadering", starts_at=start, ends_at=start + dt.timedelta(hours=3)
        )
    )
    have = meeting.agenda.count()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=number, title=f"Punt {number}") for number in range(have + 1, ITEMS + 1)
    )
    inviting.list_without_mail(meeting, inviting.usual_people(meeting.space))
    return minuting.start(meeting)


class Saving:
    """What the page sends each time: the whole line, and the version it began from."""

    def __init__(self, web: Web, row: MinutesRow) -> None:
        meeting = row.minutes.meeting
        self.web, self.row, self.version = web, row, row.version
        if web.get(reverse("meetings:minutes_change", args=[meeting.space.slug, meeting.pk])).status != 200:
            raise AssertionError("the minutes do not open")
        self.address = reverse("meetings:minutesrow_save", args=[meeting.space.slug, meeting.pk, row.pk])
        self.token = web.cookies[settings.CSRF_COOKIE_NAME]

    def once(self) -> float:
        line = {"version": str(self.version), "subject": self.row.subject, "comment": f"{self.version} {COMMENT}",
                "action": "Sleutel laten bijmaken", "who": "Lid 1", "due_on": "", "proposal": "", "outcome": "",
                "review_on": "", "objections-who": "", "objections-reason": "", "objections-met": ""}  # fmt: skip
        named = {f"row-{self.row.pk}-{name}": value for name, value in line.items()}
        answer = self.web.post(self.address, {"csrfmiddlewaretoken": self.token, **named})
        if answer.status != 200:
            raise AssertionError(f"saving answers {answer.status}")
        self.version += 1
        return answer.seconds


def save_bare(web: Web, row: MinutesRow, version: int) -> float:
    """The floor writes a row that is no line of ours, so that neither waits for the other."""
    answer = web.post(
        "/save", {"row": str(row.minutes.rows.first().pk), "comment": f"{version} {uuid.uuid4()} {COMMENT}"}
    )  # type: ignore[union-attr]
    if answer.status != 200:
        raise AssertionError(f"the floor answers {answer.status}")
    return answer.seconds
