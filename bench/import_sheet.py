"""10,000 rows of XLSX, from the upload to the register, against reading, one form a row and ``bulk_create``.

Seconds of the machine's own work: upload, preview and apply as the three requests and the task do
it (in this process), without the person's thinking time.
"""

import io
import os
import time
from statistics import median
from typing import Any

import python_calamine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from bench import data
from bench.measuring import in_turns, verdict
from partners.organisations.models import Organisation
from partners.stakeholders import tasks
from partners.stakeholders.judging import REASONS
from partners.stakeholders.models import Stakeholder, StakeholderImport
from spaces.models import Space

TARGET = 2.5
ROWS, DOUBLES = 10_000, 200
TIMES = 3
HEADERS = (
    "Naam", "Ondernemingsnummer", "E-mail", "Telefoon", "Website", "Straat", "Huisnummer", "Postcode", "Gemeente", "Sector",
    "Contactpersoon", "Opmerkingen",
)  # fmt: skip


def measure() -> dict[str, Any]:
    ground = data.alliance(stakeholders=0)
    sheet = make_sheet()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(ground.coordinator)
    processor: dict[str, list[float]] = {"floor": [], "ours": []}

    def floor() -> float:
        return timed(lambda: import_at_floor(ground.space, sheet), ground.space, ROWS, processor["floor"])

    def ours() -> float:
        return timed(
            lambda: import_with_ours(client, ground.space, sheet), ground.space, ROWS - DOUBLES, processor["ours"]
        )

    floor(), ours()
    at_floor, at_ours = in_turns(floor, ours, times=TIMES)
    raw = {
        "rows": ROWS,
        "exact_duplicates": DOUBLES,
        "times": TIMES,
        "floor_seconds": [round(seconds, 3) for seconds in at_floor],
        "ours_seconds": [round(seconds, 3) for seconds in at_ours],
        "ratio_of_processor_time": round(median(processor["ours"][1:]) / median(processor["floor"][1:]), 3),
    }
    return verdict(median(at_ours) / median(at_floor), TARGET, raw)


def make_sheet() -> bytes:
    """10,000 rows of 12 columns; the last 200 are exact duplicates of others by their number."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Organisaties")
    sheet.append(HEADERS)
    for number, name in zip(range(ROWS), data.names(), strict=False):
        same_as = number if number < ROWS - DOUBLES else number - (ROWS - DOUBLES)
        sheet.append(
            (
                name, official_number(same_as), f"info@organisatie{number}.example.org", f"03 776 {number:04}",
                f"https://www.organisatie{number}.example.org/contact", "Grote Markt", number % 200 + 1, 9100,
                data.PLACES[number % 8], ("Lokaal bestuur", "Welzijn", "Cultuur", "Onderwijs")[number % 4],
                f"Mohamed El Amrani {number}", "Deed mee aan de eerste bijeenkomst.",
            )
        )  # fmt: skip
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def official_number(number: int) -> str:
    """A Belgian enterprise number with its check digits."""
    text = f"0{4_000_000 + number}"
    return f"{text}{97 - int(text) % 97:02}"


def timed(work: Any, space: Space, expected: int, processor: list[float]) -> float:
    """Seconds of ``work``, which must leave ``expected`` rows in the register; they are taken out again."""
    before, started = processor_time(), time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    processor.append(processor_time() - before)
    found = Stakeholder.objects.filter(space=space).count()
    if found != expected:
        raise AssertionError(f"{found} of {expected} rows are in the register")
    Stakeholder.objects.filter(space=space).delete()
    StakeholderImport.objects.all().delete()
    Organisation.objects.all().delete()
    connection.close()
    data.analyse()
    return seconds


def processor_time() -> float:
    """Of this process and of those it started and waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


# --- ours -----------------------------------------------------------------------------------------
def import_with_ours(client: Client, space: Space, sheet: bytes) -> None:
    upload = SimpleUploadedFile("organisaties.xlsx", sheet)
    answer = client.post(reverse("stakeholders:import_upload", args=[space.slug]), {"file": upload}, secure=True)
    pk = StakeholderImport.objects.get(space=space).pk
    page = client.get(answer["Location"], secure=True)
    with translation.override("nl"):
        reason = str(REASONS["official_number"])
    if page.status_code != 200 or reason not in page.content.decode():
        raise AssertionError("the preview does not show the duplicates")
    # What pressing "apply" does, but for handing the task to a worker.
    StakeholderImport.objects.filter(pk=pk).update(state=StakeholderImport.State.RUNNING)
    tasks.apply_import(pk, "nl")
    if StakeholderImport.objects.get(pk=pk).merged != DOUBLES:
        raise AssertionError("not all duplicates were found")


# --- the floor ------------------------------------------------------------------------------------
class RowForm(forms.Form):
    """What can be wrong; the other cells are taken as they are."""

    name = forms.CharField(max_length=300)
    email = forms.EmailField(required=False)
    website = forms.URLField(max_length=500, required=False, assume_scheme="https")


@transaction.atomic
def import_at_floor(space: Space, sheet: bytes) -> None:
    book = python_calamine.load_workbook(io.BytesIO(sheet))
    organisations, stakeholders = [], []
    for row in book.get_sheet_by_index(0).to_python()[1:]:
        name, _number, email, phone, website, street, house, postcode, municipality, _sector, contact, notes = row
        form = RowForm({"name": name, "email": email, "website": website})
        if not form.is_valid():
            raise AssertionError(form.errors)
        values = form.cleaned_data
        organisation = Organisation(
            name=values["name"], website=values["website"], street=f"{street} {house:.0f}", postcode=f"{postcode:.0f}",
            municipality=municipality,
        )  # fmt: skip
        organisations.append(organisation)
        stakeholders.append(
            Stakeholder(
                space=space, organisation=organisation, name=values["name"], email=values["email"], phone=phone,
                contact_person=contact, notes=notes,
            )
        )  # fmt: skip
    Organisation.objects.bulk_create(organisations)
    Stakeholder.objects.bulk_create(stakeholders)
