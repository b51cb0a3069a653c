"""Merged municipalities: organisations, and members through them, move to the new one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.organisations.merging import merge_municipalities
from places.importing.problems import ImportRefused


class Command(BaseCommand):
    help = "Let merged municipalities take the place of the old ones, with the organisations that are in them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV: old code and name, new code and name of each municipality")
        parser.add_argument("--country", default="BE", help="two letters; the country of all rows (BE)")
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, and change nothing")

    def handle(self, *args: Any, file: Path, country: str, dry_run: bool, **options: Any) -> None:
        try:
            report = merge_municipalities(file.read_bytes(), country=country.upper(), dry_run=dry_run)
        except ImportRefused as refused:
            raise CommandError("\n".join(refused.problems)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        for line in report.lines():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("This was a dry run: nothing has changed.")
