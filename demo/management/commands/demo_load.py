"""manage.py demo_load: the demo's alliances and people, once."""

from typing import Any

from django.core.management.base import BaseCommand

from demo.load import load


class Command(BaseCommand):
    help = "Load the demo into an empty database; does nothing when it is there already."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Loaded the demo." if load() else "The demo is loaded already.")
