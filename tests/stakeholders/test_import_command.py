"""The import from the shell: what it prints, how it ends, and that it is the import of the page."""

import io
import json
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext

from partners.stakeholders import criteria
from partners.stakeholders.criteria import Kind
from partners.stakeholders.models import Stakeholder, StakeholderImport
from spaces.models import Space
from tests.spaces.factories import AllianceFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
SHEET = (
    "Naam;Gemeente;E-mail;Kleur\n"
    "Taalhuis;Temse;els@taalhuis.example;rood\n"
    "Buurthuis;Temse;;groen\n"
    "Fout;Temse;geen adres;\n"
    "Buurthuis vzw;Temse;buurt@huis.example;\n"
)


@pytest.fixture
def space() -> Space:
    return AllianceFactory(space__slug="waasland").space


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lijst.csv"
    path.write_text(SHEET)
    return path


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_stakeholders", *map(str, arguments), "--alliance", "waasland", stdout=out)
    return out.getvalue()


def test_it_prints_what_came_of_it(space: Space, file: Path) -> None:
    StakeholderFactory(space=space, organisation__name="Taalhuis", organisation__municipality="Temse")
    told = json.loads(run(file, "--json"))
    with translation.override(space.language):
        wrong = gettext("%(problem)s What it says went to the notes.") % {
            "problem": gettext("This is not an e-mail address.")
        }
    assert told == {
        "rows": 4,
        "created": 2,
        "merged": 2,
        "skipped": 0,
        "warnings": [{"row": 4, "column": "E-mail", "message": wrong}],
        "errors": [],
    }
    assert set(Stakeholder.objects.values_list("name", "email")) == {
        ("Taalhuis", "els@taalhuis.example"), ("Buurthuis", "buurt@huis.example"), ("Fout", ""),
    }  # fmt: skip
    assert StakeholderImport.objects.get().may_be_undone


@pytest.mark.parametrize(
    ("choice", "counts"), [("merge", (2, 2, 0)), ("new", (4, 0, 0)), ("skip", (2, 0, 2)), ("default", (2, 2, 0))]
)
def test_what_happens_with_duplicates_can_be_said(space: Space, file: Path, choice: str, counts) -> None:
    StakeholderFactory(space=space, organisation__name="Taalhuis", organisation__municipality="Temse")
    told = json.loads(run(file, "--json", "--duplicates", choice))
    assert (told["created"], told["merged"], told["skipped"]) == counts


def test_a_dry_run_changes_nothing(space: Space, file: Path) -> None:
    words = run(file, "--dry-run")
    assert "4 rows: 3 came in, 1 were merged" in words
    assert "nothing has changed" in words
    assert (Stakeholder.objects.count(), StakeholderImport.objects.count()) == (0, 0)


def test_columns_and_sheet_can_be_said(space: Space, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Naam", "Gemeente"])  # type: ignore[union-attr]
    book.active.append(["Verkeerd", "Temse"])  # type: ignore[union-attr]
    other = book.create_sheet("Partners")
    for row in (["Naam", "Kleur", "Gemeente"], ["Taalhuis", "rood", "Temse"]):
        other.append(row)
    path = tmp_path / "lijst.xlsx"
    book.save(path)
    run(path, "--sheet", "Partners", "--map", "Kleur=notes", "Gemeente=")
    entry = Stakeholder.objects.select_related("organisation").get()
    assert (entry.name, entry.notes, entry.organisation.municipality) == ("Taalhuis", "rood", "")


def test_a_column_can_be_an_own_criterion(space: Space, file: Path) -> None:
    colour = criteria.add(space, name="Gevoelskleur", kind=Kind.CHOICE, labels=["Rood", "Groen"])
    run(file, "--map", "Kleur=gevoelskleur")
    chosen = {entry.name: criteria.in_words(criteria.own(colour), value) for entry in Stakeholder.objects.all()
              if (value := entry.criteria.get(criteria.key_of(colour.pk)))}  # fmt: skip
    assert chosen == {"Taalhuis": "Rood", "Buurthuis": "Groen"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--map", "Bestaat niet=notes"], "is no column"),
        (["--map", "Kleur=nonsense"], "is no field"),
        (["--map", "Kleur"], "is no column"),
        (["--alliance", "nergens"], "There is no alliance"),
        (["--map", "Naam="], "."),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(space: Space, file: Path, arguments, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("import_stakeholders", file, "--alliance", "waasland", *arguments)
    assert not StakeholderImport.objects.exists()


def test_a_file_that_is_no_sheet_or_not_there(space: Space, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(tmp_path / "niets.csv")
    broken = tmp_path / "stuk.xlsx"
    broken.write_bytes(b"PK\x03\x04rubbish")
    with pytest.raises(CommandError):
        run(broken)
