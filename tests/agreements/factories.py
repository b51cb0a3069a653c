"""Agreements for tests."""

from __future__ import annotations

from typing import Any

from alliances.agreements import services
from alliances.agreements.models import Agreement, AgreementVersion, Answer, ConfirmationRequest
from documents.signing.services import Party
from spaces.models import Member, Person, Representative, Space
from tests.spaces.factories import AllianceFactory, MemberFactory, RepresentativeFactory, user_with

TEXT = "# Hoe we beslissen\n\nWe zoeken wat voor iedereen werkt.\n"


def agreements_of(space: Space | None = None) -> Agreement:
    """The agreements of an alliance, with our text as the draft."""
    return services.create(space or AllianceFactory(space__vision="Iedereen hoort erbij.").space, Agreement.Kind.RULES)


def proposed(agreement: Agreement, text: str = "", **facts: Any) -> AgreementVersion:
    """The next version, with this text when one is given."""
    if text:
        agreement.text = text
        agreement.save(update_fields=["text"])
    agreement = Agreement.objects.select_related("space").get(pk=agreement.pk)
    by = user_with("coordinator", agreement.space)
    return services.propose(agreement, seen=agreement.draft.sha256, by=by, **facts)


def decider(space: Space, member: Member | None = None, **facts: Any) -> Representative:
    """Somebody who decides for a member organisation."""
    member = member or MemberFactory(space=space)
    return RepresentativeFactory(**{"member": member, "may_decide": True, **facts})


def asked(version: AgreementVersion, seat: Representative | None = None) -> ConfirmationRequest:
    """A request that was mailed."""
    seat = seat or decider(version.agreement.space)
    services.ask(version, [Party(seat.member, seat.person)], by=user_with("coordinator", version.agreement.space))
    return ConfirmationRequest.objects.open().get(version=version, member=seat.member, person=seat.person)


def agreed(version: AgreementVersion, member: Member | None = None, person: Person | None = None) -> Answer:
    """A member that agrees."""
    if member is None or person is None:
        seat = decider(version.agreement.space)
        member, person = seat.member, seat.person
    return services.answer(version, member, person, choice=Answer.Choice.AGREE)
