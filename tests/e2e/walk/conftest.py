"""The world in which the walk takes place: one for all files of this folder, which build on each other in order."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from tests.e2e import world
from tests.e2e.world import World


@pytest.fixture(scope="package")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Instead of pytest-django's, which empties the database after each test: this one after the last."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="package")
def walk(chromium: Browser, transactional_db: None, request: pytest.FixtureRequest) -> Iterator[World]:
    with world.running(chromium) as running:
        running.failed_before = request.session.testsfailed
        yield running


@pytest.fixture(autouse=True)
def in_order(walk: World, request: pytest.FixtureRequest) -> Iterator[None]:
    """After a failure the rest would only fail too. No page may complain on its console."""
    if request.session.testsfailed > walk.failed_before:
        pytest.skip("an earlier part of the walk failed")
    yield
    assert walk.console == []


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Here what one test leaves is what the next begins with."""


@pytest.fixture
def coordinator(walk: World) -> Page:
    """Marieke's laptop, at the overview of her alliance."""
    page = walk.laptop("coordinator")
    page.goto("/s/waasland/")
    return page
