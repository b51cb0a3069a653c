"""Evidence cannot be changed: not by our code, not by the application's role, not by the owner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from core.frozen.models import AppendOnlyError
from core.frozen.services import Problem
from documents.models import SignableText, SigningEvent
from documents.signing import evidence
from documents.signing.models import text_sha256
from tests.documents.factories import a_request, a_signature, a_text
from tests.frozen.conftest import owner_runs  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def forge(owner_runs: Callable[[str], None]) -> Callable[[str], None]:  # noqa: F811
    """Runs SQL that the trigger would refuse, as somebody with the owner's rights could."""

    def run(sql: str) -> None:
        owner_runs("SET CONSTRAINTS ALL IMMEDIATE")
        owner_runs("ALTER TABLE documents_signingevent DISABLE TRIGGER append_only")
        owner_runs(sql)
        owner_runs("ALTER TABLE documents_signingevent ENABLE ALWAYS TRIGGER append_only")

    return run


TABLES = {
    "documents_signingevent": "typed_name = 'Iemand Anders'",
    "documents_signabletext": "title = 'Iets anders'",
}


def statements(table: str) -> list[str]:
    return [f"UPDATE {table} SET {TABLES[table]}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"]


@pytest.mark.parametrize("table", TABLES)
def test_the_application_may_not_change_evidence(table: str) -> None:
    a_signature()
    for statement in statements(table):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
def test_the_owner_may_not_change_evidence(table: str, as_owner: None) -> None:
    a_signature()
    for statement in statements(table):
        with (
            pytest.raises(IntegrityError, match="is append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_our_own_code_says_it_first() -> None:
    event = a_signature()
    event.typed_name = "Iemand Anders"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        SigningEvent.objects.update(typed_name="Iemand Anders")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("typed_name = 'Iemand Anders'", "entry"),
        ("party_name = 'Een ander bestuur'", "entry"),
        ("created_at = created_at + interval '1 second'", "entry"),
        ("statement = 'Ik teken niet.'", "entry"),
        ("contact_preference = 'phone'", "entry"),
    ],
)
def test_whoever_changes_evidence_with_the_owners_password_is_seen(
    change: str,
    fault: str,
    forge: Callable[[str], None],
) -> None:
    text = a_text()
    for _number in range(3):
        a_signature(a_request(text))
    assert evidence.verify_chain(text.space_id) == []
    forge(f"UPDATE documents_signingevent SET {change} WHERE position = 2")
    assert evidence.verify_chain(text.space_id) == [Problem(2, fault)]  # type: ignore[arg-type]


def test_an_entry_taken_out_is_seen(forge: Callable[[str], None]) -> None:
    text = a_text()
    for _number in range(3):
        a_signature(a_request(text))
    forge("DELETE FROM documents_signingevent WHERE position = 2")
    assert evidence.verify_chain(text.space_id) == [Problem(2, "missing"), Problem(3, "previous")]


def test_each_space_has_a_chain_of_its_own() -> None:
    first, second = a_signature(), a_signature()
    assert (first.position, second.position) == (1, 1)
    assert second.previous_hash == ""


def test_the_hash_of_a_text_is_of_its_bytes_and_the_database_holds_it_true() -> None:
    text = a_text(text="Één\r\nregel\r\n")
    assert text.text == "Één\nregel\n"
    assert text.sha256 == text_sha256("Één\nregel\n")
    with pytest.raises(IntegrityError, match="signabletext_sha256_is_of_text"), transaction.atomic():
        SignableText.objects.create(
            space=text.space, kind="x", title="x", text="anders", language="nl", sha256=text.sha256
        )


def test_the_database_takes_no_second_signature_of_one_request() -> None:
    event = a_signature()
    copy = {name: getattr(event, name) for name in SigningEvent.HASHED}
    with pytest.raises(IntegrityError, match="signingevent_once"), transaction.atomic():
        SigningEvent.objects.create(**{**copy, "position": 2, "previous_hash": event.entry_hash}, entry_hash="0" * 64)


def test_the_database_takes_no_name_of_only_spaces() -> None:
    event = a_signature()
    other = a_request(event.text)
    copy = {name: getattr(event, name) for name in SigningEvent.HASHED}
    with pytest.raises(IntegrityError, match="signingevent_has_typed_name"), transaction.atomic():
        SigningEvent.objects.create(
            **{**copy, "request_id": other.pk, "position": 2, "previous_hash": event.entry_hash, "typed_name": " \t "},
            entry_hash="0" * 64,
        )
