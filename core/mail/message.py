"""From a row of the outbox to the message that goes out.

Building a message is most of what a mail costs. So for SMTP the bytes are put together here, part
by part, with the standard library's codecs that are written in C. :class:`OutboxMessage` is an
ordinary Django message too, for every other back end; a test holds the two equal.
"""

import base64
import binascii
import email.policy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.utils import encode_rfc2231, formatdate, parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from core.links import replies
from core.mail.models import Attachment, Mail

# "=_" stands neither in quoted-printable nor in base64, so no part can hold a boundary.
MIXED, ALTERNATIVE = "=_mixed_of_schakel", "=_alternative_of_schakel"
LONGEST_LINE = 76
# What fits in one encoded word: 42 bytes are 56 characters of base64, and 12 go round them.
WORD_BYTES = 42


@dataclass(frozen=True, slots=True)
class Assembled:
    """A finished message, with the one method that Django's SMTP back end asks for."""

    content: bytes

    def as_bytes(self) -> bytes:
        return self.content


class OutboxMessage(EmailMultiAlternatives):
    """The message of one row; ``fill`` puts the addresses of links in a text or raises."""

    def __init__(self, mail: Mail, attachments: Sequence[Attachment], fill: Callable[[str], str]) -> None:
        self.mail = mail
        self.files = attachments
        # The envelope needs the bare address, and parsing a name out of it for every mail is slow.
        headers = {"Message-ID": mail.message_id, "From": sender(mail.from_name)}
        if mail.calendar is None:
            # Some calendars pass over an invitation that calls itself automatic.
            headers["Auto-Submitted"] = "auto-generated"
        super().__init__(
            subject=mail.subject,
            body=fill(mail.text),
            from_email=_house()[1],
            to=[mailbox(mail.to_name, mail.to)],
            reply_to=[mail.reply_to] if mail.reply_to else None,
            headers=headers,
            attachments=[(file.filename, bytes(file.content), file.media_type) for file in attachments],
        )
        if mail.html:
            self.attach_alternative(fill(mail.html), "text/html")
        if mail.calendar is not None:
            # Last of the alternatives, and its method the same as the body's: Outlook wants both.
            calendar = fill_calendar(bytes(mail.calendar), fill)
            self.attach_alternative(calendar.decode(), f"text/calendar; method={mail.calendar_method}")

    def recipients(self) -> list[str]:
        return [self.mail.to]

    def message(self, *, policy: Any = email.policy.default) -> Any:
        if policy is not email.policy.SMTP:
            return super().message(policy=policy)
        lines = [*self._header_lines(), "MIME-Version: 1.0", ""]
        return Assembled("\r\n".join(lines).encode("ascii") + self._body())

    def _header_lines(self) -> Iterator[str]:
        yield f"Message-ID: {self.mail.message_id}"
        yield f"Date: {formatdate()}"
        yield f"From: {address_header('From', self.mail.from_name or _house()[0], _house()[1])}"
        yield f"To: {address_header('To', self.mail.to_name, self.mail.to)}"
        yield f"Subject: {text_header('Subject', self.mail.subject)}"
        if self.mail.reply_to:
            yield f"Reply-To: {address_header('Reply-To', '', self.mail.reply_to)}"
        if self.mail.calendar is None:
            yield "Auto-Submitted: auto-generated"

    def _body(self) -> bytes:
        parts = [text_part("text/plain", str(self.body))]
        for content, media_type in self.alternatives:
            if media_type.startswith("text/calendar"):
                parts.append(calendar_part(self.mail.calendar_method, str(content)))
            else:
                parts.append(text_part(media_type, str(content)))
        body = parts[0] if len(parts) == 1 else multipart("alternative", ALTERNATIVE, parts)
        if self.files:
            body = multipart("mixed", MIXED, [body, *map(file_part, self.files)])
        return body


# --- parts: each begins with its own header lines -------------------------------------------------


