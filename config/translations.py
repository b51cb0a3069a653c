"""Translations: compile them, and find messages that miss one.

    python -m config.translations compile|check|update

``update`` brings the .po files up to the code: new messages come in empty, what nobody says any
more goes. Compiling needs no gettext programs (bin/setup runs it wherever Schakel is installed); checking asks
``xgettext`` for the messages in our code and templates.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

BASE_DIR = Path(__file__).resolve().parent.parent
LOCALE = BASE_DIR / "locale"
LANGUAGES = ("nl", "fr")  # English is what the code says
PLURALS = {"nl": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);"}
NOT_OURS = {".venv", ".python", "node_modules", "var", "tests", "static", "docs", "locale"}
FRENCH_SPACE = re.compile("(?<=«) | (?=[:;!?»])")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
# How nobody is spoken to: we say "je" in Dutch and "vous" in French.
NOT_SAID = {
    "nl": re.compile(r"\b(u|uw|uzelf)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(tu|te|toi|ton|ta|tes)\b|\bt’", re.IGNORECASE),
}
KEYWORDS = [
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
]


def compile_all() -> None:
    """Write a .mo beside each .po under locale/."""
    for source in LOCALE.rglob("*.po"):
        book = polib.pofile(str(source))
        if source.parent.parent.name == "fr":
            for entry in book:
                entry.msgstr = _french(entry.msgstr)
                entry.msgstr_plural = {number: _french(text) for number, text in entry.msgstr_plural.items()}
        book.save_as_mofile(str(source.with_suffix(".mo")))


def _french(text: str) -> str:
    """``text`` with the spaces of French punctuation, typed as ordinary ones, at which no line may break."""
    return FRENCH_SPACE.sub("\N{NO-BREAK SPACE}", text)


def messages_in_code() -> polib.POFile:
    """Every message that our Python code and templates mark for translation."""
    # Django is needed for this alone; compiling must work before settings are complete.
    from django.utils.translation.template import templatize

    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, source in enumerate(_sources()):
            text = source.read_text(encoding="utf-8")
            if source.suffix != ".py":
                text = templatize(text, origin=str(source.relative_to(BASE_DIR)))
            # Templates become a kind of Python whose text xgettext reads; the name tells where it is from.
            copy = Path(folder) / f"{number}.{str(source.relative_to(BASE_DIR)).replace('/', '.')}.py"
            copy.write_text(text, encoding="utf-8")
            names.append(copy.name)
        command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--output=-", "--files-from=-"]
        command += [f"--keyword={keyword}" for keyword in KEYWORDS]
        done = subprocess.run(command, cwd=folder, input="\n".join(names), capture_output=True, text=True, check=True)
    return polib.pofile(done.stdout)


def _sources() -> Iterator[Path]:
    for folder, folders, files in BASE_DIR.walk():
        if folder == BASE_DIR:
            folders[:] = [name for name in folders if name not in NOT_OURS and not name.startswith(".")]
        for name in sorted(files):
            path = folder / name
            if path.suffix == ".py" or (path.suffix in (".html", ".txt") and "templates" in path.parts):
                yield path


def update() -> None:
    """Bring locale/*/LC_MESSAGES/django.po up to the code, keeping what is translated."""
    wanted = messages_in_code()
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        have = _translated(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        book = polib.POFile(wrapwidth=100)
        book.metadata = {
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": PLURALS[language],
        }
        for message in sorted(wanted, key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or "")):
            book.append(_entry(message, have.get((message.msgctxt, message.msgid))))
        book.save(str(path))


def _translated(path: Path) -> dict[tuple[str | None, str], polib.POEntry]:
    if not path.exists():
        return {}
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def _entry(message: polib.POEntry, known: polib.POEntry | None) -> polib.POEntry:
    """``message`` with the translation we have; without places, which would change with every edit."""
    flags = [flag for flag in message.flags if flag != "fuzzy"]
    entry = polib.POEntry(msgid=message.msgid, msgctxt=message.msgctxt, msgid_plural=message.msgid_plural, flags=flags)
    if message.msgid_plural:
        entry.msgstr_plural = dict(known.msgstr_plural) if known and known.msgstr_plural else {0: "", 1: ""}
    elif known and not known.msgid_plural:
        entry.msgstr = known.msgstr
    return entry


def problems() -> list[str]:
    """One line for each message that is not translated, or only guessed ("fuzzy"), and where it is."""
    found = []
    wanted = messages_in_code()
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        if not path.exists():
            found.append(f"{language}: {path.relative_to(BASE_DIR)} is missing")
            continue
        have = _translated(path)
        for message in wanted:
            fault = _fault(have.get((message.msgctxt, message.msgid)), language)
            if fault:
                where = message.occurrences[0][0].partition(".")[2].removesuffix(".py")
                found.append(f"{language}: {fault}: {message.msgid!r} ({where})")
    return found


def _fault(entry: polib.POEntry | None, language: str) -> str:
    """What is wrong with a translation; nothing when it is fit to be shown."""
    if entry is not None and entry.fuzzy:
        return "fuzzy"
    if entry is None or not entry.translated():
        return "not translated"
    allowed = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    said = [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values())
    used = {name for text in said for name in PLACEHOLDER.findall(text)}
    if used != allowed:
        return "other placeholders"
    return "speaks to people otherwise" if any(NOT_SAID[language].search(text) for text in said) else ""


def main() -> int:
    if sys.argv[1:] == ["compile"]:
        compile_all()
        return 0
    if sys.argv[1:] == ["update"]:
        update()
        return 0
    if sys.argv[1:] == ["check"]:
        found = problems()
        print("\n".join(found))
        return 1 if found else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
