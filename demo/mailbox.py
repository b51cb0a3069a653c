"""Every mail the demo sends: kept as a file by a small SMTP server, shown on a page."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import email.policy
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

NAME = re.compile(r"[0-9]{16,20}")


def folder() -> Path:
    """Where the mails are kept, one .eml each, named by the nanosecond they came."""
    path: Path = settings.VAR_DIR / "mailbox"
    path.mkdir(parents=True, exist_ok=True)
    return path


class Handler:
    """Takes every message and writes it down."""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        path = folder() / f"{time.time_ns()}.eml"
        path.write_bytes(
            b"X-Demo-To: " + ", ".join(envelope.rcpt_tos).encode() + b"\r\n" + (envelope.original_content or b"")
        )
        return "250 kept"


async def serve(port: int) -> None:
    """Listen on the loopback until the process ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), hostname="demo", enable_SMTPUTF8=True), "127.0.0.1", port)
    await server.serve_forever()


@dataclass(frozen=True)
class Kept:
    """One mail of the mailbox."""

    name: str
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"] or self.message["X-Demo-To"])

    @property
    def sender(self) -> str:
        return str(self.message["From"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def received(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(int(self.name) / 1e9, tz=dt.UTC)

    def body(self, kind: str) -> str:
        """The text of the part ``plain`` or ``html``; "" when there is none."""
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""

    @property
    def plain(self) -> str:
        return self.body("plain")

    def parts(self) -> list[str]:
        """The names and types of what goes with it: calendar entries and files."""
        return [
            part.get_filename() or part.get_content_type()
            for part in self.message.walk()
            if part.get_content_type() == "text/calendar" or part.get_content_disposition() == "attachment"
        ]


def kept(limit: int = 200, to: str = "") -> Iterator[Kept]:
    """The newest mails first; those to ``to`` only, when one is given."""
    count = 0
    for path in sorted(folder().glob("*.eml"), reverse=True):
        mail = Kept(path.stem, email.message_from_bytes(path.read_bytes(), policy=email.policy.default))  # type: ignore[arg-type]
        if to.lower() in mail.to.lower():
            yield mail
            count += 1
        if count >= limit:
            return


def find(name: str) -> Kept | None:
    """The mail of this name, or None."""
    path = folder() / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.exists():
        return None
    return Kept(name, email.message_from_bytes(path.read_bytes(), policy=email.policy.default))  # type: ignore[arg-type]
