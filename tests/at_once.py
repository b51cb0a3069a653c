"""Several things at the same moment, each on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each of ``acts`` gave, or the exception it ended with, when all began at once. Needs real transactions."""
    start = threading.Barrier(len(acts))
    found: list[Any] = [None] * len(acts)

    def run(at: int) -> None:
        try:
            start.wait()
            found[at] = acts[at]()
        except Exception as error:  # for the test to look at
            found[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
