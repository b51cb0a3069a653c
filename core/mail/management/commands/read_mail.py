"""Read one message that came in, as a mail server hands it over."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.mail.inbound.handling import take


class Command(BaseCommand):
    help = "Read one whole message from standard input: an answer of a calendar, or word that a mail did not arrive."

    def handle(self, *args: Any, **options: Any) -> None:
        arrival = take(sys.stdin.buffer.read())
        self.stdout.write(f"{arrival.state} {arrival.reason}".strip())
