"""Invitations a second, from pressing the button to the last one at the sink, against one process that does nothing else.

Through the web server, the outbox, Celery with two worker processes (``mail_one``: with one) and SMTP; counted at the sink.
"""

import contextlib
import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bench import data
from bench.measuring import in_turns, verdict
from bench.sink import Sink
from bench.web import Web, product, sign_in
from config.guardian import dies_with_parent
from core.mail.models import Mail
from sessions.meetings.models import Meeting
from sessions.meetings.services import inviting, planning
from spaces.models import Space

TARGET = 1.3
PEOPLE = 600
TIMES = 3
PATIENCE = 120  # seconds for all mails of one press
# As a coordinator writes who has much to tell: it makes the whole message about 20 KB.
INVITATION = (f"{data.WHY}We kijken vooruit naar het najaar en verdelen het werk.\n\n" * 9)[:4_990]


def measure(*, processes: int = 2, target: float = TARGET) -> dict[str, Any]:
    ground = data.alliance(stakeholders=PEOPLE, members=PEOPLE)
    data.analyse()
    with Sink() as sink, product() as web, working(sink.port, processes):
        sign_in(web, ground.coordinator)
        invite_and_count(web, ground.space, sink)  # warms web server and workers
        sample = sink.last.replace(b"\r\n..", b"\r\n.")
        floor, ours = in_turns(
            lambda: floor_rate(sample, sink), lambda: invite_and_count(web, ground.space, sink), times=TIMES
        )
    raw = {
        "mails": PEOPLE,
        "bytes_of_a_message": len(sample),
        "times": TIMES,
        "floor_per_second": [round(rate, 1) for rate in floor],
        "ours_per_second": [round(rate, 1) for rate in ours],
        "counted_with_the_sink_closed": count_with_closed_sink(ground, processes),
    }
    if raw["counted_with_the_sink_closed"]:
        raise AssertionError("mails were counted that nobody took")
    return verdict(median(ours) / median(floor), target, raw, at_least=True)


def invite_and_count(web: Web, space: Space, sink: Sink) -> float:
    """Mails a second for a new meeting to which everybody is invited."""
    address, form = new_meeting(web, space)
    sink.recipients.clear()
    started = time.perf_counter()
    answer = web.post(address, form)
    if answer.status != 302:
        raise AssertionError(f"inviting answers {answer.status}")
    wait_for(sink, PEOPLE)
    seconds = time.perf_counter() - started
    if set(sink.recipients.values()) != {1}:
        raise AssertionError("somebody got more than one invitation")
    wait_until_noted()
    return PEOPLE / seconds


def new_meeting(web: Web, space: Space, most: int = PEOPLE) -> tuple[str, dict[str, Any]]:
    """A meeting nobody is invited to yet, and what the browser sends on pressing the button for so many people."""
    start = timezone.now() + dt.timedelta(days=30)
    meeting = planning.plan(
        Meeting(
            space=space,
            title="Plenaire vergadering van het najaar",
            place="Stadhuis Sint-Niklaas, Grote Markt 1, 9100 Sint-Niklaas",
            invitation_text=INVITATION,
            starts_at=start,
            ends_at=start + dt.timedelta(hours=2),
        )
    )
    address = reverse("meetings:meeting_invite", args=[space.slug, meeting.pk])
    if web.get(address).status != 200:  # gives the browser its token against forged forms
        raise AssertionError("the page to invite people does not open")
    people = [str(one.person.pk) for one in inviting.candidates(meeting) if "lid" in one.person.email]
    people = people[:most]
    token = web.cookies[settings.CSRF_COOKIE_NAME]
    return address, {"csrfmiddlewaretoken": token, "people": people, "guest_name": "", "guest_email": ""}


def wait_for(sink: Sink, count: int, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while sink.count < count:
        if time.monotonic() > deadline:
            raise AssertionError(f"only {sink.count} of {count} mails came")
        time.sleep(0.005)


def wait_until_noted() -> None:
    """The workers write down the last ones, so that the next turn begins with idle workers."""
    while Mail.objects.exclude(state__in=Mail.FINISHED).exists():
        time.sleep(0.05)


def floor_rate(sample: bytes, sink: Sink) -> float:
    """Mails a second of the one process. Its start does not count."""
    sink.recipients.clear()
    command = [sys.executable, "-m", "bench.mail_floor", str(sink.port), str(PEOPLE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        process.stdin.write(sample)
        process.stdin.close()
        process.stdout.readline()
        started = time.perf_counter()
        wait_for(sink, PEOPLE)
        return PEOPLE / (time.perf_counter() - started)


@contextlib.contextmanager
def working(port: int, processes: int) -> Iterator[int]:
    """A Celery worker with so many processes that sends to this port; gives its number."""
    command = [
        "-m",
        "celery",
        "--app",
        "config.celery",
        "worker",
        f"--concurrency={processes}",
        "--queues=default,mail,import,pdf",
    ]
    process = subprocess.Popen(
        [*dies_with_parent("TERM"), sys.executable, *command, "--loglevel=WARNING"],
        env={**os.environ, "SMTP_URL": f"smtp://127.0.0.1:{port}"},
        stdout=sys.stderr,
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(90)


def count_with_closed_sink(ground: data.Ground, processes: int) -> int:
    """The same with nobody at the other end: what the sink counts then. It must be 0."""
    with Sink() as sink:
        port = sink.port
    with product() as web, working(port, processes):
        sign_in(web, ground.coordinator)
        address, form = new_meeting(web, ground.space)
        if web.post(address, form).status != 302:
            raise AssertionError("inviting fails without a mail server")
        deadline = time.monotonic() + PATIENCE
        waiting = Mail.objects.filter(state=Mail.State.AWAITING_RETRY)
        while waiting.count() < PEOPLE and time.monotonic() < deadline:
            time.sleep(0.1)
        if waiting.count() < PEOPLE:
            raise AssertionError("the workers did not try")
    return sink.count
