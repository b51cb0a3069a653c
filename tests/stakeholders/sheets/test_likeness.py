"""Names alike, as PostgreSQL sees it too."""

import pytest
from django.db import connection

from partners.organisations.alike import Named, NameIndex, core, likeness, trigrams


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [("taalhuis waasland", "taalhuis de waas"), ("bibliotheek", "biblioteek"), ("a", "ab"), ("zon", "maan")],
)
def test_alike_is_what_postgresql_calls_similar(one: str, other: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity(%s, %s)", [one, other])
        (theirs,) = cursor.fetchone()
    assert likeness(one, other) == pytest.approx(theirs, abs=1e-6)


def test_words_that_tell_nothing_are_left_out() -> None:
    assert core(Named("Stichting De Brug vzw", "Gent")) == "brug"
    assert core(Named("OCMW Sint-Niklaas", "Sint-Niklaas")) == "ocmw"
    assert core(Named("De Vereniging")) == "de vereniging"
    assert core(Named("Gent", "Gent")) == "gent"


def test_names_without_letters_of_ours_are_compared_by_nothing() -> None:
    assert trigrams("") == frozenset()
    index = NameIndex()
    index.add(1, Named("日本", "Gent"))
    assert [one.key for one in index.find(Named("中国", "Gent"))] == []


def test_the_likest_comes_first() -> None:
    index = NameIndex()
    for key, name in enumerate(("Taalhuis Waas", "Taalhuis Waasland", "Taalhuis Waaslands")):
        index.add(key, Named(name, "Temse"))
    assert [one.key for one in index.find(Named("Taalhuis Waasland", "Temse"))] == [1, 2, 0]
