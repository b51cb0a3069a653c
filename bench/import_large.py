"""15,779 rows of CSV, all judged against the register and each other, from the upload to the register, with the memory.

The real list is read when it is beside the project; else one of the same size and shape is made. The
memory is the peak of a process that does nothing but import it, as a worker does.
"""

import csv
import io
import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bench import data
from bench.import_sheet import timed
from bench.measuring import in_turns, verdict
from partners.organisations.models import Organisation
from partners.stakeholders import importing, tasks
from partners.stakeholders.models import Stakeholder, StakeholderImport
from spaces.models import Space

TARGET = 3.0
MOST_MEGABYTES = 400
ROWS = 15_779
TIMES = 3
REAL = Path(os.environ.get("SCHAKEL_BENCH_SHEET", "../shared/data/orgs/fr_bibliotheques_publiques.csv"))
KINDS = ("Bibliothèque municipale", "Médiathèque", "Bibliothèque", "Point lecture", "Médiathèque intercommunale")
HEADERS = (
    "Libelle1", "Localisation", "voie", "CP", "Ville", "DEPT", "coordonnees_finales", "code_bib", "Statut", "surface",
)  # fmt: skip


def measure() -> dict[str, Any]:
    ground = data.alliance(stakeholders=0)
    sheet = REAL.read_bytes() if REAL.exists() else make_sheet()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(ground.coordinator)
    expected = import_with_ours(client, ground.space, sheet)
    empty(ground.space)
    processor: dict[str, list[float]] = {"floor": [], "ours": []}

    def floor() -> float:
        return timed(lambda: import_at_floor(ground.space, sheet), ground.space, ROWS, processor["floor"])

    def ours() -> float:
        return timed(lambda: import_with_ours(client, ground.space, sheet), ground.space, expected, processor["ours"])

    floor(), ours()
    at_floor, at_ours = in_turns(floor, ours, times=TIMES)
    megabytes = peak_of_a_worker(ground.space, sheet)
    raw = {
        "rows": ROWS,
        "real_list": REAL.exists(),
        "came_in": expected,
        "peak_megabytes": megabytes,
        "times": TIMES,
        "floor_seconds": [round(seconds, 3) for seconds in at_floor],
        "ours_seconds": [round(seconds, 3) for seconds in at_ours],
        "ratio_of_processor_time": round(median(processor["ours"][1:]) / median(processor["floor"][1:]), 3),
    }
    found = verdict(median(at_ours) / median(at_floor), TARGET, raw)
    return found | {"met": found["met"] and megabytes < MOST_MEGABYTES}


def make_sheet() -> bytes:
    """As many libraries as the real list has, most alone in their place, a hundred of them twice."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADERS)
    for number in range(ROWS):
        at = number if number < ROWS - 100 else number - 9_000
        town = f"Saint-{data.PLACES[at % 8]}-{''.join('abcdefghij'[int(digit)] for digit in str(at // 2))}"
        writer.writerow(
            (
                f"{KINDS[at % 5]} de {town}", "", f"{at % 60 + 1} rue de la Mairie", f"{1000 + at % 94_000:05}", town,
                at % 95, f"{44 + at % 600 / 100},{at % 700 / 100}", f"{at}.0", KINDS[0], f"{at % 900}.0",
            )
        )  # fmt: skip
    return text.getvalue().encode()


def empty(space: Space) -> None:
    Stakeholder.objects.filter(space=space).delete()
    StakeholderImport.objects.all().delete()
    Organisation.objects.all().delete()


def import_with_ours(client: Client, space: Space, sheet: bytes) -> int:
    """Upload, preview and apply, as the three requests and the task do it. Returns how many came in."""
    upload = SimpleUploadedFile("bibliotheques.csv", sheet)
    answer = client.post(reverse("stakeholders:import_upload", args=[space.slug]), {"file": upload}, secure=True)
    pk = StakeholderImport.objects.get(space=space).pk
    page = client.get(answer["Location"], secure=True)
    if page.status_code != 200 or 'id="file-sure"' not in page.content.decode():
        raise AssertionError("the preview does not show the duplicates")
    StakeholderImport.objects.filter(pk=pk).update(state=StakeholderImport.State.RUNNING)
    tasks.apply_import(pk, "nl")
    done = StakeholderImport.objects.get(pk=pk)
    if done.rows != ROWS or not done.merged:
        raise AssertionError(f"{done.rows} rows, {done.merged} merged")
    return done.created


class RowForm(forms.Form):
    """What can be wrong; the other cells are taken as they are."""

    name = forms.CharField(max_length=300)
    postcode = forms.CharField(max_length=12, required=False)
    municipality = forms.CharField(max_length=120, required=False)


@transaction.atomic
def import_at_floor(space: Space, sheet: bytes) -> None:
    """Read, one form a row, ``bulk_create``: no duplicates, no columns to guess, nothing shown."""
    organisations, stakeholders = [], []
    for row in csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"), newline=""), delimiter=";"):
        form = RowForm({"name": row["Libelle1"], "postcode": row["CP"], "municipality": row["Ville"]})
        if not form.is_valid():
            raise AssertionError(form.errors)
        values = form.cleaned_data
        latitude, _comma, longitude = row["coordonnees_finales"].partition(",")
        organisation = Organisation(
            name=values["name"], street=row["voie"][:300], postcode=values["postcode"],
            municipality=values["municipality"], latitude=latitude or None, longitude=longitude or None,
        )  # fmt: skip
        organisations.append(organisation)
        stakeholders.append(
            Stakeholder(space=space, organisation=organisation, name=values["name"], notes=row["Statut"])
        )
    Organisation.objects.bulk_create(organisations)
    Stakeholder.objects.bulk_create(stakeholders)


# --- the memory of a process that only imports --------------------------------------------------------
_IN_A_PROCESS = (
    "import django, sys; django.setup(); from bench.import_large import import_and_tell; import_and_tell(sys.argv[1])"
)


def peak_of_a_worker(space: Space, sheet: bytes) -> int:
    """Megabytes at most, of a process of its own that imports the sheet into the empty register."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", _IN_A_PROCESS, space.slug]
    done = subprocess.run(command, input=sheet, stdout=subprocess.PIPE, check=True, env=environment)
    return int(done.stdout)


def import_and_tell(slug: str) -> None:
    """Import what comes in on standard input, and print the most megabytes that this process had."""
    content, space = sys.stdin.buffer.read(), Space.objects.get(slug=slug)
    _table, mapping = importing.guess_mapping(space, content, "x.csv", len(content))
    state = StakeholderImport.State.RUNNING
    running = StakeholderImport.objects.create(
        space=space, filename="x.csv", content=content, mapping=mapping, state=state
    )
    tasks.apply_import(running.pk, "nl")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
