"""Asking the members whom else to involve; each in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.text import SortKey
from partners.suggestions import emails
from partners.suggestions.models import DAYS_BETWEEN_REMINDERS, MAX_REMINDERS, Question, QuestionLink, Suggestion
from spaces.models import Member, Person, Representative, Space
from spaces.services import hold


@dataclass(frozen=True)
class Asked:
    """A question with how many people were asked, and how many of them named somebody since."""

    question: Question
    people: int
    named: int


def people_to_ask(space: Space) -> list[Person]:
    """Who represents a member of ``space`` now or is one, and has an address; of members that pause nobody."""
    members = Member.objects.active().filter(space=space)
    seats = Representative.objects.current().filter(member__in=members.values("pk"))
    asked = Q(pk__in=seats.values("person")) | Q(pk__in=members.values("individual"))
    return list(Person.objects.filter(asked, space=space).exclude(email="").order_by(SortKey("name"), "pk"))


def open_question(space: Space) -> Question | None:
    """The question that the members of ``space`` can still answer by their links."""
    newest = Question.objects.filter(space=space, closed_at=None).first()
    return newest if newest and newest.is_open else None


def going_on(space: Space) -> Asked | None:
    """The question that goes on in ``space``, with its figures."""
    question = open_question(space)
    if question is None:
        return None
    links = question.links.annotate(has_named=Exists(_named_since(question)))
    return Asked(question, **links.aggregate(people=Count("pk"), named=Count("pk", filter=Q(has_named=True))))


def _named_since(question: Question) -> QuerySet[Suggestion]:
    """What the person of a link suggested since the question was asked."""
    since = {"space": question.space_id, "suggested_at__gte": question.asked_at}
    return Suggestion.objects.filter(person=OuterRef("person"), **since)


@transaction.atomic
def ask(question: Question, people: Collection[int], *, by: User) -> int:
    """Begin this question (not saved yet) and mail a link to these people (numbers); returns how many that were.

    One whose days are over is closed by it. Raises ValidationError while one still goes on.
    """
    hold(question.space_id)
    if open_question(question.space):
        raise ValidationError(_("The members were asked already. Close that question first."))
    Question.objects.filter(space=question.space, closed_at=None).update(closed_at=timezone.now())
    question.save()
    ends = timezone.now() + dt.timedelta(days=(question.closes_on - timezone.localdate()).days + 1)
    links = QuestionLink.objects.bulk_create(
        QuestionLink(question=question, person=person, expires_at=ends)
        for person in people_to_ask(question.space)
        if person.pk in people
    )
    return emails.send_question(links, reply_to=by.email)


@transaction.atomic
def remind(question: Question, *, by: User) -> int:
    """Mail once more who named nobody since they were asked and may be reminded now; returns how many that were."""
    hold(question.space_id)
    now = timezone.now()
    if not Question.objects.get(pk=question.pk).is_open:
        return 0
    due = question.links.filter(~Exists(_named_since(question)), withdrawn_at=None, reminders__lt=MAX_REMINDERS)
    due = due.filter(contacted_at__lte=now - dt.timedelta(days=DAYS_BETWEEN_REMINDERS))
    links = list(due.select_related("person__space", "question__space").order_by("pk"))
    for link in links:
        link.reminders, link.contacted_at = link.reminders + 1, now
    QuestionLink.objects.bulk_update(links, ["reminders", "contacted_at"])
    return emails.send_question(links, reply_to=by.email)


@transaction.atomic
def close(question: Question) -> bool:
    """End the question before its last day; false when it had ended."""
    hold(question.space_id)
    return bool(Question.objects.filter(pk=question.pk, closed_at=None).update(closed_at=timezone.now()))


@transaction.atomic
def end_links(people: Collection[int]) -> None:
    """End what was mailed to these people (``spaces.end_links``). What they suggested stays."""
    QuestionLink.objects.filter(person__in=people, withdrawn_at=None).update(withdrawn_at=timezone.now())
