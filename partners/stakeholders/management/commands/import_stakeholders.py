"""A spreadsheet into the register of an alliance, from the shell: the same reading, judging and merging as the page."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from core.sheets.errors import SheetError
from partners.stakeholders import criteria, importing
from partners.stakeholders.criteria import Own
from partners.stakeholders.judging import GROUPS, MERGE, NEW, SKIP
from partners.stakeholders.models import StakeholderImport
from partners.stakeholders.sheets.fields import BY_NAME
from partners.stakeholders.sheets.labels import Labels
from partners.stakeholders.sheets.reading import Table
from spaces.models import Space


class Command(BaseCommand):
    help = (
        "Bring a spreadsheet (CSV, XLSX, XLS, ODS) into the register of an alliance, all or nothing; the page of the "
        "alliance's spreadsheets can undo it. Ends with 0 when it was applied (rows with an error stay out and are "
        "listed), with 1 when nothing was brought in, with 2 for wrong arguments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--alliance", required=True, metavar="SLUG", help="the alliance's short name")
        parser.add_argument("--sheet", default="", metavar="NAME", help="of a workbook (the first that is a list)")
        parser.add_argument(
            "--map",
            nargs="+",
            action="extend",
            default=[],
            metavar="COLUMN=FIELD",
            help=f"what a column is, where it is not guessed right: a field or the name of an own "
            f"criterion; an empty one leaves the column out. {', '.join(BY_NAME)}",
        )
        parser.add_argument(
            "--duplicates",
            choices=("default", MERGE, NEW, SKIP),
            default="default",
            help="what happens with rows that are there already; by default what the page proposes",
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        space = Space.objects.filter(slug=options["alliance"]).first()
        if space is None:
            raise CommandError(f"There is no alliance “{options['alliance']}”.")
        if space.is_read_only:
            raise CommandError(f"“{space.name}” is closed: nothing changes in it any more.")
        try:
            with translation.override(space.language):
                done = self._import(space, **options)
        except SheetError as error:
            raise CommandError(error.message) from None
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        self._tell(done, **options)

    @transaction.atomic
    def _import(self, space: Space, **options: Any) -> StakeholderImport:
        file, duplicates = options["file"], options["duplicates"]
        data = file.read_bytes()
        table, guessed = importing.guess_mapping(space, data, file.name, settings.UPLOAD_MAX_BYTES, options["sheet"])
        mapping = _mapped(table, guessed, options["map"], criteria.of_space(space.pk))
        uploaded = StakeholderImport.objects.create(
            space=space,
            filename=file.name[:255],
            content=data,
            sheet=options["sheet"],
            mapping=mapping,
            choices={} if duplicates == "default" else {"groups": dict.fromkeys(GROUPS, duplicates)},
            state=StakeholderImport.State.RUNNING,
        )
        done = importing.apply(uploaded)
        transaction.set_rollback(options["dry_run"])
        return done

    def _tell(self, done: StakeholderImport, **options: Any) -> None:
        if options["json"]:
            told = {name: getattr(done, name) for name in ("rows", "created", "merged", "skipped", "warnings")}
            self.stdout.write(json.dumps(told | {"errors": done.row_errors}, ensure_ascii=False))
            return
        self.stdout.write(
            f"{done.rows} rows: {done.created} came in, {done.merged} were merged, {done.skipped} were left out or "
            f"bring nothing new, {done.error_count} have an error."
        )
        for kind, problems in (("error", done.row_errors), ("came in", done.warnings)):
            for one in problems:
                self.stdout.write(f"row {one['row']} ({kind}), {one['column'] or '–'}: {one['message']}")
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing has changed.")


def _mapped(table: Table, mapping: dict[str, int], given: list[str], own: Sequence[Own]) -> dict[str, int]:
    """``mapping`` with what was said of some columns. Raises CommandError for a column or field there is not."""
    fields = {index: name for name, index in mapping.items()}
    criteria_called = Labels((one.key, one.name) for one in own)
    for one in given:
        header, equals, name = one.rpartition("=")
        if not equals or header not in table.headers:
            raise CommandError(f"“{header or one}” is no column. There are: {', '.join(filter(None, table.headers))}.")
        if name and name not in BY_NAME:
            name = criteria_called.find(name) or _no_field(name, own)
        fields = {index: kept for index, kept in fields.items() if kept != name}
        fields[table.headers.index(header)] = name
    return {name: index for index, name in fields.items() if name}


def _no_field(name: str, own: Sequence[Own]) -> NoReturn:
    known = ", ".join([*BY_NAME, *(one.name for one in own)])
    raise CommandError(f"“{name}” is no field. There are: {known}.")
