"""Organisations that look for partners in a region are put in touch, two at a time, once both agreed to it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.links import LinkState
from core.text import SortKey
from programmes.calls import emails
from programmes.calls.models import Introduction, PartnerSearch
from programmes.calls.services.outside import CONFIRM_WITHIN, LINK_VALID, require_few_mails, require_open
from spaces.services import hold


@transaction.atomic
def look(search: PartnerSearch) -> PartnerSearch:
    """Keep what somebody typed on the public page, and mail their address a link to agree.

    Nobody learns from it who else looks. Raises ValidationError when the call has closed, and TooMany.
    """
    require_open(search.call)
    search.email = search.email.lower()
    require_few_mails(search.call, search.email)
    search.expires_at = timezone.now() + CONFIRM_WITHIN
    search.save()
    emails.send_search_check(search)
    return search


@transaction.atomic
def agree(search: PartnerSearch) -> None:
    """Whoever reads the mailbox agrees to be introduced: from now on the programme sees it, and is told.

    The same person for the same region again stands there once, with the newest words; whom they were introduced to
    stays known. Agreeing twice changes nothing. Raises ValidationError when the call has closed.
    """
    hold(search.call.space_id)
    rows = PartnerSearch.objects.select_for_update(of=("self",), no_key=True).select_related("call__space", "region")
    row = rows.filter(pk=search.pk).first()
    if row is None or row.confirmed_at or row.link_state() != LinkState.FINE:
        return
    require_open(row.call)
    same = PartnerSearch.objects.filter(call=row.call_id, region=row.region_id, email=row.email).exclude(pk=row.pk)
    _take_over(list(same), row)
    row.confirmed_at, row.expires_at = timezone.now(), row.call.closes_at + LINK_VALID
    row.save(update_fields=["confirmed_at", "expires_at"])
    emails.tell_search(row, others=others_of(row).filter(region=row.region_id).count())


def _take_over(earlier: list[PartnerSearch], newest: PartnerSearch) -> None:
    """Whom the earlier ones were introduced to, the newest one was; the earlier ones go."""
    gone = {one.pk for one in earlier}
    for pair in Introduction.objects.filter(Q(first__in=gone) | Q(second__in=gone)):
        other = pair.second_id if pair.first_id in gone else pair.first_id
        first, second = sorted((other, newest.pk))
        Introduction.objects.get_or_create(first_id=first, second_id=second, defaults={"sent_by": pair.sent_by})
    PartnerSearch.objects.filter(pk__in=gone).delete()


@transaction.atomic
def stop(search: PartnerSearch) -> None:
    """They look no longer: nothing of it is kept, and their link stops working."""
    hold(search.call.space_id)
    PartnerSearch.objects.filter(pk=search.pk).delete()


def others_of(search: PartnerSearch) -> QuerySet[PartnerSearch]:
    """Who else agreed to be introduced in this call: other people, those of the same region first."""
    rows = PartnerSearch.objects.agreed().filter(call=search.call_id).exclude(email=search.email)
    elsewhere = ExpressionWrapper(~Q(region=search.region_id), BooleanField())
    return rows.select_related("region").order_by(elsewhere, SortKey("region__name"), SortKey("organisation"), "pk")


def introduced_to(search: PartnerSearch) -> set[int]:
    """The numbers of those it was introduced to."""
    pairs = Introduction.objects.filter(Q(first=search) | Q(second=search)).values_list("first", "second")
    return {number for pair in pairs for number in pair} - {search.pk}


def pair_of(one: PartnerSearch, other: PartnerSearch, by: User) -> Introduction:
    """The two as they would be introduced; not saved."""
    first, second = sorted((one, other), key=lambda search: search.pk)
    return Introduction(first=first, second=second, sent_by=by.name_and_address)


@transaction.atomic
def introduce(one: PartnerSearch, other: PartnerSearch, by: User) -> Introduction:
    """Mail both about each other. Raises ValidationError when either looks no longer, or they know each other."""
    hold(one.call.space_id)
    agreed = PartnerSearch.objects.agreed().filter(call=one.call_id)
    if agreed.filter(pk__in=[one.pk, other.pk]).count() != 2 or one.email == other.email:
        raise ValidationError(_("One of them looks no longer for partners."))
    if other.pk in introduced_to(one):
        raise ValidationError(_("They were introduced to each other already."))
    pair = pair_of(one, other, by)
    pair.save()
    emails.send_introduction(pair, by)
    return pair


def forget_late() -> int:
    """Delete what nobody confirmed in time, and what is of a call that closed long ago; how many."""
    late = PartnerSearch.objects.filter(expires_at__lt=timezone.now())
    number = late.count()
    late.delete()
    return number
