"""What changed is said word by word, and never takes for ever."""

import time

import pytest

from core.differences import Change, How, corrections, differences


def said(changes: list[Change]) -> list[tuple[str, str, str]]:
    """Each block as (kind, how, words), with what went in [-…-] and what came in {+…+}."""
    marks = {How.SAME: "{}", How.ADDED: "{{+{}+}}", How.REMOVED: "[-{}-]", How.CHANGED: "{}"}
    return [
        (one.kind, one.how, " ".join(marks[piece.how].format(piece.words) for piece in one.pieces)) for one in changes
    ]


def test_a_word_that_changed_stands_beside_the_one_it_took_the_place_of() -> None:
    before = "# Geld\n\nWe beslissen samen bij gewone meerderheid van stemmen.\n"
    after = "# Geld\n\nWe beslissen samen bij tweederde meerderheid van stemmen.\n"
    assert said(differences(before, after)) == [
        ("heading", "same", "Geld"),
        ("paragraph", "changed", "We beslissen samen bij [-gewone-] {+tweederde+} meerderheid van stemmen."),
    ]


def test_a_point_that_came_and_one_that_went() -> None:
    before = "- We komen op tijd.\n- We nemen koekjes mee.\n"
    after = "- We komen op tijd.\n- Wie niet kan, belt vooraf even.\n"
    assert said(differences(before, after)) == [
        ("point", "same", "We komen op tijd."),
        ("point", "added", "{+Wie niet kan, belt vooraf even.+}"),
        ("point", "removed", "[-We nemen koekjes mee.-]"),
    ]


def test_a_link_to_another_address_is_a_change() -> None:
    before, after = "Zie [hier](https://example.org/a) alles", "Zie [hier](https://example.org/b) alles"
    assert said(differences(before, after)) == [
        ("paragraph", "changed", "Zie hier [-(https://example.org/a)-] {+(https://example.org/b)+} alles"),
    ]


@pytest.mark.parametrize("text", ["Zelfde tekst.", "", "- een\n- twee\n\n# Kop"])
def test_the_same_text_has_no_differences(text: str) -> None:
    assert {change.how for change in differences(text, text)} <= {How.SAME}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 14_000, "b a " * 7_000),
        ("a\n\n" * 9_000, "b\n\n" * 9_000),
        tuple("\n\n".join(f"{word} {n} met woorden" for n in range(1_200)) for word in ("alinea", "zin")),
    ],
    ids=["one endless paragraph", "many equal ones", "many that are alike"],
)  # fmt: skip
def test_the_longest_text_takes_a_moment(before: str, after: str) -> None:
    began = time.process_time()
    differences(before, after)
    assert time.process_time() - began < 4


def test_of_a_correction_only_what_differs_is_shown_under_its_heading() -> None:
    before = "# Geld\n\nAlles samen.\n\n# Hoe we beslissen\n\nWij beslisen.\n\nSamen.\n\n# Einde\n\nDag."
    found = corrections(before, before.replace("beslisen", "beslissen"))
    assert [(one.kind, one.how) for one in found] == [("heading", "same"), ("paragraph", "changed")]
    assert found[0].pieces[0].words == "Hoe we beslissen"
    assert corrections(before, before) == []
