"""Freeze documents, find them again, and check that nothing was changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection, transaction
from django.utils import timezone

from core.frozen.models import CODE_ALPHABET, CODE_LENGTH, FrozenDocument, canonical_json, new_code

# How long to wait for another document of the same chain. Whoever holds the chain is at the end of
# its transaction, so more than a moment means that something hangs.
LOCK_TIMEOUT = "5s"
MISREAD = str.maketrans("OIL", "011")

type Fault = Literal["missing", "content", "previous", "entry"]


@dataclass(frozen=True)
class Problem:
    """Something wrong in a chain, at ``position``.

    ``fault`` says what: "missing" (no document there), "content" (the bytes are not those of the
    stored hash and size), "previous" (does not follow on the one before), "entry" (a field differs
    from what was hashed).
    """

    position: int
    fault: Fault


@transaction.atomic
def freeze(
    *,
    chain: str,
    kind: str,
    subject_id: int,
    title: str,
    content: bytes,
    media_type: str = "application/pdf",
    facts: dict[str, Any],
    code: str = "",
) -> FrozenDocument:
    """Store ``content`` for ever, as the next entry of ``chain``.

    ``code`` is the verification code when it is printed on the document itself: one of
    ``core.frozen.models.new_code()``. Without it the document gets one.

    ``facts`` is what a reader or a program wants to know of it (who signed, which version): plain
    JSON without fractions, see ``canonical_json``; ValueError otherwise. Call it late: until the
    caller's transaction ends, nobody else can freeze in this chain. Someone who waits longer than
    five seconds gets django.db.OperationalError, and the caller's transaction keeps that lock timeout.
    """
    canonical_json(facts)
    _lock(chain)
    last = FrozenDocument.objects.filter(chain=chain).defer("content").order_by("-position").first()
    document = FrozenDocument(
        chain=chain,
        position=last.position + 1 if last else 1,
        kind=kind,
        subject_id=subject_id,
        title=title,
        content=content,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        facts=facts,
        previous_hash=last.entry_hash if last else "",
        created_at=timezone.now(),
        code=code or new_code(),
    )
    document.entry_hash = document.computed_entry_hash()
    document.save()
    return document


def _lock(chain: str) -> None:
    """Hold the chain until the transaction ends. Also the first of a chain has something to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"core.frozen:{chain}"])


def verify_chain(chain: str) -> list[Problem]:
    """Everything that is wrong in ``chain``, by position; an empty list when all is well.

    Reads every byte again. What it cannot see is a chain cut off at its end: for that, compare with
    an ``entry_hash`` that was printed or sent out before.
    """
    problems: list[Problem] = []
    previous_hash, expected = "", 1
    for document in _documents(chain):
        problems += [Problem(position, "missing") for position in range(expected, document.position)]
        problems += [Problem(document.position, fault) for fault in _faults(document, previous_hash)]
        previous_hash, expected = document.entry_hash, document.position + 1
    return problems


def _documents(chain: str) -> Iterator[FrozenDocument]:
    """The documents of a chain in order, one in memory at a time."""
    ids = FrozenDocument.objects.filter(chain=chain).order_by("position").values_list("pk", flat=True)
    for pk in ids:
        yield FrozenDocument.objects.get(pk=pk)


def _faults(document: FrozenDocument, previous_hash: str) -> Iterator[Fault]:
    content = bytes(document.content)
    if (hashlib.sha256(content).hexdigest(), len(content)) != (document.sha256, document.size):
        yield "content"
    if document.previous_hash != previous_hash:
        yield "previous"
    if document.computed_entry_hash() != document.entry_hash:
        yield "entry"


def verify_bytes(data: bytes) -> FrozenDocument | None:
    """The frozen document that is exactly these bytes, the earliest if frozen twice; or None."""
    digest = hashlib.sha256(data).hexdigest()
    return FrozenDocument.objects.filter(sha256=digest).defer("content").order_by("pk").first()


def find_by_code(text: str) -> FrozenDocument | None:
    """The document with the verification code that a person typed; or None.

    Case, spaces and hyphens do not matter, and the letters O, I and L are taken for the digits they
    look like.
    """
    code = "".join(text.upper().replace("-", "").split()).translate(MISREAD)
    if len(code) != CODE_LENGTH or not set(code) <= set(CODE_ALPHABET):
        return None
    return FrozenDocument.objects.filter(code=code).defer("content").first()
