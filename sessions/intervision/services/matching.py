"""The facilitator puts contributions into rounds and matches questions with success stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat, Left

from sessions.intervision.models import Contribution, IntervisionDay, Match
from sessions.intervision.models.days import require_writable
from sessions.intervision.services.planning import locked

# How much of a question's title has to come back in a story, from 0 to 1. Tried with Dutch texts: pairs that
# belong together gave 0.33 to 0.58, others at most 0.19. Comparing whole texts kept them less apart.
ALIKE = 0.26
# How much of a story is compared: the beginning says what it is about, and long texts cost time.
COMPARED = 400


@transaction.atomic
def arrange(
    day: IntervisionDay, rounds: Mapping[int, int | None], new: Iterable[tuple[int, int]], gone: Iterable[int] = ()
) -> None:
    """Put contributions (number → number of the round, or None), make matches (question, story), undo others.

    Numbers of other days, and pairs that are not a question with a story, are passed over. Raises
    ValidationError while the report is finished.
    """
    day = locked(day)
    require_writable(day)
    contributions = {one.pk: one for one in day.contributions.all()}
    known_rounds = set(day.rounds.values_list("pk", flat=True))
    moved = []
    for number, round_id in rounds.items():
        one = contributions.get(number)
        if one and one.round_id != round_id and (round_id is None or round_id in known_rounds):
            one.round_id = round_id
            moved.append(one)
    Contribution.objects.bulk_update(moved, ["round"])
    Match.objects.filter(question__day=day, pk__in=list(gone)).delete()
    pairs = ((contributions.get(question), contributions.get(story)) for question, story in new)
    Match.objects.bulk_create(
        (Match(question=q, story=s) for q, s in pairs if q and s and q.is_question and not s.is_question),
        ignore_conflicts=True,
    )


def suggestions(day: IntervisionDay) -> dict[int, int]:
    """For each question without a match: the success story that is most like it, if any is. By their numbers."""
    questions = day.contributions.filter(kind=Contribution.Kind.QUESTION, matches=None).order_by()
    stories = Contribution.objects.filter(day=day, kind=Contribution.Kind.SUCCESS)
    told = Concat("title", Value(" "), Left("story", COMPARED))
    likeness = TrigramWordSimilarity(OuterRef("title"), told)  # type: ignore[arg-type]  # an expression will do
    alike = stories.annotate(likeness=likeness).filter(likeness__gte=ALIKE)
    best = alike.order_by("-likeness", "pk").values("pk")[:1]
    return dict(questions.annotate(like=Subquery(best)).exclude(like=None).values_list("pk", "like"))
