from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from core import pdf
from core.pdf.pool import shared_pool

FONT = "/static/vendor/source-sans-3/files/source-sans-3-latin-wght-normal.woff2"
PAGE = """<!DOCTYPE html><html><head><title>{{ title|default:"A title" }}</title>%s</head><body>%s</body></html>"""

type Make = Callable[..., bytes]


@pytest.fixture
def make(settings: Settings) -> Make:
    """``make(body, head="", context={}, language="en", …)``: the PDF of a small template."""

    def run(body: str, head: str = "", context: dict[str, Any] | None = None, **options: Any) -> bytes:
        loader = ("django.template.loaders.locmem.Loader", {"test.html": PAGE % (head, body)})
        settings.TEMPLATES = [
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
        ]
        return pdf.render("test.html", context or {}, **({"language": "en"} | options))

    return run


@pytest.fixture
def outside_tests(settings: Settings) -> None:
    """Complaints are logged, as in production, and not raised."""
    settings.TEST = False


@pytest.fixture
def fresh_pool() -> Iterator[None]:
    """No warm process before the test and none with its limits after it."""
    shared_pool.stop()
    yield
    shared_pool.stop()


@pytest.fixture
def static_folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A folder whose files are static files for this test."""
    from django.contrib.staticfiles import finders

    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    yield tmp_path
    finders.get_finder.cache_clear()
