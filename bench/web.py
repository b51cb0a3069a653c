"""Web servers to measure: gunicorn with one worker, and a client that costs next to nothing."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.test import Client

from accounts.models import User
from bench.measuring import processor_seconds
from config.guardian import dies_with_parent, free_port

START_SECONDS = 60


@dataclass
class Answer:
    """What came back, and how many seconds it took from the first byte sent to the last one received."""

    status: int
    head: str
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        found = re.search(rf"^{name}: (.*)\r$", self.head, re.MULTILINE | re.IGNORECASE)
        return found[1] if found else ""


@dataclass
class Web:
    """A running server; ``cookies`` is what our one browser has."""

    process: subprocess.Popen[bytes]
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask(f"GET {path} HTTP/1.1\r\n{self._head()}\r\n".encode())

    def post(self, path: str, data: Mapping[str, str | list[str]]) -> Answer:
        body = urlencode(data, doseq=True).encode()
        head = f"{self._head()}Referer: https://127.0.0.1/\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        return self._ask(f"POST {path} HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def _head(self) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        cookie = f"Cookie: {cookies}\r\n" if cookies else ""
        return f"Host: 127.0.0.1\r\nX-Forwarded-Proto: https\r\nAccept: text/html\r\n{cookie}"

    def _ask(self, request: bytes) -> Answer:
        started = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(request)
            received = b"".join(iter(lambda: connection.recv(262_144), b""))
        seconds = time.perf_counter() - started
        head, _, body = received.partition(b"\r\n\r\n")
        answer = Answer(int(head.split(b" ", 2)[1] or 0), f"{head.decode('latin-1')}\r\n", body, seconds)
        for name, value in re.findall(r"^Set-Cookie: ([^=]+)=([^;]*)", answer.head, re.MULTILINE):
            self.cookies[name] = value
        return answer

    def processor_seconds(self) -> float:
        """The processor time its one worker has used."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return sum(processor_seconds(int(pid)) for pid in children.split())


@contextlib.contextmanager
def serving(application: str, ready: str, **environment: str) -> Iterator[Web]:
    """Gunicorn with one worker of ``application``, from when ``ready`` (a path) answers until the block ends."""
    port = free_port()
    command = ["-m", "gunicorn", application, "--workers=1", f"--bind=127.0.0.1:{port}", "--log-level=warning"]
    process = subprocess.Popen(
        [*dies_with_parent("TERM"), sys.executable, *command], env={**os.environ, **environment}, stdout=sys.stderr
    )
    web = Web(process, port)
    try:
        _wait_until_ready(web, ready)
        yield web
    finally:
        process.terminate()
        process.wait(60)


def _wait_until_ready(web: Web, path: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while web.process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if web.get(path).status == 200:
                return
        time.sleep(0.05)
    raise RuntimeError("the web server did not start")


def product(**environment: str) -> contextlib.AbstractContextManager[Web]:
    """Ours, with production settings."""
    return serving("config.wsgi", "/healthz", **environment)


def floor() -> contextlib.AbstractContextManager[Web]:
    """The floor (``bench.floor_site``) in the same kind of server."""
    return serving("bench.floor_site:application", "/ready")


def sign_in(web: Web, user: User) -> None:
    """Our one browser is signed in as ``user`` from now on."""
    client = Client()
    client.force_login(user)
    web.cookies |= {name: morsel.value for name, morsel in client.cookies.items()}
