"""The mail people got, read as a person would: newest first, by address and subject."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.smtp_sink import SmtpSink

PATIENCE_SECONDS = 60
LINK = re.compile(r"https?://\S+/l/\S+")
CODE = re.compile(r"^\s*([0-9]{6})\s*$", re.MULTILINE)


class Letter:
    """One mail that arrived."""

    def __init__(self, message: EmailMessage) -> None:
        self.message = message
        self.subject = str(message["Subject"])

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def link(self) -> str:
        """The address behind the mail's button."""
        return LINK.findall(self.text)[0]

    def code(self) -> str:
        """The six digits on a line of their own."""
        return CODE.findall(self.text)[0]

    def part(self, content_type: str) -> tuple[bytes, EmailMessage]:
        """The content of the one part of this type (a calendar entry, a PDF), and the part itself."""
        [part] = [part for part in self.message.walk() if part.get_content_type() == content_type]
        return part.get_payload(decode=True), part  # type: ignore[return-value]


class Mailbox:
    """Every mail the sink took. ``wait`` marks what it gives as read, so the next is a newer one."""

    def __init__(self, sink: SmtpSink) -> None:
        self._sink = sink
        self._read: set[int] = set()

    def wait(self, to: str, subject: str = "") -> Letter:
        """The first unread mail to this address with these words in its subject, as soon as it is there."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            for index, received in enumerate(self._sink.messages):
                if index in self._read or received.recipients != [to]:
                    continue
                letter = Letter(message_from_bytes(received.content, policy=policy.default))
                if subject in letter.subject:
                    self._read.add(index)
                    return letter
            time.sleep(0.05)
        there = [(received.recipients, index in self._read) for index, received in enumerate(self._sink.messages)]
        raise AssertionError(f"No mail to {to} about {subject!r}; there are {there}")

    def unread(self) -> list[str]:
        """Whom mails went to that no test asked for."""
        return [
            address
            for index, received in enumerate(self._sink.messages)
            if index not in self._read
            for address in received.recipients
        ]
