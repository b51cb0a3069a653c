"""A document reaches our static files and what its caller gave, and nothing else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from pytest_django import Settings

from core.pdf import Resource
from core.pdf.fetch import Fetched, Refused, base_url, fetch
from core.pdf.fonts import static_font
from tests.pdf.conftest import FONT, Make
from tests.pdf.samples import data_address, everything_in, png, text_of

SECRET = "the-secret-of-this-machine"

# Head and body of documents that try to reach {url}.
WAYS = {
    "img": ("", "<img src='{url}' alt=''>"),
    "img srcset": ("", "<picture><source srcset='{url}'><img src='{url}' srcset='{url} 2x' alt=''></picture>"),
    "link stylesheet": ("<link rel='stylesheet' href='{url}'>", ""),
    "link stylesheet of a medium": ("<link rel='stylesheet' media='print' href='{url}'>", ""),
    "import": ("<style>@import url('{url}');</style>", ""),
    "font-face": (
        "<style>@font-face {{ font-family: x; src: url('{url}') }} p {{ font-family: x }}</style>",
        "<p>x</p>",
    ),
    "svg image": ("", "<svg viewBox='0 0 9 9'><image href='{url}' width='9' height='9'/></svg>"),
    "svg use": ("", "<svg viewBox='0 0 9 9'><use href='{url}#x'/></svg>"),
    "svg style": ("", "<svg viewBox='0 0 9 9'><style>@import url('{url}');</style><rect width='9' height='9'/></svg>"),
    "svg entity": (
        "",
        "<img alt='' src='data:image/svg+xml,%3C!DOCTYPE s [%3C!ENTITY e SYSTEM \"{url}\"%3E]%3E"
        '%3Csvg xmlns="http://www.w3.org/2000/svg"%3E%3Ctext%3E&amp;e;%3C/text%3E%3C/svg%3E\'>',
    ),
    "object": ("", "<object data='{url}'></object>"),
    "embed": ("", "<embed src='{url}'>"),
    "iframe": ("", "<iframe src='{url}'></iframe>"),
    "link attachment": ("<link rel='attachment' href='{url}'>", ""),
    "a attachment": ("", "<a rel='attachment' href='{url}'>x</a>"),
    "background": ("", "<p style='background-image: url({url})'>x</p>"),
    "list-style": ("", "<ul style='list-style-image: url({url})'><li>x</li></ul>"),
    "content": ("", "<p style='content: url({url})'>x</p>"),
    "border-image": ("", "<p style='border: 5px solid; border-image: url({url}) 3'>x</p>"),
    "base": ("<base href='{url}'>", "<img src='x' alt=''><link rel='stylesheet' href='y'>"),
}


@pytest.fixture(scope="module")
def canary() -> Iterator[ThreadingHTTPServer]:
    """A web server that counts who comes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.visits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.visits = []
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("outside_tests")
@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_the_network(way: str, canary: ThreadingHTTPServer, make: Make) -> None:
    head, body = (part.format(url=f"http://127.0.0.1:{canary.server_port}/{way[:3]}.png") for part in WAYS[way])
    pdf = make(body + "<p>the rest</p>", head)
    assert "the rest" in text_of(pdf)
    assert canary.visits == []


@pytest.mark.usefixtures("outside_tests")
@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_a_file(way: str, make: Make, tmp_path: Path) -> None:
    file = tmp_path / "secret.css"
    file.write_text(f"p::before {{ content: '{SECRET}' }}")
    head, body = (part.format(url=file.as_uri()) for part in WAYS[way])
    pdf = make(body + "<p>the rest</p>", head)
    assert "the rest" in text_of(pdf)
    assert SECRET not in text_of(pdf)
    assert SECRET.encode() not in everything_in(pdf)


