"""Writing evidence, and checking that nobody changed it."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.utils import timezone

from core.frozen.services import Problem
from documents.signing.models import SigningEvent, SigningRequest

# How long to wait for somebody else who signs in the same space; they are at the end of their transaction.
LOCK_TIMEOUT = "5s"


def append(request: SigningRequest, kind: str, **facts: Any) -> SigningEvent:
    """Write that the person of ``request`` signed or withdrew, as the next entry of the space's chain.

    ``facts`` are the fields that only the caller knows: typed_name, statement, language,
    contact_preference, reason. Call it inside a transaction, with the request's row locked, and late: until
    that ends nobody else can sign in this space. Raises django.db.OperationalError after five seconds of waiting.
    """
    text, person = request.text, request.person
    assert request.code_sent_at is not None  # a code was checked just now
    _lock(text.space_id)
    last = SigningEvent.objects.filter(space=text.space_id).order_by("-position").first()
    event = SigningEvent(
        space_id=text.space_id,
        position=last.position + 1 if last else 1,
        kind=kind,
        request=request,
        text=text,
        text_title=text.title,
        text_sha256=text.sha256,
        party_name=request.member.name,
        for_organisation=request.for_organisation,
        person_name=person.name,
        email=person.email,
        recognised_by=SigningEvent.Recognised.LINK_AND_CODE,
        code_sent_at=request.code_sent_at,
        created_at=timezone.now(),
        previous_hash=last.entry_hash if last else "",
        **facts,
    )
    event.entry_hash = event.computed_entry_hash()
    event.save()
    return event


def _lock(space_id: int) -> None:
    """Hold the chain of the space until the transaction ends; the first entry has no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"documents.signing:{space_id}"])


def verify_chain(space_id: int) -> list[Problem]:
    """Everything that is wrong in the evidence of a space, by position; an empty list when all is well.

    A fault is "missing", "content" (the text signed is not the one of the stored hash), "previous" or
    "entry", as in ``core.frozen.services``.
    """
    problems: list[Problem] = []
    previous_hash, expected = "", 1
    events = SigningEvent.objects.filter(space=space_id).select_related("text").order_by("position")
    for event in events.iterator():
        problems += [Problem(position, "missing") for position in range(expected, event.position)]
        problems += list(_problems(event, previous_hash))
        previous_hash, expected = event.entry_hash, event.position + 1
    return problems


def _problems(event: SigningEvent, previous_hash: str) -> Iterator[Problem]:
    if event.text.sha256 != event.text_sha256:
        yield Problem(event.position, "content")
    if event.previous_hash != previous_hash:
        yield Problem(event.position, "previous")
    if event.computed_entry_hash() != event.entry_hash:
        yield Problem(event.position, "entry")
