"""Asking for signatures, and giving, declining and withdrawing one; each in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from smtplib import SMTPException

from django.db import transaction
from django.utils import timezone

from core.links import limits
from documents.signing import codes, emails, evidence
from documents.signing.codes import Purpose, Refusal
from documents.signing.models import SignableText, SigningEvent, SigningRequest, text_sha256
from spaces.models import Member, Person, Space

# How long a link to sign works after the last mail about it.
LINK_VALID = dt.timedelta(days=60)
# The link of somebody who signed leads to what they signed, and to the way back, while that can matter.
SIGNED_LINK_VALID = dt.timedelta(days=5 * 365)
CODES_PER_HOUR = 5


class SigningError(Exception):
    """Base of what a signatory can be told."""


class CodeRefused(SigningError):
    """The code is not accepted, or none is sent. ``refusal`` says why, ``tries_left`` how often one may go on."""

    def __init__(self, refusal: Refusal, tries_left: int = 0) -> None:
        super().__init__(refusal)
        self.refusal, self.tries_left = refusal, tries_left


class CodeNotSent(SigningError):
    """The mail server did not take the code."""


class TextChanged(SigningError):
    """The text is no longer the one that this person had before them."""


class NotOpen(SigningError):
    """There is nothing to sign or to withdraw (any more)."""


@dataclass(frozen=True)
class Party:
    """Who is asked for whom."""

    member: Member
    person: Person


@dataclass(frozen=True)
class Answer:
    """What a person filled in to sign or to withdraw.

    ``text_sha256`` is of the text on the page they sent, ``statement`` the sentence beside the tick,
    ``language`` that of the page. ``contact_preference`` is empty when they withdraw.
    """

    code: str
    typed_name: str
    statement: str
    language: str
    text_sha256: str
    contact_preference: str = ""
    reason: str = ""


@transaction.atomic
def put_forward(space: Space, *, kind: str, title: str, text: str, language: str) -> SignableText:
    """Freeze ``text`` (Markdown) so that it can be signed. Line ends become plain ones first."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return SignableText.objects.create(
        space=space, kind=kind, title=title, text=plain, language=language, sha256=text_sha256(plain)
    )


@transaction.atomic
def ask(text: SignableText, parties: Iterable[Party], *, counting: Sequence[int]) -> int:
    """Ask each of ``parties`` by mail to sign ``text``; returns how many that were.

    ``counting`` are the texts whose signatures count, ``text`` and those before its small corrections.
    Who was asked for one of them and still can sign, or has signed, is left alone. The caller sees to
    it that each may sign and has an address; a link of somebody who may not sign does not work.
    """
    now = timezone.now()
    # One lock, so that two coordinators who press together do not ask twice.
    Space.objects.select_for_update(no_key=True).get(pk=text.space_id)
    earlier = SigningRequest.objects.of(counting)
    earlier.not_signed().filter(expires_at__lte=now).update(withdrawn_at=now)
    asked = set(earlier.filter(withdrawn_at=None).values_list("member", "person"))
    new = [
        SigningRequest(
            text=text,
            member=party.member,
            person=party.person,
            expires_at=now + LINK_VALID,
            asked_at=now,
            contacted_at=now,
        )
        for party in parties
        if (party.member.pk, party.person.pk) not in asked
    ]
    return emails.send_requests(SigningRequest.objects.bulk_create(new))


@transaction.atomic
def remind(texts: Sequence[int]) -> int:
    """Mail everybody who has not answered and may be reminded now; returns how many that were."""
    now = timezone.now()
    due = SigningRequest.objects.of(texts).due_for_reminder(now)
    requests = [
        request
        for request in due.select_for_update(of=("self",)).select_related(*_RELATED).order_by("pk")
        if request.is_mandated()
    ]
    for request in requests:
        request.reminders += 1
        request.contacted_at, request.expires_at = now, now + LINK_VALID
    SigningRequest.objects.bulk_update(requests, ["reminders", "contacted_at", "expires_at"])
    return emails.send_requests(requests)


@transaction.atomic
def take_back(request: SigningRequest) -> bool:
    """The link stops working; false when the person has signed meanwhile."""
    locked = _locked(request)
    if locked.signature() is not None:
        return False
    locked.withdrawn_at = locked.withdrawn_at or timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    return True


@transaction.atomic
def end_links(people: Collection[int], *, left: bool) -> None:
    """End what was mailed to these people (``spaces.end_links``); their signatures stay.

    Who has not signed can be asked again. Who signed and has another address now gets the receipt there, with
    a link of its own: it is the way to withdraw. (Of who left, the link ended with the mandate.)
    """
    open_ones = SigningRequest.objects.filter(person__in=people, withdrawn_at=None).select_related(*_RELATED)
    # Held before it is asked who has signed: somebody may be signing at this moment.
    for request in open_ones.select_for_update(of=("self",)).order_by("pk"):
        event = request.signature()
        if event is None:
            request.withdrawn_at = timezone.now()
            request.save(update_fields=["withdrawn_at"])
        elif not left:
            _move_to_new_address(request, event)


