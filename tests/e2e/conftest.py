"""A real Chromium in front of the live server.

``page`` is a laptop, ``phone`` a telephone; ``open_page(size)`` makes more, each a person of their
own with cookies of their own. A test fails when a page reports anything on its console: script
errors, violations of the Content-Security-Policy, missing files. A test that provokes such a thing
checks ``console`` and empties it.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

LAPTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MILLISECONDS = 30_000  # for a slow machine; a quick one does not wait

type OpenPage = Callable[[ViewportSize], Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium (CHROMIUM names another one), started once."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    # Chromium's sandbox refuses root; /dev/shm is small in containers.
    flags = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    # Playwright's event loop in this thread makes Django believe that every later test is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The address of the running site, which links in mails begin with too."""
    settings.SITE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def console() -> list[str]:
    """What pages of this test complained of so far."""
    return []


def open_context(browser: Browser, site: str, size: ViewportSize, console: list[str]) -> BrowserContext:
    """A browser of one person, who reads English; what its pages complain of goes to ``console``."""
    context = browser.new_context(
        base_url=site,
        viewport=size,
        is_mobile=size["width"] < 600,
        has_touch=size["width"] < 600,
        locale="en",
        reduced_motion="reduce",
    )

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            console.append(f"{message.type}: {message.text}")

    context.set_default_timeout(PATIENCE_MILLISECONDS)
    context.on("console", note)
    context.on("weberror", lambda error: console.append(f"script: {error.error}"))
    return context


@pytest.fixture
def open_page(chromium: Browser, site: str, console: list[str]) -> Iterator[OpenPage]:
    """Opens a page of a given size; ``page.goto("/path")`` is relative to the site."""
    contexts = []

    def open_one(size: ViewportSize) -> Page:
        contexts.append(open_context(chromium, site, size, console))
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert console == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(LAPTOP)


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page(PHONE)
