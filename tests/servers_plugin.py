"""Starts throw-away servers before pytest-django reads the settings (pyproject.toml loads this first).

Where DATABASE_URL or REDIS_URL is set already that server is used instead. Processes of xdist
inherit the environment: one pair of servers for all, a test database for each.
"""

import os

import pytest

from config import servers

os.environ["SCHAKEL_MODE"] = "test"
os.environ["SCHAKEL_AS_OWNER"] = "1"  # who makes the test database; conftest.py then becomes the application
if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # "gw0": each its own database in Redis, 0 is the parent's
    address, _, _number = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{address}/{int(worker.removeprefix('gw')) + 1}"
_running = servers.start(None, given=os.environ)
os.environ.update(_running.environment)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _running.stop()
