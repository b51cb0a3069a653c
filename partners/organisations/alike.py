"""Names that look alike in the same place, in time in proportion to the number of names. Pure functions.

Alike is what PostgreSQL's ``pg_trgm`` calls similar (the share of groups of three letters that two names have in
common), so that the directory's own search and the import agree. Before two names are compared, words that tell
nothing are left out: legal forms, articles, and the name of the place that both are in.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from core.sheets.words import words
from places.names import place_key

# From here on two names may be one organisation; from SURE on they are, unless something else speaks against it.
ALIKE = 0.6
SURE = 0.85
# Of two that share a mailbox or a site: the part of the shorter name that must be in the longer one.
CONTAINED = 0.6

_LEGAL_FORMS = "vzw ivzw asbl aisbl nv bv bvba cv cvba sa sprl srl scrl stichting fondation foundation"
_ARTICLES = "vereniging association de het een der den van voor en la le les l du des d un une et pour the of and for"
_SAYS_NOTHING = frozenset(f"{_LEGAL_FORMS} {_ARTICLES}".split())
# A group of letters that so many names of one place share does not help to find one of them.
_COMMON = 64
_LOOKED_AT = 5  # names of a place that share most with the one that is asked for


class Named(NamedTuple):
    """A name with where it is, as the sheet or the register has them; "" where not known."""

    name: str
    municipality: str = ""
    postcode: str = ""
    street: str = ""


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """``words``, remembered: streets and names come over and over."""
    return words(text)


town = lru_cache(maxsize=20_000)(place_key)


def core(named: Named) -> str:
    """The words of a name that tell it from others in its place; all of them where nothing else would be left."""
    all_words = plain(named.name).split()
    nothing = _SAYS_NOTHING | set(plain(named.municipality).split())
    telling = [word for word in all_words if word not in nothing] or all_words
    return " ".join(telling) or named.name.casefold()  # a name in another alphabet has no words of ours


@lru_cache(maxsize=20_000)
def trigrams(text: str) -> frozenset[str]:
    """The groups of three letters of each word, with two blanks before it and one behind, as ``pg_trgm`` makes them."""
    return frozenset(
        padded[at : at + 3] for word in text.split() for padded in (f"  {word} ",) for at in range(len(padded) - 2)
    )


def likeness(one: str, other: str) -> float:
    """From 0 to 1, of two texts as ``core`` gives them."""
    if one == other:
        return 1.0
    first, second = trigrams(one), trigrams(other)
    together = len(first & second)
    return together / (len(first) + len(second) - together) if together else 0.0


def is_contained(one: Named, other: Named) -> bool:
    """Whether most of the shorter name is in the longer one: enough for two with the same mailbox."""
    cores = core(one), core(other)
    if _digits(cores[0]) != _digits(cores[1]):
        return False
    first, second = map(trigrams, cores)
    return len(first & second) >= CONTAINED * min(len(first), len(second)) > 0


def _digits(text: str) -> str:
    """The numbers in a name: "School 1" is never "School 2", however much alike they are."""
    return "-".join(word for word in text.split() if word.isdigit())


def _enough(one: Named, other: Named) -> float:
    """How much alike two names must be to be shown for each other; more than 1 for what cannot be one.

    Postcodes tell what lies far apart: Saint-Denis near Paris and Saint-Denis on Réunion.
    """
    if one.postcode and other.postcode and one.postcode[:2] != other.postcode[:2]:
        return 2.0
    return ALIKE if one.municipality and other.municipality else SURE


def is_elsewhere(one: Named, other: Named) -> bool:
    """Whether both have a municipality, or a street and one of them a number in it, and not the same."""
    if one.municipality and other.municipality and town(one.municipality) != town(other.municipality):
        return True
    first, second = plain(one.street), plain(other.street)
    if not first or not second or not any(map(str.isdigit, first + second)):
        return False  # "Le bourg" and "Place de la mairie" may well be one address
    return first != second and likeness(first, second) < SURE


class Alike(NamedTuple):
    """What a name looks like: the key it was added with, and how much."""

    key: int
    likeness: float


class _Entry(NamedTuple):
    key: int
    named: Named
    core: str


class _Place:
    """The names of one place. Groups of letters are looked up only once a second name asks."""

    __slots__ = ("_by_trigram", "_entries", "_indexed")

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._by_trigram: dict[str, list[int]] = {}
        self._indexed = 0

    def add(self, entry: _Entry) -> None:
        self._entries.append(entry)

    def like(self, text: str) -> Iterable[tuple[_Entry, float]]:
        """Those that have most in common with ``text``."""
        wanted = trigrams(text)
        if len(self._entries) <= _LOOKED_AT:
            near: Iterable[int] = range(len(self._entries))
        else:
            self._index()
            shared: Counter[int] = Counter()
            for trigram in wanted:
                found = self._by_trigram.get(trigram, ())
                if len(found) < _COMMON:
                    shared.update(found)
            near = (at for at, _times in shared.most_common(_LOOKED_AT))
        return [(entry, likeness(text, entry.core)) for entry in map(self._entries.__getitem__, near)]

    def _index(self) -> None:
        for at in range(self._indexed, len(self._entries)):
            for trigram in trigrams(self._entries[at].core):
                found = self._by_trigram.setdefault(trigram, [])
                if len(found) < _COMMON:
                    found.append(at)
        self._indexed = len(self._entries)


class NameIndex:
    """Names by place. A name without a place is found, and finds, only by the very same words."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}

    def add(self, key: int, named: Named) -> None:
        """Remember a name, so that later ones can look like it."""
        entry = _Entry(key, named, core(named))
        for place in _kept_at(entry):
            self._at(place).add(entry)

    def _at(self, place: str) -> _Place:
        found = self._places.get(place)
        if found is None:
            found = self._places[place] = _Place()
        return found

    def find(self, named: Named) -> list[Alike]:
        """The names of the same place that look like this one, the likest first."""
        asked = _Entry(0, named, core(named))
        found: dict[int, float] = {}
        for place in _looked_for_at(asked):
            known = self._places.get(place)
            for entry, alike in known.like(asked.core) if known else ():
                if alike >= _enough(named, entry.named):
                    found[entry.key] = max(alike, found.get(entry.key, 0.0))
        return [Alike(key, alike) for key, alike in sorted(found.items(), key=lambda one: (-one[1], one[0]))]


def _kept_at(entry: _Entry) -> list[str]:
    """By municipality, by postcode and by the very words, and by how much is known of the place."""
    _name, municipality, postcode, _street = entry.named
    digits = _digits(entry.core)
    if municipality:
        place = f"in {town(municipality)} {digits}"
        return [place, f"somewhere {entry.core}", *([f"in some {postcode} {digits}"] if postcode else [])]
    if postcode:
        return [f"at {postcode} {digits}", f"somewhere {entry.core}"]
    return [f"nowhere {entry.core}"]


def _looked_for_at(asked: _Entry) -> list[str]:
    """In the same municipality, or the same postcode where one has no municipality; by the very words elsewhere."""
    _name, municipality, postcode, _street = asked.named
    digits, nowhere = _digits(asked.core), f"nowhere {asked.core}"
    if municipality:
        return [f"in {town(municipality)} {digits}", *([f"at {postcode} {digits}"] if postcode else []), nowhere]
    if postcode:
        return [f"at {postcode} {digits}", f"in some {postcode} {digits}", nowhere]
    return [nowhere, f"somewhere {asked.core}"]
