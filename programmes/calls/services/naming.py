"""Who could lead in a region: named by anybody, confirmed by mail, and answered by the programme."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.links import LinkState
from programmes.calls import emails
from programmes.calls.models import Nomination, Proposal
from programmes.calls.services import applying
from programmes.calls.services.outside import CONFIRM_WITHIN, LINK_VALID, require_few_mails, require_open
from spaces.services import hold


@transaction.atomic
def name(nomination: Nomination) -> Nomination:
    """Keep what somebody typed on the public page, and mail their address a link to confirm it.

    Nobody learns from it who was named before. Raises ValidationError when the call takes no names now, and TooMany.
    """
    require_open(nomination.call)
    nomination.email = nomination.email.lower()
    require_few_mails(nomination.call, nomination.email)
    nomination.expires_at = timezone.now() + CONFIRM_WITHIN
    nomination.save()
    emails.send_nomination_check(nomination)
    return nomination


@transaction.atomic
def confirm(nomination: Nomination) -> None:
    """Whoever reads the mailbox named it: from now on the programme sees it, and is told.

    Named twice by the same person it stands there once, with the newest words. Confirming twice changes nothing.
    Raises ValidationError when the call has closed.
    """
    row = _held(nomination)
    if row is None or row.confirmed_at or row.link_state() != LinkState.FINE:
        return
    require_open(row.call)
    _forget_earlier(row)
    row.confirmed_at, row.expires_at = timezone.now(), row.call.closes_at + LINK_VALID
    row.save(update_fields=["confirmed_at", "expires_at"])
    emails.tell_nomination(row)


@transaction.atomic
def name_ourselves(nomination: Nomination, by: User) -> Nomination:
    """Somebody of the programme names an organisation; it waits with the others. Raises ValidationError."""
    hold(nomination.call.space_id)
    require_open(nomination.call)
    nomination.by_programme, nomination.name, nomination.email = True, by.name or by.email, by.email.lower()
    _forget_earlier(nomination)
    nomination.confirmed_at, nomination.expires_at = timezone.now(), nomination.call.closes_at + LINK_VALID
    nomination.save()
    return nomination


@transaction.atomic
def invite(nomination: Nomination, applicant: applying.Applicant, by: User) -> Proposal:
    """Invite the organisation to apply, as :func:`applying.begin`; everybody who named it for that region is answered.

    Raises ValidationError when somebody answered before, and as :func:`applying.begin`.
    """
    row = _waiting(nomination)
    proposal = applying.begin(row.call, applicant, invited_by=by)
    same = Nomination.objects.waiting().alike(row)
    same.update(
        answer=Nomination.Answer.INVITED,
        answered_at=timezone.now(),
        answered_by=by.name_and_address,
        proposal=proposal,
    )
    return proposal


@transaction.atomic
def decline(nomination: Nomination, reason: str, by: User) -> None:
    """Not them: whoever named them gets a mail with the words. Raises ValidationError when it was answered before."""
    row = _waiting(nomination)
    row.reason = reason
    _answer(row, Nomination.Answer.DECLINED, by)
    emails.send_nomination_declined(row, by=by)


@transaction.atomic
def see(nomination: Nomination, by: User) -> None:
    """Put it aside; nobody is told. Raises ValidationError when it was answered before."""
    _answer(_waiting(nomination), Nomination.Answer.SEEN, by)


def forget_unconfirmed() -> int:
    """Delete what nobody confirmed in time; how many."""
    late = Nomination.objects.filter(confirmed_at=None, expires_at__lt=timezone.now())
    number, _of_what = late.delete()
    return number


def _forget_earlier(row: Nomination) -> None:
    rows = Nomination.objects.alike(row).filter(email=row.email, answer="")
    rows.exclude(pk=row.pk).delete()


def _held(nomination: Nomination) -> Nomination | None:
    hold(nomination.call.space_id)
    rows = Nomination.objects.select_for_update(of=("self",), no_key=True).select_related("call__space", "region")
    return rows.filter(pk=nomination.pk).first()


def _waiting(nomination: Nomination) -> Nomination:
    row = _held(nomination)
    if row is None or not row.is_waiting:
        raise ValidationError(_("Somebody has answered this already."))
    return row


def _answer(row: Nomination, answer: str, by: User) -> None:
    row.answer, row.answered_at, row.answered_by = answer, timezone.now(), by.name_and_address
    row.save(update_fields=["answer", "answered_at", "answered_by", "reason"])
