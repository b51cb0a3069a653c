"""manage.py demo_people: the links with which one becomes the demo's people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from demo.people import demo_people


class Command(BaseCommand):
    help = "Print the people of the demo with their sign-in links."

    def handle(self, *args: Any, **options: Any) -> None:
        for person in demo_people():
            self.stdout.write(f"  {person.user.name} ({person.what})\n    {person.address}")
        self.stdout.write(f"\n  Every mail that is sent: {settings.SITE_URL}{reverse('demo:mailbox')}")
