"""2,000 invitations at once against 200: the most memory that a worker process ever had, and how soon the page answers."""

import re
from pathlib import Path
from typing import Any

from bench import data
from bench.mail import new_meeting, wait_for, wait_until_noted, working
from bench.measuring import verdict
from bench.sink import Sink
from bench.web import Web, product, sign_in
from spaces.models import Space

FEW, MANY = 200, 2_000
TARGET = 1.1
PATIENCE = 400  # seconds for all mails of one press


def measure() -> dict[str, Any]:
    ground = data.alliance(stakeholders=MANY, members=MANY)
    data.analyse()
    answers, peaks = {}, {}
    with Sink() as sink, product() as web:
        sign_in(web, ground.coordinator)
        for count in (FEW, MANY):
            # Workers of its own each time: the peak of a process never goes down again.
            with working(sink.port, 2) as worker:
                invite(web, ground.space, sink, FEW)  # warm
                answers[count] = invite(web, ground.space, sink, count)
                peaks[count] = most_memory(worker)
    raw = {
        "answer_seconds": {str(count): round(seconds, 3) for count, seconds in answers.items()},
        "peak_megabytes": {str(count): round(megabytes, 1) for count, megabytes in peaks.items()},
    }
    return verdict(peaks[MANY] / peaks[FEW], TARGET, raw)


def invite(web: Web, space: Space, sink: Sink, count: int) -> float:
    """Seconds until the page answers; returns once every mail is at the sink, each person's once."""
    address, form = new_meeting(web, space, count)
    sink.recipients.clear()
    answer = web.post(address, form)
    if answer.status != 302:
        raise AssertionError(f"inviting {count} answers {answer.status}")
    wait_for(sink, count, PATIENCE)
    wait_until_noted()
    if len(sink.recipients) != count or set(sink.recipients.values()) != {1}:
        raise AssertionError("somebody got no invitation, or more than one")
    return answer.seconds


def most_memory(worker: int) -> float:
    """The most megabytes that a process of this worker ever had (its resident set)."""
    children = Path(f"/proc/{worker}/task/{worker}/children").read_text().split()
    statuses = (Path(f"/proc/{pid}/status").read_text() for pid in children)
    return max(int(re.search(r"VmHWM:\s+(\d+)", one)[1]) for one in statuses) / 1024  # type: ignore[index]
