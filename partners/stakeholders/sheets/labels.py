"""What somebody means by a word: one of some labels, in whatever case and with or without accents."""

from collections.abc import Iterable

from core.sheets.words import words


class Labels:
    """Finds the key of a label. What tells two apart only by a sign ("A+", "A-") is found when it is written so."""

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        for key, label in labels:
            self._exact.setdefault(_exact(label), key)
            plain = words(label)
            self._plain[plain] = "" if plain in self._plain else key  # of two that look alike, none

    def find(self, text: str) -> str:
        """The key of the label that ``text`` means; "" for none."""
        return self._exact.get(_exact(text)) or (self._plain.get(words(text), "") if words(text) else "")


def _exact(text: str) -> str:
    return " ".join(text.split()).casefold()
