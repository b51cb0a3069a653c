"""Who of a sheet is there already: in the register, or further up in the sheet itself.

Everything here takes time in proportion to the number of rows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from partners.organisations.alike import SURE, Named, NameIndex, is_contained, is_elsewhere
from partners.stakeholders.sheets import cleaning
from partners.stakeholders.sheets.records import CleanRow

# An e-mail address or a host that this many names (or numbers) share belongs to none of them: the
# mailbox of the federal police, the site of a province.
SHARED_BY = 3


class Keys(NamedTuple):
    """What tells organisations apart, exactly: cleaned values, "" where not known."""

    official_number: str = ""
    email: str = ""
    website: str = ""


class Known(NamedTuple):
    """Something that is there already: an id of the caller, its keys, and the names it goes by."""

    key: int
    keys: Keys
    names: tuple[Named, ...] = ()


class Duplicate(NamedTuple):
    """``reason``: official_number, email, website or name. One of ``existing`` (an id) and ``row`` (a number) is set.

    ``sure``: nothing speaks against it, so that it may be merged unless somebody says otherwise.
    """

    reason: str
    existing: int | None = None
    row: int | None = None
    sure: bool = False


def keys_of(values: Mapping[str, str]) -> Keys:
    """The keys of a clean row. Of a website only the host counts, and only where it identifies."""
    website = values.get("website", "")
    return Keys(
        values.get("official_number", ""),
        values.get("email", "").lower(),
        cleaning.identifying_host(website) if website else "",
    )


def named_in(values: Mapping[str, str]) -> Named:
    """The name of a clean row, with where it is."""
    street = " ".join(part for part in (values.get("street", ""), values.get("house_number", "")) if part)
    return Named(values["name"], values.get("municipality", ""), values.get("postcode", ""), street)


class _Entry(NamedTuple):
    official_number: str
    existing: int | None
    row: int | None
    names: tuple[Named, ...]

    def duplicate(self, reason: str, sure: bool) -> Duplicate:
        return Duplicate(reason, self.existing, self.row, sure)


class DuplicateIndex:
    """Finds duplicates: same official number, else same e-mail, else same website host, else a name alike in its place.

    Two that both have an official number, and different ones, are two organisations, whatever else
    they share. What three or more share does not identify (``SHARED_BY``).
    """

    def __init__(self, existing: Iterable[Known] = ()) -> None:
        self._entries: list[_Entry] = []
        self._numbers: dict[str, _Entry] = {}
        self._emails: dict[str, list[_Entry]] = {}
        self._hosts: dict[str, list[_Entry]] = {}
        self._names = NameIndex()
        for known in existing:
            self._add(known.keys, _Entry(known.keys.official_number, known.key, None, known.names))
        self._shared = {
            key for entries in (self._emails, self._hosts) for key, found in entries.items() if len(found) >= SHARED_BY
        }

    def add(self, keys: Keys, named: Named, row: int) -> None:
        """Remember a row, so that later ones can be its duplicates."""
        self._add(keys, _Entry(keys.official_number, None, row, (named,)))

    def _add(self, keys: Keys, entry: _Entry) -> None:
        if keys.official_number:
            self._numbers.setdefault(keys.official_number, entry)
        if keys.email:
            _remember(self._emails, keys.email, entry)
        if keys.website:
            _remember(self._hosts, keys.website, entry)
        for named in entry.names:
            self._names.add(len(self._entries), named)
        self._entries.append(entry)

    def ignore(self, keys: Iterable[str]) -> None:
        """Do not judge by these e-mail addresses and hosts: too many share them."""
        self._shared.update(keys)

    def find(self, keys: Keys, named: Named) -> Duplicate | None:
        """What a row is a duplicate of: whoever is sure comes before whoever only shares something."""
        if keys.official_number and (same := self._numbers.get(keys.official_number)):
            return same.duplicate("official_number", sure=True)
        contact = self._by_contact(keys, named)
        if contact and contact.sure:
            return contact
        alike = self._by_name(keys, named)
        return alike if alike and (alike.sure or contact is None) else contact

    def _by_contact(self, keys: Keys, named: Named) -> Duplicate | None:
        unsure = None
        for reason, entries, key in (("email", self._emails, keys.email), ("website", self._hosts, keys.website)):
            for entry in entries.get(key, ()) if key and key not in self._shared else ():
                if keys.official_number and entry.official_number:
                    continue
                if any(_is_sure(named, other) for other in entry.names):
                    return entry.duplicate(reason, sure=True)
                unsure = unsure or entry.duplicate(reason, sure=False)
        return unsure

    def _by_name(self, keys: Keys, named: Named) -> Duplicate | None:
        found = []
        for alike in self._names.find(named):
            entry = self._entries[alike.key]
            if keys.official_number and entry.official_number:
                continue
            elsewhere = all(is_elsewhere(named, other) for other in entry.names)
            if alike.likeness >= SURE or not elsewhere:
                found.append((alike.likeness >= SURE and not elsewhere, entry))
        if not found:
            return None
        # Several that fit equally well: which one it is, only a person can tell.
        sure = [entry for is_sure, entry in found if is_sure]
        return (sure or [entry for _sure, entry in found])[0].duplicate("name", sure=0 < len(sure) < SHARED_BY)


def _is_sure(one: Named, other: Named) -> bool:
    """Of two that share a mailbox or a site: the branches of one house share them too."""
    return is_contained(one, other) and not is_elsewhere(one, other)


def _remember(entries: dict[str, list[_Entry]], key: str, entry: _Entry) -> None:
    """Keep up to ``SHARED_BY`` entries for a key: with so many it does not identify any more."""
    found = entries.get(key)
    if found is None:
        entries[key] = [entry]
    elif len(found) < SHARED_BY:
        found.append(entry)


def find_duplicates(rows: Sequence[CleanRow], existing: Iterable[Known] = ()) -> dict[int, Duplicate]:
    """Row number → what the row is a duplicate of: something existing, else the first such row of the file.

    Rows with errors are neither duplicates nor originals: they do not come in.
    """
    rows = [row for row in rows if not row.errors]
    keys = [keys_of(row.values) for row in rows]
    index = DuplicateIndex(existing)
    index.ignore(_shared(rows, [key.email for key in keys]))
    index.ignore(_shared(rows, [key.website for key in keys]))
    found: dict[int, Duplicate] = {}
    for row, row_keys in zip(rows, keys, strict=True):
        named = named_in(row.values)
        duplicate = index.find(row_keys, named)
        if duplicate:
            found[row.number] = duplicate
        if duplicate is None or not duplicate.sure:
            index.add(row_keys, named, row.number)
    return found


def _shared(rows: Sequence[CleanRow], keys: Sequence[str]) -> set[str]:
    """The keys that three or more different names, or official numbers, of the file have."""
    often = {key for key, times in Counter(keys).items() if key and times >= SHARED_BY}
    names: dict[str, set[str]] = {key: set() for key in often}
    numbers: dict[str, set[str]] = {key: set() for key in often}
    for row, key in zip(rows, keys, strict=True):
        if key in often:
            names[key].add(row.values["name"].casefold())
            numbers[key].add(row.values.get("official_number", ""))
    return {key for key in often if len(names[key]) >= SHARED_BY or len(numbers[key] - {""}) >= SHARED_BY}
