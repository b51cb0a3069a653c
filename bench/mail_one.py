"""As ``bench.mail``, with a single worker process: what an installation on one core gets."""

from typing import Any

from bench import mail

TARGET = 0.75


def measure() -> dict[str, Any]:
    return mail.measure(processes=1, target=TARGET)
