"""manage.py demo_mailbox --port N: the SMTP server of the demo."""

import asyncio
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demo.mailbox import serve


class Command(BaseCommand):
    help = "Take every mail the demo sends and keep it for the demo's mailbox."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(serve(options["port"]))