def text_part(media_type: str, text: str) -> bytes:
    """A text in quoted-printable: stays readable, and no line is too long for any server."""
    lines = _crlf(text)
    if not lines.endswith("\r\n"):  # the codec breaks lines as the text itself does, so there must be one
        lines += "\r\n"
    return (
        f"Content-Type: {media_type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".encode()
        + binascii.b2a_qp(lines.encode(), istext=True)
    )


def calendar_part(method: str, calendar: str) -> bytes:
    """The calendar in base64: not one byte of it changes on the way."""
    head = f"Content-Type: text/calendar; charset=utf-8; method={method}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + _base64(_crlf(calendar).encode())


def file_part(file: Attachment) -> bytes:
    if file.filename.isascii():
        name = 'filename="{}"'.format(file.filename.replace("\\", "\\\\").replace('"', '\\"'))
    else:
        name = f"filename*={encode_rfc2231(file.filename, 'utf-8')}"
    head = (
        f"Content-Type: {file.media_type}\r\nContent-Disposition: attachment; {name}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + _base64(bytes(file.content))


def multipart(subtype: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    line = f"\r\n--{boundary}".encode()
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n'.encode()
    return head + b"".join(line + b"\r\n" + part for part in parts) + line + b"--\r\n"


def fill_calendar(calendar: bytes, fill: Callable[[str], str]) -> bytes:
    """``calendar`` with the addresses of links filled in; its lines folded anew when there are any."""
    unfolded = calendar.replace(b"\r\n ", b"")
    if b"[[link:" not in unfolded and b"@placeholder.invalid" not in unfolded:
        return calendar
    lines = replies.fill(fill(unfolded.decode())).split("\r\n")
    return "\r\n".join(_fold(line) for line in lines).encode()


def _fold(line: str) -> str:
    """At most 75 bytes a line, never in the middle of a character (RFC 5545, 3.1)."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            pieces.append("")
            size = 1  # the space that begins the next line
        pieces[-1] += character
        size += width
    return "\r\n ".join(pieces)


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


# --- headers --------------------------------------------------------------------------------------


def sender(from_name: str) -> str:
    """The From of a mail: the alliance's name, the platform's own address."""
    name, address = _house()
    return mailbox(from_name or name, address)


def mailbox(name: str, address: str) -> str:
    """``"Name" <address>``, for Django to encode."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>' if name else address


def address_header(header: str, name: str, address: str) -> str:
    """The encoded value of an address header."""
    local, _, domain = address.rpartition("@")
    address = f"{local}@{domain if domain.isascii() else punycode(domain)}"
    if not name:
        return address
    if _plain(name):
        return mailbox(name, address)
    return f"{_encoded_words(header, name)}\r\n <{address}>"


def text_header(header: str, text: str) -> str:
    """The encoded value of a header of free text."""
    if _plain(text) and len(header) + 2 + len(text) <= LONGEST_LINE:
        return text
    return _encoded_words(header, text)


def _encoded_words(header: str, text: str) -> str:
    """``text`` as RFC 2047 has it: words of whole characters, each line at most 76 long."""
    words: list[str] = []
    chunk, size, room = "", 0, WORD_BYTES - len(header)
    for character in text:
        width = len(character.encode())
        if size + width > room:
            words.append(chunk)
            chunk, size, room = "", 0, WORD_BYTES
        chunk += character
        size += width
    words.append(chunk)
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(word.encode()).decode()}?=" for word in words)


def _plain(text: str) -> bool:
    """Whether it may stand in a header as it is; what looks encoded already must be encoded."""
    return text.isascii() and text.isprintable() and "=?" not in text


@lru_cache(maxsize=4)
def _parsed(from_email: str) -> tuple[str, str]:
    return parseaddr(from_email)


def _house() -> tuple[str, str]:
    """Name and address that the platform itself writes from."""
    return _parsed(settings.DEFAULT_FROM_EMAIL)
