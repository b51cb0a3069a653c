"""What the process is told from outside."""

import pytest

from config import environment

ADDRESS = "postgresql://schakel@db/schakel"


@pytest.mark.parametrize(("ending", "threshold"), [("", 0), ("?prepare=1", 0), ("?prepare=0&sslmode=require", None)])
def test_plans_are_kept_unless_the_address_says_otherwise(ending: str, threshold: int | None) -> None:
    options = environment.database(ADDRESS + ending)["OPTIONS"]
    assert options["prepare_threshold"] == threshold
    assert "prepare" not in options
    assert options.get("sslmode") == ("require" if "sslmode" in ending else None)
