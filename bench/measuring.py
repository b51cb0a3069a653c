"""Taking turns, medians, and the processor time of a process."""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any


def in_turns(*measures: Callable[[], float], times: int) -> list[list[float]]:
    """What each of ``measures`` gave, ``times`` times: one, the other, one, the other …

    So whatever else the machine does meanwhile, it does to all of them.
    """
    taken: list[list[float]] = [[] for _measure in measures]
    for _turn in range(times):
        for results, measure in zip(taken, measures, strict=True):
            results.append(measure())
    return taken


def verdict(value: float, target: float, raw: dict[str, Any], *, at_least: bool = False) -> dict[str, Any]:
    """A row of the report: the ratio, its target, whether it is met, and the figures behind it."""
    met = value >= target if at_least else value <= target
    return {"value": round(value, 3), "target": f"{'≥' if at_least else '≤'} {target}", "met": met, "raw": raw}


def milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    """Median and quickest, for the report."""
    return {"p50_ms": round(median(seconds) * 1000, 3), "min_ms": round(min(seconds) * 1000, 3)}


def processor_seconds(pid: int) -> float:
    """The processor time a process has used, without its children."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
