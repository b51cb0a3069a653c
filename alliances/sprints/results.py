"""What came out of the check-ins: averages that point at nobody, and the small charts drawn of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliances.sprints.models import HIGHEST, LOWEST, THEMES, Reply, Round
from spaces.models import Space

# Of fewer answers an average would tell who said what.
FEWEST = 3
SHOWN = 8

QUESTIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "time": (_("Time"), _("Is there enough time for what we want to do?")),
    "money": (_("Money"), _("Is there enough money for it?")),
    "information": (_("Information"), _("Do you know what you need to know?")),
    "organisation": (_("Organisation"), _("Is it clear who does what?")),
    "quality": (_("Quality"), _("Is what we make good enough?")),
}
SCALE = (
    (1, _("not at all")),
    (2, _("hardly")),
    (3, _("so-so")),
    (4, _("mostly")),
    (5, _("fully")),
)


@dataclass(frozen=True)
class CheckIn:
    """A check-in that is over: how many answered, and for each theme the average (1 to 5), or None."""

    round: Round
    answers: int
    averages: dict[str, float | None]

    @property
    def cells(self) -> list[float | None]:
        return [self.averages[theme] for theme in THEMES]

    @property
    def labelled(self) -> list[tuple[str | Promise, float | None]]:
        """As ``cells``, each with the short name of its theme."""
        return [(QUESTIONS[theme][0], self.averages[theme]) for theme in THEMES]


@dataclass(frozen=True)
class Dot:
    """An average as it is drawn."""

    x: int
    y: int


@dataclass(frozen=True)
class Chart:
    """One theme over time; ``lines`` are the paths between neighbours that both have an average."""

    title: str | Promise
    newest: float | None
    dots: tuple[Dot, ...]
    path: str


WIDTH, HEIGHT, MARGIN = 160, 72, 8


def check_ins(space: Space, *, only: int | None = None) -> list[CheckIn]:
    """The last check-ins that are over (or ``only`` the one of this number), oldest first; one query."""
    today = timezone.localdate()
    over = Round.objects.filter(Q(closed_at__isnull=False) | Q(closes_on__lt=today), space=space)
    over = over.filter(pk=only) if only else over
    over = over.filter(kind=Round.Kind.CHECK_IN).annotate(answers=Count("replies"))
    for theme in THEMES:
        over = over.annotate(**{f"{theme}_n": Count(f"replies__{theme}"), f"{theme}_avg": Avg(f"replies__{theme}")})
    rows = list(over.order_by("-asked_at", "-pk")[:SHOWN])
    return [CheckIn(row, row.answers, {theme: _average(row, theme) for theme in THEMES}) for row in reversed(rows)]


def _average(row: Round, theme: str) -> float | None:
    enough = getattr(row, f"{theme}_n") >= FEWEST
    return round(float(getattr(row, f"{theme}_avg")), 1) if enough else None


def charts(found: Sequence[CheckIn]) -> list[Chart]:
    """A small chart of each theme."""
    return [_chart(QUESTIONS[theme][0], [one.averages[theme] for one in found]) for theme in THEMES]


def _chart(title: str | Promise, values: Sequence[float | None]) -> Chart:
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    places = [
        None if value is None else Dot(round(MARGIN + n * step), _height(value)) for n, value in enumerate(values)
    ]
    path, pen_is_down = "", False
    for place in places:
        if place:
            path += f"{'L' if pen_is_down else 'M'}{place.x} {place.y}"
        pen_is_down = place is not None
    return Chart(title, values[-1] if values else None, tuple(place for place in places if place), path)


def _height(value: float) -> int:
    return round(MARGIN + (HIGHEST - value) / (HIGHEST - LOWEST) * (HEIGHT - 2 * MARGIN))


def words_of(round_: Round) -> list[str]:
    """What people wrote in a check-in, in no order that tells who did; nothing of fewer than three answers."""
    said = list(Reply.objects.filter(round=round_).values_list("words", flat=True))
    return sorted((words for words in said if words), key=str.casefold) if len(said) >= FEWEST else []
