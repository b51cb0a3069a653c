"""Regions, municipalities and boundaries of a programme from official files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from places.importing.problems import ImportRefused
from places.importing.regions import Report, import_regions
from places.models import Division
from programmes.models import Programme


class Command(BaseCommand):
    help = "Bring regions and their municipalities from a CSV file into a programme, with boundaries if given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV: a row for each municipality, with its code, name and region")
        parser.add_argument("--programme", required=True, metavar="SLUG", help="the programme's short name")
        parser.add_argument("--boundaries", type=Path, metavar="FILE", help="GeoJSON or TopoJSON in WGS84")
        parser.add_argument("--country", default="BE", help="two letters; the country of all rows (BE)")
        parser.add_argument(
            "--only-with-region", action="store_true", help="leave out municipalities that have no region"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._import(**options)
        except ImportRefused as refused:
            raise CommandError("\n".join(refused.problems)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        for line in report.lines():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing has changed.")

    @transaction.atomic
    def _import(self, programme: str, file: Path, boundaries: Path | None, dry_run: bool, **options: Any) -> Report:
        found = Programme.objects.select_related("space", "division").filter(space__slug=programme).first()
        if found is None:
            raise CommandError(f"There is no programme “{programme}”.")
        report = import_regions(
            _division_of(found),
            file.read_bytes(),
            boundaries.read_bytes() if boundaries else b"",
            country=options["country"].upper(),
            only_with_region=options["only_with_region"],
        )
        transaction.set_rollback(dry_run)
        return report


def _division_of(programme: Programme) -> Division:
    """The programme's division; the first import makes it."""
    if programme.division is None:
        space = programme.space
        programme.division, _made = Division.objects.get_or_create(code=space.slug, defaults={"name": space.name[:120]})
        programme.save(update_fields=["division"])
    return programme.division
