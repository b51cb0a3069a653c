"""Organisations in municipalities that were merged move along to the new one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.sheets.words import words
from partners.organisations.finding import in_municipality
from partners.organisations.models import Organisation
from places.importing.problems import some
from places.merging import Merge, Moves, move_municipalities, read_merges
from places.models import Municipality


@dataclass(slots=True)
class Report:
    """What a list of mergers did, or would do. ``organisations``: by old and new name, those that moved."""

    moves: Moves
    organisations: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    memberships: int = 0
    doubtful: list[str] = field(default_factory=list)
    named_after: list[str] = field(default_factory=list)

    def changes_nothing(self) -> bool:
        """Whether everything was merged already."""
        return not (self.moves.merged or self.organisations)

    def lines(self) -> list[str]:
        """The report in sentences."""
        lines = []
        if self.changes_nothing():
            lines.append(_("Everything was merged already: nothing changes."))
        if self.moves.merged:
            lines.append(_("Municipalities: %(names)s.") % {"names": "; ".join(self.moves.merged)})
        lines += [_moved_line(old, new, names) for (old, new), names in self.organisations.items()]
        if self.organisations:
            lines.append(_("Their memberships moved along: %(count)s.") % {"count": self.memberships})
        lists = (
            (_("In no region now, because the old ones were in different regions: %(names)s."), self.moves.undecided),
            (_("Not moved, because the postcode is of another municipality: %(names)s."), self.doubtful),
            (
                _("Their names hold that of a municipality that is gone, look at them: %(names)s."),
                self.named_after,
            ),
        )
        return lines + [text % {"names": some(names)} for text, names in lists if names]


def _moved_line(old: str, new: str, names: list[str]) -> str:
    return ngettext(
        "%(old)s → %(new)s: %(count)s organisation (%(names)s).",
        "%(old)s → %(new)s: %(count)s organisations (%(names)s).",
        len(names),
    ) % {"old": old, "new": new, "count": len(names), "names": some(names)}


def merge_municipalities(data: bytes, *, country: str, dry_run: bool = False) -> Report:
    """Apply a list of mergers (CSV) to the municipalities, and to the organisations that are in them.

    Safe to repeat. Raises ImportRefused, and then nothing has changed.
    """
    merges = read_merges(data, country=country)
    with transaction.atomic():
        report = Report(move_municipalities(merges, country=country))
        postcodes = _postcodes(merges, country)
        for merge in _unmistakable(merges):
            _move_organisations(merge, country, postcodes.get(merge.new_code, set()), report)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _unmistakable(merges: list[Merge]) -> list[Merge]:
    """One for each old name that is no longer a municipality's: where "Hasselt" stays "Hasselt" nothing moves."""
    still_there = {words(merge.new_name) for merge in merges}
    by_name: dict[str, list[Merge]] = defaultdict(list)
    for merge in merges:
        by_name[words(merge.old_name)].append(merge)
    return [found[0] for name, found in by_name.items() if len(found) == 1 and name not in still_there]


def _postcodes(merges: list[Merge], country: str) -> dict[str, set[str]]:
    """The postcodes of the new municipalities that are known here."""
    codes = {merge.new_code for merge in merges}
    found = Municipality.objects.filter(country=country, code__in=codes).values_list("code", "postcodes")
    return {code: set(postcodes) for code, postcodes in found}


def _move_organisations(merge: Merge, country: str, postcodes: set[str], report: Report) -> None:
    """Those that have the old name as their municipality, unless their postcode is of another place."""
    there = _in_municipality(merge.old_name, country)
    fits = Q(postcode="") | Q(postcode__in=postcodes) if postcodes else Q()
    report.doubtful += there.exclude(fits).values_list("name", flat=True) if postcodes else []
    moving = list(there.filter(fits).annotate(seats=Count("memberships")))
    if not moving:
        return
    Organisation.objects.filter(pk__in=[one.pk for one in moving]).update(municipality=merge.new_name)
    report.organisations[merge.old_name, merge.new_name] = [one.name for one in moving]
    report.memberships += sum(one.seats for one in moving)
    old = f" {words(merge.old_name)} "
    report.named_after += [one.name for one in moving if old in f" {words(one.name)} "]


def _in_municipality(name: str, country: str) -> QuerySet[Organisation]:
    """However it was typed: without case, accents and hyphens."""
    rows = Organisation.objects.filter(Q(country=country) | Q(country="")).order_by("name")
    return in_municipality(rows, name)
