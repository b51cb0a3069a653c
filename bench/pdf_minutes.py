"""The minutes as PDF, from request to bytes, against WeasyPrint warm in one process on the same HTML and font."""

import datetime as dt
import gc
import io
import time
from statistics import median
from typing import Any

import pikepdf
import weasyprint
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from bench import data
from bench.measuring import in_turns, milliseconds, verdict
from bench.web import product, sign_in
from core.pdf.fetch import base_url, fetch
from sessions.meetings import document
from sessions.meetings.models import Invitee, Meeting, Minutes, MinutesRow
from sessions.meetings.services import inviting, planning

TARGET = 1.3
TIMES = 15
PEOPLE, POINTS, PAGES = 10, 12, 3
COMMENT = (
    "**Drie gemeenten** doen mee. De bibliotheek stelt haar zaal ter beschikking.\n\n"
    "- de taalcafés beginnen in september\n"
)


def measure() -> dict[str, Any]:
    ground = data.alliance(stakeholders=60, members=PEOPLE)
    minutes = written_minutes(ground.space)
    address = reverse("meetings:minutes_draft", args=[ground.space.slug, minutes.meeting_id])
    with product() as ours:
        sign_in(ours, ground.coordinator)

        def request() -> float:
            answer = ours.get(address)
            check(answer.body)
            return answer.seconds

        floor = Floor(minutes)
        for measure_once in (floor, request):  # warm both
            measure_once()
            measure_once()
        at_floor, at_ours = in_turns(floor, request, times=TIMES)
    raw = {
        "times": TIMES,
        "pages": PAGES,
        "points": POINTS,
        "floor": milliseconds(at_floor),
        "ours": milliseconds(at_ours),
    }
    return verdict(median(at_ours) / median(at_floor), TARGET, raw)


def written_minutes(space: Any, points: int = POINTS) -> Minutes:
    """Minutes of a meeting that is over; 12 points make 3 pages."""
    start = timezone.now() - dt.timedelta(days=2)
    meeting = planning.plan(
        Meeting(
            space=space,
            title="Plenaire vergadering",
            place="Stadhuis",
            starts_at=start,
            ends_at=start + dt.timedelta(hours=2),
        )
    )
    inviting.list_without_mail(meeting, inviting.candidates(meeting))
    Invitee.objects.filter(meeting=meeting).update(attendance=Invitee.Attendance.PRESENT)
    minutes = Minutes.objects.create(meeting=meeting)
    MinutesRow.objects.bulk_create(
        MinutesRow(
            minutes=minutes,
            position=number,
            subject=f"Punt {number}: taal en ontmoeting in de wijken",
            comment=COMMENT,
            action="Een oproep voor vrijwilligers schrijven en rondsturen" if number % 3 == 0 else "",
            who="Fatima Van den Bossche 3",
            due_on=dt.date(2026, 12, 1),
        )
        for number in range(1, points + 1)
    )
    return minutes


def check(content: bytes) -> None:
    """Raise AssertionError when this is not the document."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if len(pdf.pages) != PAGES:
            raise AssertionError(f"the minutes have {len(pdf.pages)} pages")


class OurFiles(URLFetcher):  # type: ignore[misc]
    """The floor reads the same stylesheet and font as the product."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        found = fetch(url, {})
        return URLFetcherResponse(url, found.content, {"Content-Type": found.media_type})


class Floor:
    """WeasyPrint in this process with all that can be kept: the fonts, the parsed stylesheet, the HTML as text."""

    def __init__(self, minutes: Minutes) -> None:
        with translation.override("nl"):
            self.html = render_to_string("pdf/minutes.html", document.context(minutes))
        address = static("pdf/document.css")
        link = f'<link rel="stylesheet" href="{address}">'
        if link not in self.html:
            raise AssertionError("the document has another stylesheet")
        self.html = self.html.replace(link, "")
        self.fetcher, self.fonts, self.counters = OurFiles(), FontConfiguration(), CounterStyle()
        css = fetch(f"{base_url().rstrip('/')}{address}", {}).content
        self.css = weasyprint.CSS(
            string=css.decode(),
            base_url=f"{base_url().rstrip('/')}{address}",
            url_fetcher=self.fetcher,
            font_config=self.fonts,
            counter_style=self.counters,
        )

    def __call__(self) -> float:
        gc.collect()  # nobody pays for the garbage of another
        started = time.perf_counter()
        html = weasyprint.HTML(string=self.html, base_url=base_url(), url_fetcher=self.fetcher)
        content = html.write_pdf(
            stylesheets=[self.css], font_config=self.fonts, counter_style=self.counters, pdf_variant="pdf/ua-1"
        )
        seconds = time.perf_counter() - started
        check(content)
        return seconds
