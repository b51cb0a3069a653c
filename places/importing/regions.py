"""The import itself: what the files say comes into a division, all or nothing; a second time changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from places.importing.boundaries import Boundary, read_boundaries
from places.importing.centres import read_centres
from places.importing.problems import ImportRefused, some
from places.importing.tables import MunicipalityRow, RegionRows, RegionSheet, read_regions
from places.models import Division, Municipality, MunicipalityInRegion, Region


@dataclass(slots=True)
class Tally:
    """What happened to things of one kind, by name."""

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0


@dataclass(slots=True)
class Report:
    """What an import did, or would do."""

    regions: Tally = field(default_factory=Tally)
    municipalities: Tally = field(default_factory=Tally)
    boundaries: Tally = field(default_factory=Tally)
    centres: Tally = field(default_factory=Tally)
    moved: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    without_boundary: list[str] = field(default_factory=list)
    not_in_file: list[str] = field(default_factory=list)

    def changes_nothing(self) -> bool:
        tallies = (self.regions, self.municipalities, self.boundaries, self.centres)
        return not self.moved and not any(tally.made or tally.changed for tally in tallies)

    def lines(self) -> list[str]:
        """The report in sentences."""
        lines = [_("Everything was there already: nothing changes.")] if self.changes_nothing() else []
        labels = (
            (_("Regions"), self.regions),
            (_("Municipalities"), self.municipalities),
            (_("Boundaries"), self.boundaries),
        )
        lines += [_tally_line(label, tally) for label, tally in labels]
        if self.centres != Tally():
            lines.append(_tally_line(_("Centres of municipalities"), self.centres))
        lists = (
            (_("Moved: %(names)s."), self.moved),
            (_("Left out, without a region: %(names)s."), self.left_out),
            (_("No boundary found for: %(names)s."), self.without_boundary),
            (_("In this division but not in the file, left as they are: %(names)s."), self.not_in_file),
        )
        return lines + [text % {"names": some(names)} for text, names in lists if names]


def _tally_line(label: str, tally: Tally) -> str:
    counts = {"made": len(tally.made), "changed": len(tally.changed), "unchanged": tally.unchanged}
    line = _("%(made)s new, %(changed)s changed, %(unchanged)s unchanged") % counts
    return f"{label}: {line}" + (f" ({some(tally.changed)})" if tally.changed else "")


def import_regions(
    division: Division,
    data: bytes,
    boundaries: bytes = b"",
    *,
    country: str,
    only_with_region: bool = False,
    dry_run: bool = False,
) -> Report:
    """Bring the regions of the file ``data`` (CSV) into ``division``, with ``boundaries`` (GeoJSON or TopoJSON).

    What the file says of a region is the whole truth about its municipalities; regions that it does not name stay as
    they are. ``country``: two letters, the country of all rows. Raises ImportRefused, and then nothing has changed.
    """
    sheet = read_regions(data, country=country, only_with_region=only_with_region)
    with transaction.atomic():
        Division.objects.select_for_update().get(pk=division.pk)  # of two imports at once the second waits
        report = _Import(division, sheet, country).run(boundaries)
        if dry_run:
            transaction.set_rollback(True)
    return report


class _Import:
    """One run; inside a transaction."""

    def __init__(self, division: Division, sheet: RegionSheet, country: str) -> None:
        self.division, self.sheet, self.country = division, sheet, country
        self.report = Report(left_out=sheet.left_out)

    def run(self, boundaries: bytes) -> Report:
        regions = self._regions()
        municipalities = self._municipalities()
        if boundaries:
            self._boundaries(regions, boundaries)
            self._centres(municipalities, boundaries)
        self._links(regions, municipalities)
        return self.report

    def _regions(self) -> dict[str, Region]:
        """The region of each in the file, by its key; new ones are made."""
        known = {region.code: region for region in self.division.regions.all()}
        regions: dict[str, Region] = {}
        codes: set[str] = set()
        for key, rows in self.sheet.regions.items():
            code = self._code(rows)
            if code in codes:
                raise ImportRefused(_("Two regions of the file would both get the code %(code)s.") % {"code": code})
            codes.add(code)
            region = known.get(code)
            if region is None:
                region = Region(division=self.division, code=code, name=rows.name, country=self.country)
                region.save()
                self.report.regions.made.append(rows.name)
            elif (region.name, region.country) != (rows.name, self.country):
                region.name, region.country = rows.name, self.country
                region.save(update_fields=["name", "country"])
                self.report.regions.changed.append(rows.name)
            else:
                self.report.regions.unchanged += 1
            regions[key] = region
        ours = {region.pk for region in regions.values()}
        self.report.not_in_file = [region.name for region in known.values() if region.pk not in ours]
        return regions

    def _code(self, rows: RegionRows) -> str:
        return f"{self.country.lower()}-{slugify(rows.official_code or rows.name)}"[:40].rstrip("-")

    def _boundaries(self, regions: dict[str, Region], data: bytes) -> None:
        ours = [region.pk for region in regions.values()]
        others = self.division.regions.exclude(pk__in=ours).exclude(boundary__isnull=True)
        drawn: dict[str, Boundary] = {region.name: region.boundary or {} for region in others}
        found = read_boundaries(data, self.sheet.regions, drawn, country=self.country)
        self.report.without_boundary = found.missing
        for key, boundary in found.by_region.items():
            region, tally = regions[key], self.report.boundaries
            if region.boundary == boundary:
                tally.unchanged += 1
                continue
            (tally.changed if region.boundary else tally.made).append(region.name)
            region.boundary = boundary
            region.save(update_fields=["boundary"])

    def _centres(self, municipalities: dict[str, Municipality], data: bytes) -> None:
        """What the file draws of the municipalities themselves says where their centres are."""
        tally, written = self.report.centres, []
        for code, centre in read_centres(data, municipalities, country=self.country).items():
            one = municipalities[code]
            before = (one.latitude, one.longitude)
            if before == centre:
                tally.unchanged += 1
                continue
            (tally.made if None in before else tally.changed).append(one.name)
            one.latitude, one.longitude = centre
            written.append(one)
        Municipality.objects.bulk_update(written, ["latitude", "longitude"], batch_size=500)

    def _municipalities(self) -> dict[str, Municipality]:
        """All municipalities of the file by code; new ones made, others with the names of the file."""
        rows = {code: row for region in self.sheet.regions.values() for code, row in region.municipalities.items()}
        known = {one.code: one for one in Municipality.objects.filter(country=self.country, code__in=rows)}
        new = [
            _filled(Municipality(code=code, country=self.country), row)
            for code, row in rows.items()
            if code not in known
        ]
        before = {code: _facts(one) for code, one in known.items()}
        changed = [one for code, one in known.items() if before[code] != _facts(_filled(one, rows[code]))]
        return self._saved(known, new, changed)

    def _saved(
        self, known: dict[str, Municipality], new: list[Municipality], changed: list[Municipality]
    ) -> dict[str, Municipality]:
        Municipality.objects.bulk_create(new)
        Municipality.objects.bulk_update(changed, ["name", "name_fr", "postcodes", "former_names"], batch_size=500)
        tally = self.report.municipalities
        tally.made += [one.name for one in new]
        tally.changed += [one.name for one in changed]
        tally.unchanged = len(known) - len(changed)
        return known | {one.code: one for one in new}

    def _links(self, regions: dict[str, Region], municipalities: dict[str, Municipality]) -> None:
        """Each municipality in the region of the file; where it was in another of the division, it moves."""
        wanted = {
            municipalities[code].pk: regions[key]
            for key, rows in self.sheet.regions.items()
            for code in rows.municipalities
        }
        links = MunicipalityInRegion.objects.filter(division=self.division).select_related("municipality", "region")
        ours = {region.pk for region in regions.values()}
        wrong = []
        for link in links:
            target = wanted.get(link.municipality_id)
            if target is not None and target.pk == link.region_id:
                del wanted[link.municipality_id]
            elif target is not None or link.region_id in ours:
                wrong.append(link)
                self.report.moved.append(_move(link, target))
        MunicipalityInRegion.objects.filter(pk__in=[link.pk for link in wrong]).delete()
        MunicipalityInRegion.objects.bulk_create(
            MunicipalityInRegion(municipality_id=pk, region=region) for pk, region in wanted.items()
        )


def _move(link: MunicipalityInRegion, target: Region | None) -> str:
    if target is None:
        return _("%(name)s out of %(region)s") % {"name": link.municipality, "region": link.region}
    return _("%(name)s from %(region)s to %(other)s") % {
        "name": link.municipality,
        "region": link.region,
        "other": target,
    }


def _facts(one: Municipality) -> tuple[str, str, list[str]]:
    return one.name, one.name_fr, list(one.postcodes)


def _filled(one: Municipality, row: MunicipalityRow) -> Municipality:
    """``one`` with what the file says; what it says nothing of stays, and its old name is remembered."""
    before, one.name = one.name, row.name
    one.was_called(before)
    one.name_fr = row.name_fr or one.name_fr
    one.postcodes = list(row.postcodes) or one.postcodes
    return one
