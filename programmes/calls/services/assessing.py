"""Ask people to look at proposals, and what they think of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from programmes.calls import emails
from programmes.calls.models import Assessment, Assessor, Call, Criterion, Proposal, Score
from spaces.models import Person
from spaces.services import hold, person_in

LINK_VALID = dt.timedelta(days=120)


@transaction.atomic
def ask(call: Call, proposals: Iterable[Proposal], *, name: str, email: str, by: User) -> list[Assessment]:
    """Ask somebody to look at these proposals; a mail with their link says which. Returns those that are new to them.

    Raises ValidationError when they apply in one of them themselves.
    """
    hold(call.space_id)
    email = email.lower()
    for proposal in proposals:
        if email == proposal.lead_email or proposal.partners.filter(email=email).exists():
            words = _("%(name)s applies in the proposal of %(organisation)s, and cannot assess it.")
            raise ValidationError(words % {"name": name, "organisation": proposal.organisation})
    person = person_in(call.space, name=name, email=email)
    assessor, _created = Assessor.objects.get_or_create(
        call=call, person=person, defaults={"expires_at": timezone.now() + LINK_VALID}
    )
    if assessor.withdrawn_at is not None:  # took no part any more, and is asked again
        assessor.withdrawn_at, assessor.revision = None, assessor.revision + 1
    assessor.expires_at = timezone.now() + LINK_VALID
    assessor.save()
    new = [
        assessment
        for proposal in proposals
        for assessment, created in [Assessment.objects.get_or_create(assessor=assessor, proposal=proposal)]
        if created
    ]
    if new:
        emails.send_assessor_request(assessor, new, by=by)
    return new


@transaction.atomic
def declare(assessment: Assessment, interest: str, words: str = "") -> Assessment:
    """Say whether one has an interest in the proposal. With one, nothing of it is seen any more, and what one wrote
    goes. Raises ValidationError once the assessment is handed in or the proposal decided on."""
    assessment = _open(assessment)
    assessment.interest, assessment.interest_words = interest, words
    if assessment.has_conflict:
        assessment.note = ""
        assessment.scores.all().delete()
    assessment.save(update_fields=["interest", "interest_words", "note"])
    return assessment


@transaction.atomic
def write(assessment: Assessment, points: Mapping[Criterion, int | None], note: str, *, hands_in: bool) -> Assessment:
    """Save points and note; ``hands_in`` shows them to the programme and to the others who handed in theirs.

    Raises ValidationError when a criterion has no points yet on handing in, and as :func:`declare`.
    """
    assessment = _open(assessment)
    if assessment.interest != Assessment.Interest.NONE:
        raise ValidationError(_("Say first whether you have an interest in this proposal."))
    if hands_in and any(given is None for given in points.values()):
        raise ValidationError(_("Give points for each criterion before you hand it in."))
    for criterion, given in points.items():
        if given is None:
            assessment.scores.filter(criterion=criterion).delete()
        else:
            Score.objects.update_or_create(assessment=assessment, criterion=criterion, defaults={"points": given})
    assessment.note = note
    assessment.handed_in_at = timezone.now() if hands_in else None
    assessment.save(update_fields=["note", "handed_in_at"])
    return assessment


def _open(assessment: Assessment) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True)
    now = rows.select_related("proposal__call", "assessor").get(pk=assessment.pk)
    if now.is_handed_in:
        raise ValidationError(_("You handed this in already."))
    if now.proposal.state != Proposal.State.SUBMITTED:
        raise ValidationError(_("This proposal is no longer being assessed."))
    return now


def of_others(assessment: Assessment) -> QuerySet[Assessment]:
    """What others handed in of the same proposal; nothing before one's own is handed in."""
    others = Assessment.objects.filter(proposal=assessment.proposal_id).exclude(pk=assessment.pk)
    if not assessment.is_handed_in:
        return others.none()
    return others.exclude(handed_in_at=None).select_related("assessor__person").prefetch_related("scores")


@dataclass(frozen=True)
class CriterionSummary:
    """What those who handed in gave for one criterion; ``average`` is None while nobody did."""

    criterion: Criterion
    points: list[tuple[str, int]]
    average: float | None


@dataclass(frozen=True)
class Summary:
    """What is thought of one proposal: figures and words side by side, for the talk about it. No order of merit."""

    criteria: list[CriterionSummary]
    average: float | None  # weighted, of Score.MOST
    handed_in: list[Assessment]
    waiting: list[Assessment]
    conflicts: list[Assessment]


def summary(proposal: Proposal) -> Summary:
    """Five queries at most, whatever the number of assessors."""
    rows = proposal.assessments.select_related("assessor__person").prefetch_related("scores")
    assessments = list(rows)
    handed_in = [one for one in assessments if one.is_handed_in]
    criteria = [_of_criterion(criterion, handed_in) for criterion in proposal.call.criteria.all()]
    known = [one for one in criteria if one.average is not None]
    weight = sum(one.criterion.weight for one in known)
    return Summary(
        criteria=criteria,
        average=sum(one.criterion.weight * (one.average or 0) for one in known) / weight if weight else None,
        handed_in=handed_in,
        waiting=[one for one in assessments if not one.is_handed_in and not one.has_conflict],
        conflicts=[one for one in assessments if one.has_conflict],
    )


def _of_criterion(criterion: Criterion, assessments: Iterable[Assessment]) -> CriterionSummary:
    points = [
        (one.assessor.person.name, score.points)
        for one in assessments
        for score in one.scores.all()
        if score.criterion_id == criterion.pk
    ]
    average = sum(given for _name, given in points) / len(points) if points else None
    return CriterionSummary(criterion, points, average)


def end_links(people: Collection[int], *, left: bool) -> None:
    """End the links of these people (``Person`` numbers): they left, or their address was corrected."""
    rows = Assessor.objects.filter(person__in=people, withdrawn_at=None)
    if left:
        rows.update(withdrawn_at=timezone.now())
    else:
        rows.update(revision=F("revision") + 1)


def assessor_of(call: Call, user: User) -> Assessor | None:
    """The row of the person behind this account, when they are asked to look at proposals of the call."""
    people = Person.objects.of(user)
    return Assessor.objects.filter(call=call, person__in=people, withdrawn_at=None).first()
