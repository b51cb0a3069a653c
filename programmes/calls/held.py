"""What calls keep about a person (core.personal): who applied, was asked to join in, named or was named, looks for
partners. What assessors and the programme think of a proposal is about the organisation, and not told here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from core import slots
from core.personal import COPIED, ERASE, HELD, SOMEBODY, Copied, Erasing, Held, day, shown
from programmes.calls.models import Answer, Introduction, Nomination, Partner, PartnerSearch, Proposal

# Another address for each row: a region has one proposal of one mailbox.
NOBODY = Concat(Value("erased-"), Cast("pk", CharField()), Value("@nobody.invalid"), output_field=CharField())
type Part = tuple[str, QuerySet[Any], Callable[[QuerySet[Any]], object]]
# Nobody can read these any more, or nobody decided about them yet.
NOT_HANDED_IN = (Proposal.State.DRAFT, Proposal.State.WITHDRAWN)


@slots.fill(HELD, order=50)
def proposals(address: str) -> Iterator[Held]:
    for row in Proposal.objects.filter(lead_email__iexact=address).select_related("call", "region").order_by("pk"):
        facts = {
            _("Call"): row.call.title,
            _("Organisation"): row.organisation,
            _("Region"): row.region,
            _("Your name"): row.lead_name,
            _("State"): row.get_state_display(),
            _("On"): day(row.submitted_at or row.created_at),
        }
        yield Held(row.call.space_id, _("You wrote a proposal"), shown(facts))


@slots.fill(HELD, order=51)
def partners(address: str) -> Iterator[Held]:
    rows = Partner.objects.filter(email__iexact=address).select_related("proposal__call")
    for row in rows.order_by("pk"):
        facts = {
            _("Call"): row.proposal.call.title,
            _("Organisation"): row.organisation,
            _("Your name"): row.name,
            _("Answer"): row.get_reply_display() if row.reply else "",
        }
        yield Held(row.proposal.call.space_id, _("You were asked to apply together"), shown(facts))


@slots.fill(HELD, order=52)
def nominations(address: str) -> Iterator[Held]:
    """Who was named learns that, and not by whom; an unconfirmed one is deleted by itself."""
    rows = Nomination.objects.filter(Q(email__iexact=address) | Q(contact_email__iexact=address))
    for row in rows.exclude(confirmed_at=None).select_related("call").order_by("pk"):
        is_own = row.email.lower() == address
        facts = {
            _("Call"): row.call.title,
            _("Organisation"): row.organisation,
            _("Your name"): row.name if is_own else row.contact_name,
            _("In your words"): row.words if is_own else "",
            _("On"): day(row.created_at),
        }
        what = _("You named who could lead") if is_own else _("Somebody named you as the one to write to")
        yield Held(row.call.space_id, what, shown(facts))


@slots.fill(HELD, order=53)
def searches(address: str) -> Iterator[Held]:
    for row in PartnerSearch.objects.filter(email__iexact=address).select_related("call").order_by("pk"):
        facts = {
            _("Call"): row.call.title,
            _("Organisation"): row.organisation,
            _("Your name"): row.name,
            _("In your words"): row.words,
            _("On"): day(row.created_at),
        }
        yield Held(row.call.space_id, _("You look for partners"), shown(facts))


@slots.fill(ERASE, order=50)
def erase(space_id: int, address: str) -> Erasing:
    """A draft goes with its answers; of what was handed in the frozen document stays, and the row names nobody."""
    led = Proposal.objects.filter(call__space=space_id, lead_email__iexact=address)
    waits = led.filter(state=Proposal.State.SUBMITTED)
    handed_in = led.exclude(state__in=NOT_HANDED_IN)
    first = _("They handed in a proposal on which nobody decided yet. Decide on it, or let them withdraw it.")
    stays = [
        (
            _("the proposal %(name)s as it was handed in") % {"name": row},
            _("On what public money was given is shown for years."),
        )
        for row in handed_in.select_related("region")
    ]
    named = Nomination.objects.filter(call__space=space_id)
    parts: list[Part] = [
        (_("name and address with a proposal, and what was not handed in"), led, _erase_proposals),
        (
            _("name and address with a proposal of somebody else"),
            Partner.objects.filter(proposal__call__space=space_id, email__iexact=address),
            lambda rows: rows.update(name=str(SOMEBODY), email=NOBODY),
        ),
        (
            _("that they named who could lead, by name and address"),
            named.filter(email__iexact=address),
            lambda rows: rows.update(name=str(SOMEBODY), email=NOBODY),
        ),
        (
            _("that they were named as the one to write to"),
            named.filter(contact_email__iexact=address),
            lambda rows: rows.update(contact_name="", contact_email=""),
        ),
        (
            _("that they look for partners"),
            PartnerSearch.objects.filter(call__space=space_id, email__iexact=address),
            lambda rows: rows.delete(),
        ),
    ]

    def do() -> None:
        for _words, rows, act in parts:
            act(rows)

    goes = [words for words, rows, _act in parts if rows.exists()]
    return Erasing(goes, stays, first=first if waits.exists() else "", do=do)


def _erase_proposals(rows: QuerySet[Any]) -> None:
    """What is being written is ended first, so that nobody goes on with it."""
    Answer.objects.filter(proposal__in=rows.filter(state__in=NOT_HANDED_IN)).delete()
    rows.filter(state=Proposal.State.DRAFT).update(state=Proposal.State.WITHDRAWN)
    rows.update(lead_name=str(SOMEBODY), lead_email=NOBODY)


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Introduction, ("sent_by",), "first__call__space")
    yield Copied(Nomination, ("answered_by",), "call__space")
    yield Copied(Proposal, ("decided_by",), "call__space")
