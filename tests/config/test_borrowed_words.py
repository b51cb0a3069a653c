"""What we translate for Django and allauth is still what they say."""

from pathlib import Path

import allauth
import django
import polib
import pytest
from django.utils import translation

from config import borrowed_words


def said_by(package: Path) -> set[str]:
    """Every message of the English catalogues of ``package``."""
    return {
        entry.msgid for path in package.rglob("locale/en/LC_MESSAGES/django.po") for entry in polib.pofile(str(path))
    }


def in_sources_of(package: Path, words: str) -> bool:
    """Whether ``words`` stand in its code: a message can be newer than the catalogues."""
    return any(words in path.read_text(encoding="utf-8") for path in package.rglob("*.py"))


@pytest.mark.parametrize(
    ("package", "words"),
    [(django, borrowed_words.DJANGO), (allauth, borrowed_words.ALLAUTH)],
    ids=["django", "allauth"],
)
def test_words_are_still_said(package, words) -> None:
    folder = Path(package.__file__).parent
    known = said_by(folder)
    assert [one for one in words if one not in known and not in_sources_of(folder, one)] == []


def test_plurals_are_still_said() -> None:
    folder = Path(django.__file__).parent / "contrib/auth"
    with translation.override("en"):
        words = [one() for one in borrowed_words.DJANGO_PLURALS]
    assert [one for one in words if not in_sources_of(folder, one)] == []
