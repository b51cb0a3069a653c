"""Mail servers that do not simply take everything."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.smtp_sink import SmtpSink


class MoodySink(SmtpSink):
    """Answers a recipient as ``answers`` says, and each message after ``seconds``.

    Answers: a line such as ``550 No``; ``hang up`` closes the connection; ``silence`` takes the
    message and lets the client wait until it gives up.
    """

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, str] = {}
        self.seconds = 0.0
        self.connections: set[int] = set()

    async def handle_RCPT(self, server, session, envelope, address, _options) -> str:
        self.connections.add(id(session))
        answer = self.answers.get(address, "250 OK")
        if answer == "hang up":
            server.transport.close()
            return "421 Bye"
        if answer[0] in "45":
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        await asyncio.sleep(self.seconds)
        answer = await super().handle_DATA(server, session, envelope)
        if any(self.answers.get(address) == "silence" for address in envelope.rcpt_tos):
            await asyncio.sleep(3)
        return answer


@pytest.fixture
def moody_sink(settings) -> Iterator[MoodySink]:
    with MoodySink() as sink:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": sink.port, "timeout": 1},
            }
        }
        yield sink


@pytest.fixture
def no_workers(monkeypatch) -> list:
    """Nothing is handed to Celery; what would be is in the list."""
    from core.mail import outbox

    given: list = []
    monkeypatch.setattr(outbox, "_enqueue", lambda task, argument: given.append((task.name, argument)) or True)
    return given
