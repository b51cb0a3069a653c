"""What agreements keep about a person (core.personal): what they answered for a member."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alliances.agreements.models import AgreementVersion, Answer
from core import slots
from core.personal import COPIED, HELD, Copied, Held, Words, day, told


@slots.fill(HELD, order=45)
def answers(address: str) -> Iterator[Held]:
    rows = Answer.objects.filter(person__email=address).select_related("version__agreement", "member__organisation")
    rows = rows.order_by("version__agreement__space", "answered_at", "pk")
    yield from told(rows, _space_of, _("What you answered about agreements"), _line)


def _space_of(row: Answer) -> int:
    return row.version.agreement.space_id


def _line(row: Answer) -> tuple[Words, Words]:
    said = (row.version.title, str(row.member), str(row.get_choice_display()), row.remark)
    return day(row.answered_at), " · ".join(filter(None, said))


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Answer, ("person_name",), "version__agreement__space")
    stays = _("Nothing of a version that was put before the members changes any more.")
    yield Copied(AgreementVersion, ("proposed_by",), "agreement__space", stays)