def _move_to_new_address(locked: SigningRequest, event: SigningEvent) -> None:
    locked.revision += 1
    locked.save(update_fields=["revision"])
    codes.forget(locked)
    if locked.person.email and locked.is_mandated():
        event.request = locked
        emails.send_receipt(event)


@transaction.atomic
def supersede(texts: Sequence[int]) -> int:
    """These texts cannot be signed any more; signatures stay. Returns how many requests end."""
    open_requests = SigningRequest.objects.of(texts).not_signed()
    return int(open_requests.update(withdrawn_at=timezone.now()))


@transaction.atomic
def correct(texts: Sequence[int], new: SignableText) -> None:
    """``new`` differs in small things from ``texts``: signatures stay and their owners are told;
    who has not signed finds the new text behind the link they have."""
    SigningRequest.objects.of(texts).not_signed().update(text=new)
    standing = SigningEvent.objects.standing().filter(text__in=texts).values("request")
    signed = SigningRequest.objects.filter(pk__in=standing).select_related(*_RELATED)
    emails.send_changed([request for request in signed if request.link_state() == "fine"], new)


def send_code(request: SigningRequest, purpose: Purpose) -> None:
    """Mail a new code. Raises CodeRefused when that is too soon or too often, and CodeNotSent."""
    with transaction.atomic():
        locked = _locked(request)
        _require_open(locked, purpose)
        refusal = codes.may_send(locked)
        if refusal is None and limits.is_over(f"signing-code:{locked.pk}", limit=CODES_PER_HOUR, seconds=3600):
            refusal = Refusal.TOO_MANY_CODES
        if refusal is not None:
            raise CodeRefused(refusal)
        code = codes.renew(locked, purpose)
    # After the transaction: a code that works is never in a mail that describes a row which was rolled back.
    try:
        emails.send_code(locked, purpose, code)
    except (OSError, SMTPException) as error:
        codes.forget(locked)
        raise CodeNotSent from error


def sign(request: SigningRequest, answer: Answer) -> SigningEvent:
    """The signature of ``request``; the one given before, when there is one.

    Raises CodeRefused, TextChanged or NotOpen, and writes no evidence then.
    """
    with transaction.atomic():
        locked = _locked(request)
        before = locked.signature()
        if before is not None:
            return before
        _require_open(locked, Purpose.SIGN)
        if answer.text_sha256 != locked.text.sha256:
            raise TextChanged
        # Checked last: a mistake elsewhere costs no try. A wrong try is counted, so no exception in here.
        refusal = codes.check(locked, Purpose.SIGN, answer.code)
        if refusal is None:
            return _signed(locked, answer)
    raise CodeRefused(refusal, codes.MAX_TRIES - locked.code_tries)


def _signed(locked: SigningRequest, answer: Answer) -> SigningEvent:
    event = evidence.append(
        locked,
        SigningEvent.Kind.SIGNED,
        typed_name=answer.typed_name,
        statement=answer.statement,
        language=answer.language,
        contact_preference=answer.contact_preference,
    )
    codes.forget(locked)
    locked.declined_at, locked.decline_reason = None, ""
    locked.expires_at = event.created_at + SIGNED_LINK_VALID
    locked.save(update_fields=["declined_at", "decline_reason", "expires_at"])
    emails.send_receipt(event)
    return event


@transaction.atomic
def decline(request: SigningRequest, reason: str) -> None:
    """Note that the person does not sign. They may still change their mind. Raises NotOpen."""
    locked = _locked(request)
    _require_open(locked, Purpose.SIGN)
    locked.declined_at, locked.decline_reason = timezone.now(), reason
    locked.save(update_fields=["declined_at", "decline_reason"])


def withdraw(request: SigningRequest, answer: Answer) -> SigningEvent:
    """Withdraw the signature: a new entry, and the old one stays. The link ends with it.

    Raises CodeRefused or NotOpen, and writes no evidence then.
    """
    with transaction.atomic():
        locked = _locked(request)
        _require_open(locked, Purpose.WITHDRAW)
        refusal = codes.check(locked, Purpose.WITHDRAW, answer.code)
        if refusal is None:
            return _withdrawn(locked, answer)
    raise CodeRefused(refusal, codes.MAX_TRIES - locked.code_tries)


def _withdrawn(locked: SigningRequest, answer: Answer) -> SigningEvent:
    event = evidence.append(
        locked,
        SigningEvent.Kind.WITHDRAWN,
        typed_name=answer.typed_name,
        statement=answer.statement,
        language=answer.language,
        reason=answer.reason,
    )
    codes.forget(locked)
    locked.withdrawn_at = event.created_at
    locked.save(update_fields=["withdrawn_at"])
    emails.send_withdrawal(event)
    return event


_RELATED = ("text__space", "member__organisation", "member__individual", "person__space")


def _locked(request: SigningRequest) -> SigningRequest:
    rows = SigningRequest.objects.select_for_update(of=("self",)).select_related(*_RELATED)
    return rows.get(pk=request.pk)


def _require_open(locked: SigningRequest, purpose: Purpose) -> None:
    """Raise NotOpen unless the link works and there is something to sign, or to withdraw."""
    has_signed = locked.signature() is not None
    if locked.link_state() != "fine" or has_signed != (purpose is Purpose.WITHDRAW):
        raise NotOpen
