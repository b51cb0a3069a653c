"""A page of ours against the floor of the same size."""

from statistics import median
from typing import Any
from urllib.parse import urlencode

from accounts.models import User
from bench.measuring import in_turns, milliseconds, verdict
from bench.web import Answer, Web, floor, product, sign_in

TIMES = 200
WARM_UP = 20


def against_floor(user: User, path: str, space: int, expected: list[str], target: float) -> dict[str, Any]:
    """The ratio of ``path`` as ``user`` sees it; every text in ``expected`` must be on it before it is timed."""
    with product() as ours, floor() as bare:
        sign_in(ours, user)
        page = warm(ours, path, expected)
        bare_path = f"/rows?{urlencode({'space': space, 'bytes': len(page.body)})}"
        bare_page = warm(bare, bare_path, [])
        if len(bare_page.body) != len(page.body) or bare_page.text.count("<tr>") != 50:
            raise AssertionError("the floor does not give 50 rows and as many bytes")
        used = [web.processor_seconds() for web in (bare, ours)]
        at_floor, at_ours = in_turns(lambda: timed(bare, bare_path), lambda: timed(ours, path), times=TIMES)
        used = [web.processor_seconds() - before for web, before in zip((bare, ours), used, strict=True)]
    raw = {
        "bytes": len(page.body),
        "times": TIMES,
        "floor": {**milliseconds(at_floor), "processor_ms": round(used[0] / TIMES * 1000, 3)},
        "ours": {**milliseconds(at_ours), "processor_ms": round(used[1] / TIMES * 1000, 3)},
        "ratio_of_processor_time": round(used[1] / used[0], 3),
    }
    return verdict(median(at_ours) / median(at_floor), target, raw)


def warm(web: Web, path: str, expected: list[str]) -> Answer:
    """The page once everything about it is warm. Raises AssertionError when something is not on it."""
    for _time in range(WARM_UP):
        answer = web.get(path)
    if answer.status != 200:
        raise AssertionError(f"{path} answers {answer.status}")
    if missing := [text for text in expected if text not in answer.text]:
        raise AssertionError(f"{len(missing)} of {len(expected)} are not on {path}: {missing[:3]}")
    return answer


def timed(web: Web, path: str) -> float:
    return web.get(path).seconds
