"""What people do on many pages: sign in, fill in a form, press a button."""

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode

from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from spaces.models import Space
from tests.e2e.mailbox import Mailbox
from tests.spaces.factories import client_with


def come_in(page: Page, site: str, space: Space, role: str = "coordinator") -> None:
    """Be signed in as somebody with this role in ``space``, without the pages of signing in."""
    cookie = client_with(role, space).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


def field(page: Page | Locator, label: str) -> Locator:
    """The field with this label; "(optional)" or a colon after it do not matter."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(optional\)|:)?\s*$", re.IGNORECASE))


def fill(page: Page | Locator, **values: str) -> None:
    """``fill(page, **{"E-mail address": "els@example.org"})``"""
    for label, value in values.items():
        field(page, label).fill(value)


def press(page: Page | Locator, words: str) -> None:
    """Press the button, or follow the link that looks like one."""
    pattern = re.compile(rf"^\s*{re.escape(words)}\s*$")
    page.get_by_role("button", name=pattern).or_(page.get_by_role("link", name=pattern)).first.click()


def more(page: Page, words: str) -> None:
    """Choose something from the page's menu "More"."""
    page.get_by_role("main").locator("summary", has_text=re.compile(r"^\s*More\s*$")).click()
    press(page.get_by_role("main"), words)


def go(page: Page, entry: str) -> None:
    """Follow an entry of the workspace's menu."""
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name=entry, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def says(page: Page, words: str) -> None:
    """Wait until the page says so."""
    expect(page.get_by_text(words).first).to_be_visible()


def headed(page: Page, words: str) -> None:
    """Wait until the page has this heading."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def ask_code(page: Page, email: str) -> None:
    """From the sign-in page to the page that asks for the mailed code."""
    page.goto("/account/login/")
    fill(page, **{"Your e-mail address": email})
    press(page, "Send me a code")


def type_code(page: Page, mailbox: Mailbox, email: str) -> None:
    """Type the code that was mailed."""
    headed(page, "Type the code")
    fill(page, Code=mailbox.wait(email, "code").code())
    press(page, "Go on")


def authenticator_code(secret: str) -> str:
    """What an app on a telephone shows now for this secret (RFC 6238)."""
    key = b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
