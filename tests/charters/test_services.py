"""The text from the template, the draft that two people edit, versions and what they do to signatures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction

from charters import services
from charters.models import Charter, CharterVersion
from core.mail.models import Mail
from core.text import markdown_to_html
from documents.models import SigningEvent, SigningRequest
from documents.signing.models import text_sha256
from tests.charters.factories import a_charter, asked, opened, rewritten, signed
from tests.spaces.factories import SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_the_template_is_in_the_language_of_the_space_with_its_own_words_put_in(language: str) -> None:
    space = SpaceFactory(
        language=language,
        name="L'Alliance",
        why="Daarom & zo",
        vision="Één streek",
        objectives="- eerst dit\n\n* dan dat",
    )
    text = services.create(space).text
    for expected in ("L'Alliance", "Daarom & zo", "Één streek", "\n- eerst dit\n- dan dat\n"):
        assert expected in text
    assert services.GAP not in text
    html = markdown_to_html(text)
    assert html.count("<h3>") == 6
    assert html.count("<li>") == 8


def test_without_vision_and_objectives_the_text_has_gaps_and_is_not_opened() -> None:
    charter = services.create(SpaceFactory())
    with pytest.raises(ValidationError, match="…"):
        opened(charter)
    assert CharterVersion.objects.count() == 0


def test_create_twice_makes_one() -> None:
    space = SpaceFactory()
    assert services.create(space) == services.create(space)


def test_two_people_who_save_do_not_overwrite_each_other() -> None:
    charter = a_charter()
    services.save_draft(charter, title="Van An", text="An", revision=1)
    with pytest.raises(services.SavedMeanwhile):
        services.save_draft(charter, title="Van Bert", text="Bert", revision=1)
    charter.refresh_from_db()
    assert (charter.title, charter.text, charter.revision) == ("Van An", "An", 2)


def test_opening_freezes_the_text_with_its_hash() -> None:
    charter = a_charter()
    version = opened(charter)
    assert (version.number, version.change) == (1, "first")
    assert version.signable.text == charter.text
    assert version.signable.sha256 == text_sha256(charter.text)
    rewritten(charter, "Heel iets anders")
    version.signable.refresh_from_db()
    assert version.signable.sha256 == text_sha256(version.signable.text)
    assert version.signable.text != "Heel iets anders"


def test_the_same_text_is_not_opened_twice_and_empty_text_never() -> None:
    charter = a_charter()
    opened(charter)
    with pytest.raises(ValidationError):
        opened(charter)
    rewritten(charter, "  \n ")
    with pytest.raises(ValidationError):
        opened(charter)
    assert CharterVersion.objects.count() == 1


def test_a_draft_that_was_changed_after_looking_is_not_opened() -> None:
    charter = a_charter()
    seen = charter.revision
    rewritten(charter, "Iets waar niemand naar keek")
    with pytest.raises(services.SavedMeanwhile):
        services.open_version(charter, major=True, opened_by=charter, revision=seen)  # type: ignore[arg-type]


def test_a_major_change_ends_what_was_asked_and_everybody_signs_again() -> None:
    charter = a_charter()
    opened(charter)
    signed(charter)
    waiting = asked(charter)
    version = opened(rewritten(charter, "Nieuwe beloften"), major=True)
    waiting.refresh_from_db()
    assert (version.number, version.change) == (2, "major")
    assert waiting.withdrawn_at is not None
    assert charter.counting_texts() == [version.signable_id]
    assert SigningEvent.objects.standing().count() == 1
    assert not SigningEvent.objects.standing().filter(text__in=charter.counting_texts()).exists()


def test_a_minor_change_keeps_signatures_and_tells_who_signed() -> None:
    charter = a_charter()
    first = opened(charter)
    signature = signed(charter)
    waiting = asked(charter)
    second = opened(rewritten(charter, charter.text + "\nEen komma.\n"), major=False)
    waiting.refresh_from_db()
    assert charter.counting_texts() == [second.signable_id, first.signable_id]
    assert waiting.text_id == second.signable_id
    assert Mail.objects.get(kind="signing changed").to == signature.email
    assert SigningRequest.objects.filter(withdrawn_at=None).count() == 2


def test_after_minor_changes_a_major_one_counts_alone() -> None:
    charter = a_charter()
    opened(charter)
    for number, major in enumerate([False, True, False]):
        opened(rewritten(charter, f"Tekst {number}"), major=major)
    numbers = CharterVersion.objects.filter(signable__in=charter.counting_texts()).values_list("number", flat=True)
    assert sorted(numbers) == [3, 4]


STATEMENTS = ["UPDATE charters_charterversion SET number = 9", "DELETE FROM charters_charterversion"]


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_application_may_not_change_a_version(statement: str) -> None:
    opened(a_charter())
    with pytest.raises(ProgrammingError, match="permission denied"):
        run(statement)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_owner_may_not_change_a_version(statement: str, as_owner: Callable[[], None]) -> None:
    opened(a_charter())
    with pytest.raises(IntegrityError, match="is append-only"):
        run(statement)


def test_one_charter_in_a_space() -> None:
    charter = a_charter()
    with pytest.raises(IntegrityError), transaction.atomic():
        Charter.objects.create(space=charter.space, title="x", text="x")
