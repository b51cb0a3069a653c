"""What is locked is locked by sum, and says nothing about where it was downloaded."""

import json
import re

import pytest
from django.conf import settings

LOCKS = ["requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("name", LOCKS)
def test_requirements_name_no_address(name: str) -> None:
    text = (settings.BASE_DIR / name).read_text()
    assert re.findall(r"\S*://\S*|--(?:extra-)?index-url.*|--find-links.*", text) == []


@pytest.mark.parametrize("name", LOCKS)
def test_requirements_have_sums(name: str) -> None:
    text = (settings.BASE_DIR / name).read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(entries) > 5
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_front_end_packages_name_no_address() -> None:
    packages = json.loads((settings.BASE_DIR / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and not package["integrity"].startswith("sha512-")] == []
