"""One running Schakel for a whole module: site, worker and mail server, and the people who use it.

Its tests build on each other, so each person keeps their browser from one to the next.
"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from tests.conftest import environment_of_a_process
from tests.e2e.conftest import LAPTOP, PHONE, open_context
from tests.e2e.mailbox import Mailbox
from tests.smtp_sink import SmtpSink

QUEUES = "default,mail,import,pdf"
WORKER_STOPS_SECONDS = 60


@dataclass
class World:
    """``laptop("coordinator")`` is that person's browser, the same one each time; so is ``phone``."""

    site: str
    mailbox: Mailbox
    browser: Browser
    console: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)  # what one test tells the next: addresses, hashes
    failed_before: int = 0
    _contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def laptop(self, person: str) -> Page:
        return self._page(f"{person} at a laptop", LAPTOP)

    def phone(self, person: str) -> Page:
        return self._page(f"{person} with a phone", PHONE)

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()

    def _page(self, who: str, size: ViewportSize) -> Page:
        if who not in self._contexts:
            self._contexts[who] = open_context(self.browser, self.site, size, self.console)
            self._contexts[who].new_page()
        return self._contexts[who].pages[0]


@contextlib.contextmanager
def running(browser: Browser) -> Iterator[World]:
    """The whole of it; stops what it started."""
    server = LiveServer("localhost")
    with SmtpSink() as sink, contextlib.ExitStack() as stack:
        stack.callback(server.stop)
        stack.enter_context(server._live_server_modified_settings)
        mail = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
        mail["OPTIONS"] = {"host": "127.0.0.1", "port": sink.port}  # type: ignore[assignment]
        stack.enter_context(override_settings(SITE_URL=server.url, MAILERS={"default": mail}))
        stack.enter_context(_worker(server.url, sink.port))
        world = World(server.url, Mailbox(sink), browser)
        stack.callback(world.close)
        yield world


@contextlib.contextmanager
def _worker(site: str, mail_port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1", "-Q", QUEUES, "-l", "WARNING"]
    places = {"SCHAKEL_URL": site, "SMTP_URL": f"smtp://127.0.0.1:{mail_port}"}
    worker = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle"],
        env=environment_of_a_process() | places,
        start_new_session=True,
    )
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(WORKER_STOPS_SECONDS)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