@pytest.mark.usefixtures("outside_tests")
def test_the_ways_would_lead_there_if_they_were_open(make: Make, static_folder: Path) -> None:
    """The tests above could not fail otherwise: the same ways, to a place that is allowed, do arrive."""
    (static_folder / "open.css").write_text(f"p::before {{ content: '{SECRET}' }}")
    arrived = []
    for way in ("link stylesheet", "link stylesheet of a medium", "import", "link attachment", "a attachment"):
        head, body = (part.format(url="/static/open.css") for part in WAYS[way])
        if SECRET.encode() in everything_in(pdf := make(body + "<p>the rest</p>", head)) or SECRET in text_of(pdf):
            arrived.append(way)
    assert arrived == ["link stylesheet", "link stylesheet of a medium", "import", "link attachment", "a attachment"]


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/accounts/",
        "http://localhost:8000/static",
        "http://localhost:8000/media/x.png",
        "http://localhost:8000/static/../manage.py",
        "http://localhost:8000/static/%2e%2e/%2e%2e/etc/passwd",
        "http://localhost:8000/static//etc/passwd",
        "http://localhost:8000/static/%2Fetc%2Fpasswd",
        "http://localhost:8000/static/",
        "http://localhost:8000/static/vendor",
        "http://localhost:8000/static/nothing.css",
        "http://localhost:8000/static/a%00b",
        "http://localhost:8000.example.org/static/x.css",
        "https://localhost:8000/static/admin/css/base.css",
        "HTTP://example.org/",
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "ftp://127.0.0.1/x",
        "/etc/passwd",
        "//example.org/x",
        "jar:file:///x",
        "resource:other",
        "resource:",
        "data:text/css,p{}",
        "data:font/woff2;base64,AAAA",
        "data:,x",
        "data:image/png;base64,A",
        data_address(b"x" * (1024 * 1024 + 1)),
        "data:image/png," + "x" * (2 * 1024 * 1024),
        "",
    ],
)
def test_fetch_refuses(url: str) -> None:
    with pytest.raises(Refused):
        fetch(url, {"known": Resource(b"", "image/png")})


def test_fetch_gives_resources_and_pictures() -> None:
    assert fetch("resource:a%20b", {"a b": Resource(b"1", "image/png")}) == Fetched(b"1", "image/png")
    assert fetch(data_address(png(1, 2, 3)), {}) == Fetched(png(1, 2, 3), "image/png")
    assert fetch("data:image/svg+xml;charset=utf-8,%3Csvg/%3E", {}) == Fetched(b"<svg/>", "image/svg+xml")
    assert len(fetch(data_address(b"x" * 1024 * 1024), {}).content) == 1024 * 1024


def test_fetch_gives_static_files_where_they_are_kept(static_folder: Path) -> None:
    (static_folder / "a b.css").write_text("p {}")
    found = fetch(f"{base_url()}static/a%20b.css?v=1", {})
    assert (found.content, found.media_type) == (b"p {}", "text/css")
    again = fetch(f"{base_url()}static/a%20b.css", {}, have=found.version)
    assert again == Fetched(b"", "text/css", found.version)


def test_fetch_gives_static_files_as_collected(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    assert staticfiles_storage.location == str(tmp_path)
    (tmp_path / "one.0123456789ab.css").write_text("p {}")
    url = f"{base_url()}static/one.0123456789ab.css"
    assert fetch(url, {}) == Fetched(b"p {}", "text/css", "one.0123456789ab.css")
    assert fetch(url, {}, have="one.0123456789ab.css").content == b""
    for missing in ("admin/css/base.css", "../manage.py", ""):
        with pytest.raises(Refused):
            fetch(f"{base_url()}static/{missing}", {})


def test_fetch_gives_our_font_whole_or_at_one_weight() -> None:
    font = f"{base_url()}{FONT[1:]}"
    assert fetch(font, {}).content.startswith(b"wOF2")
    light, bold = (fetch(f"{font}#wght={weight}", {}).content for weight in (400, 650))
    assert light[:4] == bold[:4] == b"\0\1\0\0"
    assert light != bold
    for other in ("#wght=0", "#wght=9999", "#x"):
        assert fetch(font + other, {}).content.startswith(b"wOF2")
    with pytest.raises(Refused, match="variable font"):
        fetch(f"{base_url()}static/vendor/source-sans-3/index.css#wght=400", {})


def test_a_weight_is_made_once_for_the_whole_installation() -> None:
    font = f"{base_url()}{FONT[1:]}#wght=450"
    first = fetch(font, {})
    static_font.cache_clear()  # as another process would see it
    with mock.patch("core.pdf.fonts._instantiate", side_effect=AssertionError):
        assert fetch(font, {}) == first
