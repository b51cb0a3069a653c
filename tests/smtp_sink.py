"""SMTP servers inside the test process: one that takes everything and keeps it, and one with moods."""

import asyncio
import threading
from typing import NamedTuple, Self

from aiosmtpd.smtp import SMTP, Envelope, Session


class Received(NamedTuple):
    """One message as the server got it: the envelope's addresses and the raw bytes."""

    sender: str
    recipients: list[str]
    content: bytes


class SmtpSink:
    """Context manager. ``port`` is where it listens, ``messages`` what arrived, in order."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.messages: list[Received] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp-sink", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        # Port 0 lets the system choose and hold one, so nothing can take it in between.
        listening = self._loop.create_server(
            lambda: SMTP(self, hostname="sink", enable_SMTPUTF8=True), "127.0.0.1", self.port
        )
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Listen no more. May be called twice."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        self._server.close_clients()
        handlers = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in handlers:
            task.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd for each message."""
        self.messages.append(
            Received(envelope.mail_from or "", list(envelope.rcpt_tos), envelope.original_content or b"")
        )
        return "250 OK"


class MoodySink(SmtpSink):
    """Answers a recipient as ``answers`` says, and each message after ``seconds``.

    Answers: a line such as ``550 No``; ``hang up`` closes the connection; ``silence`` takes the
    message and lets the client wait until it gives up.
    """

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.answers: dict[str, str] = {}
        self.seconds = 0.0
        self.connections: set[int] = set()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        self.connections.add(id(session))
        answer = self.answers.get(address, "250 OK")
        if answer == "hang up":
            server.transport.close()
            return "421 Bye"
        if answer[0] in "45":
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.seconds)
        answer = await super().handle_DATA(server, session, envelope)
        if any(self.answers.get(address) == "silence" for address in envelope.rcpt_tos):
            await asyncio.sleep(3)
        return answer
