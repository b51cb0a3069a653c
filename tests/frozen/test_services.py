"""Freezing, finding again, and seeing every change. The trigger is switched off where a test must forge."""

import hashlib
import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from core.frozen.models import AppendOnlyError, FrozenDocument, canonical_json, new_code
from core.frozen.services import Problem, find_by_code, freeze, verify_bytes, verify_chain

pytestmark = pytest.mark.django_db


def frozen(chain: str = "space:1", content: bytes = b"%PDF-1.7 the charter", **more: object) -> FrozenDocument:
    values: dict[str, object] = {"kind": "charter", "subject_id": 7, "title": "Charter", "facts": {"signed": 2}}
    return freeze(chain=chain, content=content, **(values | more))


@pytest.fixture
def forge(owner_runs: Callable[[str], None]) -> Callable[[str], None]:
    """Runs SQL that the trigger would refuse, as somebody with the owner's rights could."""

    def run(sql: str) -> None:
        owner_runs("ALTER TABLE frozen_frozendocument DISABLE TRIGGER append_only")
        owner_runs(sql)
        owner_runs("SET CONSTRAINTS ALL IMMEDIATE")  # an ALTER TABLE waits for no deferred check
        owner_runs("ALTER TABLE frozen_frozendocument ENABLE ALWAYS TRIGGER append_only")

    return run


def test_freeze_stores_bytes_hash_and_position() -> None:
    document = FrozenDocument.objects.get(pk=frozen(content=b"one").pk)
    assert (bytes(document.content), document.size, document.position) == (b"one", 3, 1)
    assert document.sha256 == hashlib.sha256(b"one").hexdigest()
    assert (document.previous_hash, document.facts) == ("", {"signed": 2})
    assert document.entry_hash == document.computed_entry_hash()


def test_each_chain_counts_for_itself_and_each_entry_names_the_one_before() -> None:
    first, other, second = frozen("a"), frozen("b"), frozen("a")
    assert [first.position, other.position, second.position] == [1, 1, 2]
    assert second.previous_hash == first.entry_hash
    assert verify_chain("a") == verify_chain("b") == []


@pytest.mark.parametrize("bad", [1.5, b"bytes", {1: "number as key"}, "nul \0", [{"deep": {2.0}}]])
def test_facts_that_would_not_come_back_are_refused(bad: object) -> None:
    with pytest.raises(ValueError, match="Facts"):
        frozen(facts={"bad": bad})
    assert not FrozenDocument.objects.exists()


def test_facts_are_hashed_the_same_in_whatever_order_they_came() -> None:
    assert canonical_json({"b": [1, None], "a": "é"}) == canonical_json({"a": "é", "b": [1, None]})
    frozen(facts={"z": {"y": 1, "x": [True, None, "Ω", -(2**70)]}, "a": ""})
    assert verify_chain("space:1") == []


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ("title = 'Another'", ["entry"]),
        ("facts = '{\"signed\": 3}'", ["entry"]),
        ("code = 'ZZZZZZZZZZZZ'", ["entry"]),
        ("created_at = created_at + interval '1 microsecond'", ["entry"]),
        ("kind = 'plan'", ["entry"]),
        ("subject_id = 8", ["entry"]),
        ("media_type = 'text/plain'", ["entry"]),
        ("previous_hash = repeat('0', 64)", ["previous", "entry"]),
        ("content = 'x', sha256 = encode(sha256('x'), 'hex'), size = 1", ["entry"]),
    ],
)
def test_a_changed_field_is_seen_at_its_position(change: str, faults: list[str], forge: Callable[[str], None]) -> None:
    for _number in range(3):
        frozen()
    forge(f"UPDATE frozen_frozendocument SET {change} WHERE position = 2")
    assert verify_chain("space:1") == [Problem(2, fault) for fault in faults]


def test_a_changed_entry_hash_breaks_the_next_one_too(forge: Callable[[str], None]) -> None:
    frozen(), frozen()
    forge("UPDATE frozen_frozendocument SET entry_hash = repeat('0', 64) WHERE position = 1")
    assert verify_chain("space:1") == [Problem(1, "entry"), Problem(2, "previous")]


def test_a_document_taken_out_is_seen(forge: Callable[[str], None]) -> None:
    for _number in range(4):
        frozen()
    forge("DELETE FROM frozen_frozendocument WHERE position IN (2, 3)")
    assert verify_chain("space:1") == [Problem(2, "missing"), Problem(3, "missing"), Problem(4, "previous")]


def test_content_that_is_not_of_its_hash_is_seen_even_without_the_constraint(forge: Callable[[str], None]) -> None:
    frozen()
    forge("ALTER TABLE frozen_frozendocument DROP CONSTRAINT frozen_sha256_is_of_content")
    forge("UPDATE frozen_frozendocument SET content = 'forged', size = 6")
    assert verify_chain("space:1") == [Problem(1, "content"), Problem(1, "entry")]


def test_verify_bytes_finds_exactly_the_same_bytes() -> None:
    first = frozen(content=b"the same")
    frozen(content=b"the same")
    assert verify_bytes(b"the same") == first
    assert verify_bytes(b"the same ") is None


def test_find_by_code_as_people_type_it() -> None:
    document = frozen()
    assert find_by_code(f" {document.code_to_read.lower()} ") == document
    assert find_by_code(document.code.replace("0", "o").replace("1", "l")) == document
    assert [find_by_code(text) for text in ("", "A" * 11, "A" * 12, "\0" * 12, "É" * 12)] == [None] * 5


def test_a_code_that_is_printed_on_the_document_stays_its_code() -> None:
    code = new_code()
    document = freeze(chain="a", kind="note", subject_id=1, title="Note", content=code.encode(), facts={}, code=code)
    assert document.code == code
    assert verify_chain("a") == []


def test_codes_are_read_without_confusion_and_never_the_same() -> None:
    codes = [frozen().code_to_read for _number in range(20)]
    assert len(set(codes)) == 20
    assert not set("".join(codes)) & set("ILOU")
    assert {len(code) for code in codes} == {14}


def test_the_model_refuses_changes_before_the_database_does() -> None:
    document = frozen()
    for change in (
        document.save,
        document.delete,
        FrozenDocument.objects.all().delete,
        lambda: FrozenDocument.objects.update(title="x"),
    ):
        with pytest.raises(AppendOnlyError):
            change()


@pytest.mark.django_db(transaction=True)
def test_forty_parallel_calls_make_one_chain_without_forks() -> None:
    start, failures = threading.Barrier(40), []

    def one(number: int) -> None:
        try:
            start.wait()
            with transaction.atomic():
                frozen(content=b"%d" % number)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[number]) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(FrozenDocument.objects.values_list("position", flat=True)) == list(range(1, 41))
    assert len(set(FrozenDocument.objects.values_list("previous_hash", flat=True))) == 40
    assert verify_chain("space:1") == []


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_freeze_leaves_no_gap() -> None:
    frozen()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        frozen()
        raise ZeroDivisionError
    assert frozen().position == 2
    assert verify_chain("space:1") == []


def test_freeze_waits_no_longer_than_its_timeout() -> None:
    frozen()
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)
