"""The browser's own fixtures: they complain of what they should."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from playwright.sync_api import Page
from pytest_django import Settings

HEAD = (
    '<!doctype html><title>x</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
)
NAUGHTY = HEAD + '<p style="color:red">x</p>'
BROKEN = HEAD + '<script src="/broken.js"></script>'


@login_not_required
def naughty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(NAUGHTY)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BROKEN)


@login_not_required
def script(request: HttpRequest) -> HttpResponse:
    return HttpResponse("missing.thing()", content_type="text/javascript")


urlpatterns = [path("naughty/", naughty), path("broken/", broken), path("broken.js", script)]


@pytest.fixture(autouse=True)
def pages_of_this_file(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


def test_console_tells_violations_of_the_policy(page: Page, console: list[str]) -> None:
    page.goto("/naughty/")
    assert len(console) == 1
    assert "Content Security Policy" in console.pop()


def test_console_tells_script_errors(page: Page, console: list[str]) -> None:
    page.goto("/broken/")
    assert len(console) == 1
    assert console.pop().startswith("script: missing is not defined")


def test_sizes(page: Page, phone: Page, console: list[str]) -> None:
    for one in (page, phone):
        one.goto("/naughty/")
    console.clear()
    assert [one.evaluate("innerWidth") for one in (page, phone)] == [1280, 390]
