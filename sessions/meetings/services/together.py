"""Who is writing where in minutes right now: a hint for those who write together, kept for seconds and never stored."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from sessions.meetings.models import Minutes

# A little longer than a page waits between two questions (static/js/minutes.js), so that nobody flickers.
SEEN_FOR = dt.timedelta(seconds=15)

type Writers = dict[int, tuple[int, str, dt.datetime]]


def note(minutes: Minutes, user: User, row: int | None) -> dict[int, list[str]]:
    """``user`` is in this line (None: in none). Gives the names of the others, by the number of their line.

    Two who say so in the same instant may lose one word of it until the next question: nothing hangs on it.
    """
    key, now = f"minutes-writers:{minutes.pk}", timezone.now()
    known: Writers = cache.get(key) or {}
    writers = {number: seen for number, seen in known.items() if seen[2] > now - SEEN_FOR and number != user.pk}
    others: dict[int, list[str]] = {}
    for line, name, _seen in writers.values():
        others.setdefault(line, []).append(name)
    if row is not None:
        writers[user.pk] = (row, user.get_full_name() or user.email, now)
    if writers != known:
        cache.set(key, writers, int(SEEN_FOR.total_seconds()))
    return others
