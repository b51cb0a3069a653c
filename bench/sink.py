"""An SMTP server that takes everything and counts. As light as can be, so that it is not what is measured."""

import asyncio
import threading
from collections import Counter
from typing import Self


class Sink:
    """Context manager. ``recipients`` counts the messages taken, by the address they were for."""

    def __init__(self) -> None:
        self.recipients: Counter[str] = Counter()
        self.last = b""
        self._loop = asyncio.new_event_loop()

    def __enter__(self) -> Self:
        threading.Thread(target=self._loop.run_forever, name="sink", daemon=True).start()
        starting = asyncio.run_coroutine_threadsafe(
            self._loop.create_server(lambda: _Talk(self), "127.0.0.1", 0), self._loop
        )
        self._server = starting.result(10)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_exception: object) -> None:
        self._loop.call_soon_threadsafe(self._close)

    def _close(self) -> None:
        self._server.close()
        self._server.close_clients()
        self._loop.call_soon(self._loop.stop)

    @property
    def count(self) -> int:
        return self.recipients.total()


class _Talk(asyncio.Protocol):
    """One connection: HELO, MAIL, RCPT, DATA, RSET, QUIT."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.unread = b""
        self.recipient = ""
        self.in_data = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.unread += data
        while self._take_message() if self.in_data else self._take_command():
            pass

    def _take_message(self) -> bool:
        content, end, rest = self.unread.partition(b"\r\n.\r\n")
        if not end:
            return False
        self.unread, self.in_data = rest, False
        self.sink.last = content
        self.sink.recipients[self.recipient] += 1
        self.transport.write(b"250 taken\r\n")
        return True

    def _take_command(self) -> bool:
        line, end, self.unread = self.unread.partition(b"\r\n")
        if not end:
            self.unread = line
            return False
        command = line[:4].upper()
        if command == b"RCPT":
            self.recipient = line.partition(b"<")[2].partition(b">")[0].decode()
        if command == b"DATA":
            self.in_data = True
            self.transport.write(b"354 go on\r\n")
        elif command == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 yes\r\n")
        return True
