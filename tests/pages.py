"""Opening a page and sending its form, as a browser does: with the marks that the page holds."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

MARK = re.compile(r'<input type="hidden" name="((?:[\w-]+-)?(?:seen|once))" value="([^"]*)"')


def marks_in(page: HttpResponse) -> dict[str, str]:
    """What the hidden fields of this page send back."""
    return {name: unescape(value) for name, value in MARK.findall(page.content.decode())}


def save(client: Client, address: str, data: dict[str, Any]) -> HttpResponse:
    """Open the page at ``address``, fill in ``data`` and press the button."""
    return client.post(address, {**marks_in(client.get(address)), **data})
