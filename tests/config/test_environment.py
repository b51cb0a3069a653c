"""What the process is told from outside."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

ADDRESS = "postgresql://schakel@db/schakel"
TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


def test_tiles_come_from_one_server_that_the_policy_can_name() -> None:
    assert (environment.tiles(""), environment.tiles(TILES)) == ("", TILES)


@pytest.mark.parametrize(
    "address",
    [
        "https://{s}.tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/",
        "javascript:{z}{x}{y}",
        "https://a; script-src *//{z}/{x}/{y}",
    ],
)
def test_other_addresses_of_tiles_are_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        environment.tiles(address)


@pytest.mark.parametrize(("ending", "keeps"), [("", True), ("?prepare=1", True), ("?prepare=0&sslmode=require", False)])
def test_plans_are_kept_unless_the_address_says_otherwise(ending: str, keeps: bool) -> None:
    found = environment.database(ADDRESS + ending)
    options = found["OPTIONS"]
    assert found["KEEPS_PLANS"] is keeps
    assert "prepare" not in options
    assert options.get("sslmode") == ("require" if "sslmode" in ending else None)
