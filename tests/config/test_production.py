"""Production: it refuses to start half set up, checks clean, and answers with the headers we promise."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.guardian import free_port
from spaces import services
from tests.spaces.factories import AllianceFactory, somebody

ROOT = Path(__file__).resolve().parents[2]
HOST = "schakel.example.org"
COMPLETE = {
    "SCHAKEL_SECRET_KEY": "k7Qz-not-a-secret-" * 4,
    "SCHAKEL_HOSTS": HOST,
    "DATABASE_URL": "postgresql://schakel_app@127.0.0.1:1/schakel",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    """``manage.py check --deploy`` with nothing in the environment but this."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_the_check_of_a_complete_production_finds_nothing() -> None:
    checked = check(**COMPLETE)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "no issues" in checked.stdout


@pytest.mark.parametrize("missing", COMPLETE)
def test_production_does_not_start_without_and_says_what_is_missing(missing: str) -> None:
    refused = check(**{name: value for name, value in COMPLETE.items() if name != missing})
    words = refused.stderr.splitlines()[-1]
    assert refused.returncode != 0
    assert [name for name in COMPLETE if f"{name} (" in words] == [missing]


@pytest.mark.parametrize("key", ["short", "only-for-demo-" + "x" * 50])
def test_production_does_not_start_with_a_poor_secret(key: str) -> None:
    refused = check(**{**COMPLETE, "SCHAKEL_SECRET_KEY": key})
    assert "SCHAKEL_SECRET_KEY must be" in refused.stderr
    assert key not in refused.stderr.splitlines()[-1]


def ask(port: int, address: str, *, host: str = HOST, https: bool = True) -> http.client.HTTPResponse:
    """What the server says to the reverse proxy."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Host": host, "X-Forwarded-Proto": "https" if https else "http"})
    response = connection.getresponse()
    response.read()
    return response


@pytest.fixture
def production(process_environment: dict[str, str], tmp_path: Path) -> Iterator[int]:
    """The port of a web server as production runs it, with the database of this test."""
    ours = {name: process_environment[name] for name in ("DATABASE_URL", "REDIS_URL")}
    environment = {**COMPLETE, **ours, "SCHAKEL_VAR": str(tmp_path)}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True, timeout=300)
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", "--log-level=warning"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(gunicorn, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(60)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if ask(port, "/healthz", https=False).status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The web server does not answer.")


def test_production_answers_with_the_headers_that_protect(production: int, settings, tmp_path: Path) -> None:
    settings.SECRET_KEY = COMPLETE["SCHAKEL_SECRET_KEY"]
    settings.SITE_URL = ""
    role = services.give_role(somebody(AllianceFactory().space, name="Els", email="els@example.org"), "chair")
    link = services.invite(role)

    page = ask(production, "/account/login/")
    assert page.status == 200
    assert {name: page.headers[name] for name in PROMISED} == PROMISED
    assert page.headers["Set-Cookie"].startswith("__Host-csrf=")
    assert flags(page) == {"HttpOnly", "Secure", "Path=/", "SameSite=Lax"}

    # A refused request is answered with the same protection.
    assert ask(production, "/?q=%00").headers["Content-Security-Policy"] == POLICY
    assert ask(production, "/nowhere/").headers["Content-Security-Policy"] == POLICY

    opened = ask(production, link.address())
    assert (opened.status, opened.headers["Referrer-Policy"]) == (302, "no-referrer")
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Set-Cookie"].startswith("__Host-session=")
    assert flags(opened) == {"HttpOnly", "Secure", "Path=/", "SameSite=Lax"}

    plain = ask(production, "/account/login/", https=False)
    assert (plain.status, plain.headers["Location"]) == (301, f"https://{HOST}/account/login/")
    assert ask(production, "/account/login/", host="evil.example.com").status == 400
    assert ask(production, "/demo/").status == 404

    # A link that ended is answered with an error, and errors are logged: without the secret part.
    type(link).objects.update(withdrawn_at=link.expires_at)
    assert ask(production, link.address()).status == 410
    log = (tmp_path / "log").read_text()
    assert "/l/invitation/" in log
    assert link.token() not in log


def test_production_refuses_a_large_body_itself_and_the_sender_reads_why(production: int) -> None:
    """Also when no proxy stands before it. Said in the way of a browser: everything is sent, then the answer read."""
    connection = http.client.HTTPConnection("127.0.0.1", production, timeout=60)
    headers = {
        "Host": HOST,
        "X-Forwarded-Proto": "https",
        "Accept-Language": "en",
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(60 * 1024 * 1024),
    }
    connection.request("POST", "/verify/", body=(b"x" * 1024 * 1024 for _part in range(60)), headers=headers)
    answer = connection.getresponse()
    assert (answer.status, b"Split the file" in answer.read()) == (413, True)
    # It still answers others.
    assert ask(production, "/account/login/").status == 200


def test_a_body_of_no_stated_length_is_not_read(production: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", production, timeout=60)
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Content-Type": "multipart/form-data; boundary=x"}
    pieces = (b"x" * 1024 for _part in range(64))
    connection.request("POST", "/verify/", body=pieces, headers=headers, encode_chunked=True)
    assert 400 <= connection.getresponse().status < 500


PROMISED = {
    "Content-Security-Policy": POLICY,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def flags(response: http.client.HTTPResponse) -> set[str]:
    """What the first cookie says of itself, without its value and its age."""
    parts = [part.strip() for part in response.headers["Set-Cookie"].split(";")[1:]]
    return {part for part in parts if not part.lower().startswith(("expires", "max-age"))}
