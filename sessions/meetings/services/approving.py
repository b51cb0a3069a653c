"""From minutes that went round to approved ones: what people ask to correct, and what a meeting decides."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.meetings import emails
from sessions.meetings.models import Approval, Correction, Meeting, Minutes, MinutesRow, Reopening
from sessions.meetings.services import minuting
from spaces.models import Person, Space


@dataclass(frozen=True)
class Decided:
    """Which meeting decided (none: it was done in writing), and who notes it."""

    by: User
    meeting: Meeting | None = None
    note: str = ""


def waiting_in(space: Space, *, before: Meeting | None = None) -> QuerySet[Minutes]:
    """The minutes of a space that went round and wait for a decision, the oldest first; of meetings before that one."""
    rows = Minutes.objects.undecided().filter(meeting__space=space)
    if before is not None:
        rows = rows.filter(meeting__starts_at__lt=before.starts_at).exclude(meeting=before)
    return rows.select_related("meeting__space").order_by("meeting__starts_at", "pk")


@transaction.atomic
def propose(minutes: Minutes, person: Person, *, text: str, thread: UUID | None = None) -> Correction:
    """Somebody asks to correct minutes that went round, of one line (``thread``) or as a whole. Sent twice counts once.

    Raises ValidationError when it is too late, or when they sent very many.
    """
    _open(minutes)
    text = text.strip()
    own = Correction.objects.filter(minutes=minutes, person=person)
    same = own.filter(thread=thread, text=text).first()
    if same:
        return same
    if own.count() >= Correction.MOST_PER_PERSON:
        raise ValidationError(_("You sent many corrections already. Please tell the rest to the coordinator."))
    row = minutes.rows.filter(thread=thread).first() if thread else None
    return Correction.objects.create(
        minutes=minutes,
        person=person,
        text=text,
        thread=row.thread if row else None,
        subject=row.subject if row else "",
    )


@transaction.atomic
def judge(correction: Correction, state: str, *, why: str = "") -> None:
    """Say what becomes of a correction; it can be changed until the minutes are decided about.

    Raises ValidationError for a refusal without a reason, and when it is too late.
    """
    _open(correction.minutes)
    if state == Correction.State.LEFT and not why.strip():
        raise ValidationError(_("Say in a few words why not: the person reads it."))
    Correction.objects.filter(pk=correction.pk).update(
        state=state, why=why.strip() if state == Correction.State.LEFT else ""
    )


@transaction.atomic
def approve(minutes: Minutes, decided: Decided) -> Approval:
    """The minutes are approved as they went round. From now on they are locked.

    Raises ValidationError when corrections wait or were taken over, when somebody writes a new version, and when it
    was decided before.
    """
    minutes = _open(minutes)
    if Minutes.objects.filter(meeting=minutes.meeting_id, circulated_at=None).exists():
        raise ValidationError(_("A new version is being written. Approve that one, or throw it away first."))
    _all_judged(minutes)
    if minutes.corrections.filter(state=Correction.State.TAKEN).exists():
        raise ValidationError(_("Some corrections are taken over. Work them in, and approve the minutes with them."))
    approval = _note(minutes, Approval.Outcome.APPROVED, decided)
    emails.queue_corrections_answered(minutes, by=decided.by)
    return approval


@transaction.atomic
def approve_with_changes(draft: Minutes, decided: Decided) -> Approval:
    """The version with the changes is frozen, sent to everybody and approved, all at once or not at all.

    Raises ValidationError when it is no draft of minutes that wait for approval; core.pdf.PdfError.
    """
    minutes = _before(draft)
    _open(minutes)
    _all_judged(minutes)
    # First what is decided, then the document that tells it.
    draft = minuting.lock_draft(draft.pk)
    approved = Approval(
        minutes=minutes,
        made=draft,
        outcome=Approval.Outcome.CHANGED,
        meeting=decided.meeting,
        noted_by=decided.by.name_and_address[:200],
        note=decided.note,
    )
    minuting.freeze_and_send(draft, by=decided.by, approved=approved)
    approved.save()
    _tell_next_minutes(minutes, approved)
    emails.queue_corrections_answered(minutes, by=decided.by)
    return approved


@transaction.atomic
def send_back(minutes: Minutes, decided: Decided) -> Minutes:
    """The meeting wants changes and will look again: a new version is begun, which goes round later.

    Raises ValidationError without saying what has to change, and when it was decided before.
    """
    minutes = _open(minutes)
    if not decided.note.strip():
        raise ValidationError({"note": _("Say what has to change.")})
    _note(minutes, Approval.Outcome.SENT_BACK, decided)
    return minuting.correct(minutes.meeting)


@transaction.atomic
def reopen(minutes: Minutes, *, reason: str, by: User) -> Minutes:
    """Approved minutes turn out to be wrong: a new version is begun, and what was approved stays as it was.

    Raises ValidationError when they are not approved, or were opened again before.
    """
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__space").get(pk=minutes.pk)
    if not minutes.is_locked or minutes.is_superseded:
        raise ValidationError(_("These minutes are not approved, or were opened again already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: everybody reads it with the minutes.")})
    Reopening.objects.create(minutes=minutes, reason=reason.strip(), reopened_by=by.name_and_address[:200])
    return minuting.correct(minutes.meeting)


def _open(minutes: Minutes) -> Minutes:
    """Minutes that can be decided about; whoever else decides waits until we are done."""
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__space")
    locked: Minutes = rows.get(pk=minutes.pk)
    if locked.meeting.space.is_read_only:
        raise ValidationError(_("This came to its end, so nothing can be changed any more."))
    if not locked.is_circulated:
        raise ValidationError(_("These minutes did not go round yet."))
    if locked.is_superseded:
        raise ValidationError(_("A newer version of these minutes went round."))
    if Approval.objects.filter(minutes=locked).exists() or Approval.objects.filter(made=locked).exists():
        raise ValidationError(_("These minutes were decided about already."))
    return locked


def _before(draft: Minutes) -> Minutes:
    found = Minutes.objects.exclude(circulated_at=None).filter(meeting=draft.meeting_id, revision__lt=draft.revision)
    newest = found.order_by("-revision").first()
    if newest is None:
        raise ValidationError(_("These minutes did not go round yet."))
    return newest


def _all_judged(minutes: Minutes) -> None:
    if minutes.corrections.filter(state=Correction.State.OPEN).exists():
        raise ValidationError(_("Say first what becomes of each correction that was asked for."))


def _note(minutes: Minutes, outcome: str, decided: Decided) -> Approval:
    approval = Approval.objects.create(
        minutes=minutes,
        outcome=outcome,
        meeting=decided.meeting,
        noted_by=decided.by.name_and_address[:200],
        note=decided.note.strip(),
    )
    _tell_next_minutes(minutes, approval)
    return approval


def _tell_next_minutes(minutes: Minutes, approval: Approval) -> None:
    """In the minutes of the meeting that decided, the line of that item says it; what somebody wrote there stays."""
    meeting = approval.meeting
    if meeting is None:
        return
    rows = MinutesRow.objects.filter(
        minutes__meeting=meeting, minutes__circulated_at=None, agenda_item__is_about_minutes=True
    )
    row = rows.select_for_update(of=("self",)).order_by("position").first()
    if row is None:
        return
    with translation.override(meeting.space.language):
        words = _("Minutes of %(title)s, %(day)s: %(outcome)s.") % {
            "title": minutes.meeting.title,
            "day": minutes.meeting.day,
            "outcome": Approval.Outcome(approval.outcome).label,
        }
        if approval.note:
            words = f"{words} {approval.note}"
    if words not in row.comment:
        row.comment = f"{row.comment}\n\n{words}".strip()
        row.version += 1
        row.save(update_fields=["comment", "version", "changed_at"])


def is_late(minutes: Minutes) -> bool:
    """Whether a meeting was held since they went round that could have decided about them."""
    later = Meeting.objects.filter(space=minutes.meeting.space_id, starts_at__gt=minutes.meeting.starts_at)
    return bool(later.held(timezone.now()).exists())
