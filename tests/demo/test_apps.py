"""The demo's doors are nowhere but in demo settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, reverse

import demo
from demo.apps import DemoConfig

BASE_DIR = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SCHAKEL_MODE": "production",
    "SCHAKEL_SECRET_KEY": "k" * 60,
    "SCHAKEL_HOSTS": "schakel.example.org",
    "DATABASE_URL": "postgresql://schakel@localhost/schakel",
    "REDIS_URL": "redis://localhost:6379/0",
}
ASK = (
    "import django; django.setup()\n"
    "from django.apps import apps; from django.urls import get_resolver\n"
    "print(apps.is_installed('demo'), 'demo' in get_resolver().namespace_dict)"
)
WITH_THE_DEMO = "from config import settings; settings.INSTALLED_APPS.append('demo')\nimport django; django.setup()"


def python(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``program`` in a process of its own, under settings of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCHAKEL_", "DATABASE_"))}
    kept |= {"DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=BASE_DIR, env=kept, capture_output=True, text=True)


def test_demo_app_refuses_other_settings() -> None:
    with pytest.raises(ImproperlyConfigured, match="in the demo only"):
        DemoConfig("demo", demo).ready()


def test_tests_do_not_have_the_demo_either() -> None:
    assert not apps.is_installed("demo")
    with pytest.raises(NoReverseMatch):
        reverse("demo:door")


@pytest.mark.parametrize(
    ("environment", "there"), [(PRODUCTION, "False False"), ({"SCHAKEL_MODE": "demo"}, "True True"), ({}, None)]
)
def test_sign_in_links_are_in_demo_settings_only(environment: dict[str, str], there: str | None) -> None:
    done = python(ASK, **environment)
    if there is None:  # production without its settings, the default, does not start at all
        assert done.returncode != 0
        assert "SCHAKEL_SECRET_KEY" in done.stderr
    else:
        assert done.stdout.strip() == there


def test_production_refuses_to_start_with_the_demo() -> None:
    done = python(WITH_THE_DEMO, **PRODUCTION)
    assert done.returncode != 0
    assert "ImproperlyConfigured: The demo's sign-in links and mailbox run in the demo only." in done.stderr
