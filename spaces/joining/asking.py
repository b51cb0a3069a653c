"""Asking to join on the page for everybody: confirmed by mail, then accepted or declined by a coordinator."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.links import LinkState, limits
from partners.organisations.models import Organisation
from spaces import services
from spaces.joining import emails
from spaces.joining.becoming import Newcomer, become_member
from spaces.joining.models import JoinRequest, TurnedAway
from spaces.models import Member, Person, Space
from spaces.services import Choices, Mandate, hold

# Who does not confirm within this time did not ask.
CONFIRM_WITHIN = dt.timedelta(days=7)
# The link of a confirmed request shows how it stands.
LINK_VALID = dt.timedelta(days=60)
# How many mails one address, and one space's page, may cause in a day.
MAILS_TO_ONE = {"limit": 3, "seconds": 24 * 60 * 60}
MAILS_OF_ONE_PAGE = {"limit": 60, "seconds": 24 * 60 * 60}
# How long the coordinators read that the page had to turn people away.
TOLD_FOR = dt.timedelta(days=7)


class PageIsFull(Exception):
    """More people asked on this page today than it sends mails; whoever they are, nobody else can today."""


@dataclass(frozen=True)
class Wish:
    """What somebody fills in on the public page; without an organisation they ask in person."""

    name: str
    email: str
    words: str
    language: str
    organisation_name: str = ""
    may_be_named: bool = False


@dataclass(frozen=True)
class Acceptance:
    """How a request becomes a member. ``organisation``: one that is known already, instead of a new one."""

    organisation_name: str = ""
    organisation: Organisation | None = None
    involvement: str = ""
    mandate: Mandate = field(default_factory=Mandate)


def ask(space: Space, wish: Wish) -> JoinRequest | None:
    """Keep the wish and mail its address a link to confirm it; None, and no mail, where it had too many today.

    Nobody learns from it whether the address or the organisation is known. Raises PageIsFull, to everybody alike, and
    keeps only that it happened.
    """
    email = wish.email.strip().lower()
    if limits.is_over(f"join-requests-of:{space.pk}", **MAILS_OF_ONE_PAGE):
        TurnedAway.note(space)
        raise PageIsFull
    if limits.is_over(f"join-requests-to:{email}", **MAILS_TO_ONE):
        return None
    return _keep(space, wish, email)


@transaction.atomic
def _keep(space: Space, wish: Wish, email: str) -> JoinRequest:
    request = JoinRequest.objects.create(
        space=space,
        organisation_name=wish.organisation_name,
        name=wish.name,
        email=email,
        words=wish.words,
        may_be_named=wish.may_be_named,
        language=wish.language,
        expires_at=timezone.now() + CONFIRM_WITHIN,
    )
    emails.send_check(request)
    return request


@transaction.atomic
def confirm(request: JoinRequest) -> None:
    """Whoever reads the mailbox asked this: from now on it waits for the coordinators, who are told.

    Of several of the same person for the same organisation the newest confirmed one stays. Confirming twice
    changes nothing.
    """
    hold(request.space_id)
    row = JoinRequest.objects.select_for_update(of=("self",)).select_related("space").filter(pk=request.pk).first()
    if row is None or row.confirmed_at is not None or row.link_state() != LinkState.FINE:
        return
    same = JoinRequest.objects.filter(
        space=row.space_id, email=row.email, organisation_name__iexact=row.organisation_name, decision=""
    )
    same.exclude(pk=row.pk).delete()
    row.confirmed_at = timezone.now()
    row.expires_at = row.confirmed_at + LINK_VALID
    row.save(update_fields=["confirmed_at", "expires_at"])
    emails.tell_request(row)


@transaction.atomic
def accept(request: JoinRequest, acceptance: Acceptance, *, by: User) -> Member:
    """Who asked becomes a member, or represents one that is a member already; a mail of ``by`` welcomes them.

    Raises ValidationError when somebody decided before, or they represent it already.
    """
    row = _waiting(request)
    person = services.person_in(
        row.space, name=row.name, email=row.email, source=Person.Source.SELF, language=row.language
    )
    choices = Choices(acceptance.involvement, row.words, row.may_be_named)
    member = _member_already(row.space, acceptance.organisation)
    if member:
        services.represent(member, name=row.name, email=row.email, mandate=acceptance.mandate, welcomed_by=by)
    else:
        newcomer = Newcomer(person, choices, acceptance.organisation_name, acceptance.organisation, acceptance.mandate)
        member = become_member(row.space, newcomer, welcomed_by=by)
    row.member = member
    _decide(row, JoinRequest.Decision.ACCEPTED, by)
    return member


def _member_already(space: Space, organisation: Organisation | None) -> Member | None:
    if organisation is None:
        return None
    return Member.objects.filter(space=space, organisation=organisation, ends_on=None).first()


@transaction.atomic
def decline(request: JoinRequest, reason: str, *, by: User) -> None:
    """They do not join, and get a mail with the reason. Raises ValidationError when somebody decided before."""
    row = _waiting(request)
    row.reason = reason
    _decide(row, JoinRequest.Decision.DECLINED, by)
    emails.send_declined(row, by=by)


def _waiting(request: JoinRequest) -> JoinRequest:
    hold(request.space_id)
    rows = JoinRequest.objects.waiting().filter(pk=request.pk).select_related("space")
    row: JoinRequest | None = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise ValidationError(_("Somebody has decided on this request already."))
    return row


def _decide(row: JoinRequest, decision: str, by: User) -> None:
    row.decision, row.decided_at, row.decided_by = decision, timezone.now(), by
    row.save(update_fields=["decision", "decided_at", "decided_by", "reason", "member"])


def turned_away(space: Space) -> int:
    """How many people could not ask in the last days, since too many did."""
    found = TurnedAway.objects.filter(space=space, day__gt=timezone.localdate() - TOLD_FOR)
    return sum(found.values_list("number", flat=True))


def forget_unconfirmed(now: dt.datetime | None = None) -> int:
    """Delete what nobody confirmed in time: we do not know whose data it is. Returns how many that were."""
    TurnedAway.objects.filter(day__lte=timezone.localdate(now) - TOLD_FOR).delete()
    stale = JoinRequest.objects.filter(confirmed_at=None, expires_at__lte=now or timezone.now())
    return stale.delete()[0]
