"""Mail that nobody sends."""

import pytest


@pytest.fixture
def no_workers(monkeypatch) -> list:
    """Nothing is handed to Celery; what would be is in the list."""
    from core.mail import outbox

    given: list = []
    monkeypatch.setattr(outbox, "_enqueue", lambda task, argument: given.append((task.name, argument)) or True)
    return given
