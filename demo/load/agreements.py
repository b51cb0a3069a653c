"""Agreements: two versions, everybody asked, most confirmed; the vision put before the members as well."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import User
from alliances.agreements import services
from alliances.agreements.models import Agreement, AgreementVersion, Answer
from alliances.agreements.standing import overview
from demo.data.friesland_work import (
    AGREEMENT_CHANGE,
    AGREEMENT_CORRECTION,
    AGREEMENT_REMARKS,
    AGREEMENT_SILENT,
    VISION_SILENT,
)
from documents.signing.services import Party
from spaces.models import Space


def make(space: Space, by: User) -> None:
    rules = services.create(space, Agreement.Kind.RULES)
    _answer(_propose(rules, by), by, silent=(), remarks={})
    before, after, note = AGREEMENT_CHANGE
    rules.text = rules.text.replace(before, after)
    rules.save(update_fields=["text"])
    _answer(_propose(rules, by, note), by, silent=AGREEMENT_SILENT, remarks=AGREEMENT_REMARKS)
    before, after, note = AGREEMENT_CORRECTION
    rules.text = rules.text.replace(before, after)
    rules.save(update_fields=["text"])
    _propose(rules, by, note, major=False)
    vision = services.create(space, Agreement.Kind.VISION)
    _answer(_propose(vision, by), by, silent=VISION_SILENT, remarks={})


def confirm(space: Space, by: User) -> None:
    """Our text as it is, and everybody who decides agrees."""
    rules = services.create(space, Agreement.Kind.RULES)
    _answer(_propose(rules, by), by, silent=(), remarks={})


def _propose(agreement: Agreement, by: User, note: str = "", *, major: bool = True) -> AgreementVersion:
    return services.propose(agreement, seen=agreement.draft.sha256, by=by, note=note, major=major)


def _answer(version: AgreementVersion, by: User, *, silent: tuple[str, ...], remarks: Mapping[str, str]) -> None:
    asked = [Party(one.member, seat.person) for one, seat in overview(version).seats_to_ask]
    services.ask(version, asked, by=by)
    for one in asked:
        remark = remarks.get(one.person.name, "")
        choice = Answer.Choice.REMARK if remark else Answer.Choice.AGREE
        if one.person.name not in silent:
            services.answer(version, one.member, one.person, choice=choice, remark=remark)
