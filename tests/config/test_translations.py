"""The check for missing translations finds what it should."""

from pathlib import Path

import polib
import pytest

from config import translations


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project: three messages in code and templates, translated into "nl" alone."""
    monkeypatch.setattr(translations, "BASE_DIR", tmp_path)
    monkeypatch.setattr(translations, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(translations, "LANGUAGES", ("nl",))
    (tmp_path / "room").mkdir()
    (tmp_path / "room/views.py").write_text('A = _("One")\nB = ngettext_lazy("%(n)s day", "%(n)s days", "n")\n')
    (tmp_path / "templates/room").mkdir(parents=True)
    template = (
        "{% load i18n %}{% translate 'Two' context 'count' %}{% blocktranslate %}Three {{ n }}{% endblocktranslate %}"
    )
    (tmp_path / "templates/room/page.html").write_text(template)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="One", msgstr="Een"))
    catalogue.append(
        polib.POEntry(msgid="%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "%(n)s dag", 1: "%(n)s dagen"})
    )
    catalogue.append(polib.POEntry(msgctxt="count", msgid="Two", msgstr="Twee"))
    catalogue.append(polib.POEntry(msgid="Three %(n)s", msgstr="Drie %(n)s"))
    (tmp_path / "locale/nl/LC_MESSAGES").mkdir(parents=True)
    catalogue.save(str(tmp_path / "locale/nl/LC_MESSAGES/django.po"))
    return tmp_path


def change(project: Path, message: str, **values: object) -> None:
    path = project / "locale/nl/LC_MESSAGES/django.po"
    catalogue = polib.pofile(str(path))
    entry = next(entry for entry in catalogue if entry.msgid == message)
    for name, value in values.items():
        setattr(entry, name, value)
    catalogue.save(str(path))


def test_complete(project: Path) -> None:
    assert translations.problems() == []


def test_missing_fuzzy_and_half_translated(project: Path) -> None:
    change(project, "One", msgstr="")
    change(project, "Two", flags=["fuzzy"])
    change(project, "%(n)s day", msgstr_plural={0: "%(n)s dag", 1: ""})
    assert translations.problems() == [
        "nl: not translated: 'One' (room.views.py)",
        "nl: not translated: '%(n)s day' (room.views.py)",
        "nl: fuzzy: 'Two' (templates.room.page.html)",
    ]


def test_placeholder_lost(project: Path) -> None:
    change(project, "Three %(n)s", msgstr="Drie")
    assert translations.problems() == ["nl: other placeholders: 'Three %(n)s' (templates.room.page.html)"]


def test_people_are_spoken_to_in_one_way(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(project, "One", msgstr="Wilt u er een?")
    assert translations.problems() == ["nl: speaks to people otherwise: 'One' (room.views.py)"]
    change(project, "One", msgstr="Wil je er een?")
    assert translations.problems() == []
    french = translations.NOT_SAID["fr"]
    assert all(french.search(text) for text in ("Seras-tu là ?", "ta réponse", "ce dont t’a parlé", "Tes réunions"))
    assert not any(french.search(text) for text in ("Serez-vous là ?", "toute la région", "état", "testé", "étant"))


def test_compiled(project: Path) -> None:
    translations.compile_all()
    compiled = polib.mofile(str(project / "locale/nl/LC_MESSAGES/django.mo"))
    assert {entry.msgid: entry.msgstr for entry in compiled}["One"] == "Een"


def test_french_punctuation_never_begins_a_line(project: Path) -> None:
    folder = project / "locale/fr/LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="One", msgstr="Voici « un » : à vous ; d'accord ?"))
    catalogue.append(
        polib.POEntry(msgid="%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "un :", 1: "%(n)s !"})
    )
    catalogue.save(str(folder / "django.po"))
    translations.compile_all()
    compiled = polib.mofile(str(folder / "django.mo"))
    assert compiled.find("One").msgstr == "Voici «\xa0un\xa0»\xa0: à vous\xa0; d'accord\xa0?"
    assert compiled.find("%(n)s day").msgstr_plural == {0: "un\xa0:", 1: "%(n)s\xa0!"}
