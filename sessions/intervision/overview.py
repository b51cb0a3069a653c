"""A day at a glance: its state in words, and what to do next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.intervision.models import IntervisionDay


@dataclass(frozen=True)
class Summary:
    """A day as a list shows it; ``badge`` and ``words`` are for ``core.templatetags.schakel.state``."""

    day: IntervisionDay
    badge: str
    words: str | Promise


def summary(day: Any, now: dt.datetime) -> Summary:
    """For a day with its figures (``with_figures``)."""
    if day.is_finished:
        return Summary(day, "ok", _("report finished"))
    if day.is_over(now):
        return Summary(day, "wait", _("report to be written"))
    if not day.is_open(now):
        return Summary(day, "ok", _("going on"))
    return Summary(day, "ok", _("contributions welcome")) if day.asked else Summary(day, "quiet", _("being prepared"))


def next_step(day: Any, now: dt.datetime, *, is_written: bool, is_sent: bool) -> str:
    """What the one main button does: ``round``, ``ask``, ``arrange``, ``write``, ``finish``, ``send`` or nothing.

    For a day with its figures; ``is_written``: whether anything is reported of a round; ``is_sent``: whether
    the newest report went round.
    """
    if day.is_finished:
        return "" if is_sent else "send"
    if not day.rounds_planned:
        return "round"
    if day.is_over(now):
        return "finish" if is_written else "write"
    if day.is_open(now) and not day.asked:
        return "ask"
    return "arrange" if day.contributed else ""
