"""Putting mail in the outbox: in the caller's transaction, checked before anything is written.

:func:`queue` for one recipient, :func:`queue_all` for some, :func:`queue_many` for a mailing whose
recipients a worker works out, in chunks, from an expander that the room registered.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import make_msgid
from itertools import batched
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from core.mail.models import Attachment, Mail, MailJob

log = logging.getLogger(__name__)

# How many mails one task sends over one connection.
MAILS_PER_TASK = 50
METHODS = ("REQUEST", "CANCEL")
LINE_BREAKS = str.maketrans("", "", "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029\0")


@dataclass(frozen=True, slots=True)
class File:
    """Something that goes with a mail."""

    filename: str
    content: bytes
    media_type: str = "application/pdf"

    @property
    def digest(self) -> str:
        """Equal for equal files: hexadecimal SHA-256 over name, type and content."""
        head = f"{self.filename}\n{self.media_type}\n".encode()
        return hashlib.sha256(head + self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail to one recipient, as the caller wants it sent.

    ``dedupe_key`` names the fact ("invite:5:2"): the same key is never sent twice. ``text`` and
    ``html`` may hold placeholders of links. ``repeat_is_harmless`` says that a second copy does no
    harm (a calendar invitation with the same UID and SEQUENCE), so that it is sent again when
    nobody knows whether the first went out.
    """

    dedupe_key: str
    kind: str
    to: str
    subject: str
    text: str
    to_name: str = ""
    from_name: str = ""
    reply_to: str = ""
    html: str = ""
    calendar: bytes | None = None
    calendar_method: str = ""
    space_id: int | None = None
    repeat_is_harmless: bool = False
    attachments: Sequence[File] = field(default=())


def queue(**letter: Any) -> Mail:
    """Queue one mail; takes what :class:`Letter` takes and returns its row (without the bodies).

    A ``dedupe_key`` that was used before gives that row, and nothing is queued. Raises
    ValidationError, with a message for people, before anything is written.
    """
    (mail,) = _write([Letter(**letter)])[0].values()
    return mail


def queue_all(letters: Iterable[Letter]) -> int:
    """Queue these mails, all or none, with few queries; returns how many are new.

    Raises ValidationError as :func:`queue`.
    """
    _rows, new = _write(letters)
    return len(new)


def _write(letters: Iterable[Letter]) -> tuple[dict[str, Mail], dict[str, int]]:
    """The rows of these letters by dedupe key, and the numbers of those that are new."""
    wanted: dict[str, Letter] = {}
    for letter in letters:
        check(letter)
        wanted.setdefault(letter.dedupe_key, letter)
    with transaction.atomic(savepoint=False):
        made = {letter.dedupe_key: _row(letter) for letter in wanted.values()}
        Mail.objects.bulk_create(made.values(), ignore_conflicts=True)
        rows = {row.dedupe_key: row for row in Mail.objects.without_bodies().filter(dedupe_key__in=made)}
        # A key that was there before has a row with a Message-ID of its own.
        new = {key: row.pk for key, row in rows.items() if row.message_id == made[key].message_id}
        _attach(wanted.values(), new)
        hand_over_on_commit(list(new.values()))
    return rows, new


def _row(letter: Letter) -> Mail:
    fields = {name: getattr(letter, name) for name in Letter.__slots__ if name != "attachments"}
    return Mail(message_id=make_msgid(domain=settings.MAIL_DOMAIN), **fields)


def check(letter: Letter) -> None:
    """Raise ValidationError, with a message for people, for a letter that cannot be sent."""
    one_line = {
        _("subject"): letter.subject,
        _("name of the recipient"): letter.to_name,
        _("name of the sender"): letter.from_name,
    }
    for what, value in one_line.items():
        if value.translate(LINE_BREAKS) != value:
            raise ValidationError(
                _("The %(what)s of a mail must be one line, without line breaks."), "line_break", {"what": what}
            )
    _check_address(letter.to)
    if letter.reply_to:
        _check_address(letter.reply_to)
    if not letter.subject.strip():
        raise ValidationError(_("A mail needs a subject."), "no_subject")
    if letter.calendar is not None and letter.calendar_method not in METHODS:
        raise ValueError(f"A calendar part needs a method of {METHODS}, not {letter.calendar_method!r}.")
    longest = {"to_name": 200, "from_name": 200, "subject": 300, "dedupe_key": 200, "kind": 60}
    for name, length in longest.items():
        if len(getattr(letter, name)) > length:
            raise ValidationError(
                _("A mail's %(field)s has at most %(length)d characters."),
                "too_long",
                {"field": name, "length": length},
            )


def _check_address(address: str) -> None:
    message = _("%(address)s is not an e-mail address we can write to.")
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(message, "address", {"address": repr(address)}) from None
    # The part before the @ in other letters needs SMTPUTF8, which many servers lack.
    if not address.partition("@")[0].isascii() or len(address) > 254:
        raise ValidationError(message, "address", {"address": repr(address)})


def _attach(letters: Collection[Letter], new: Mapping[str, int]) -> None:
    files = {file.digest: file for letter in letters if letter.dedupe_key in new for file in letter.attachments}
    if not files:
        return
    rows = [
        Attachment(digest=digest, filename=file.filename, media_type=file.media_type, content=file.content)
        for digest, file in sorted(files.items())
    ]
    # Writing used_at locks a row that exists, so that it is not cleared away at the same moment.
    Attachment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["digest"], update_fields=["used_at"])
    numbers = dict(Attachment.objects.filter(digest__in=files).values_list("digest", "pk"))
    through = Mail.attachments.through
    through.objects.bulk_create(
        through(mail_id=new[letter.dedupe_key], attachment_id=numbers[file.digest])
        for letter in letters
        if letter.dedupe_key in new
        for file in letter.attachments
    )


# --- mailings: a worker makes the mails -----------------------------------------------------------

# Takes the job's arguments, the position to go on after, and about how many to give. Gives, in
# ascending order of position (a number above 0, such as the person's), the letters that follow;
# nothing at all when there are no more.
type Expander = Callable[[dict[str, Any], int, int], Iterable[tuple[int, Letter]]]

_expanders: dict[str, Expander] = {}


def expander(kind: str) -> Callable[[Expander], Expander]:
    """Register the function that makes the letters of jobs of ``kind``; in the room's ``emails.py``."""

    def register(function: Expander) -> Expander:
        if _expanders.setdefault(kind, function) is not function:
            raise ValueError(f"Two expanders make mailings of the kind {kind!r}.")
        return function

    return register


def expander_of(kind: str) -> Expander:
    """Raises LookupError when no room registered one."""
    if kind not in _expanders:
        raise LookupError(f"Nobody makes mailings of the kind {kind!r}.")
    return _expanders[kind]


def queue_many(*, kind: str, arguments: dict[str, Any], dedupe_key: str) -> MailJob:
    """Write one row in the caller's transaction; a worker makes the mails of it, however many.

    The same ``dedupe_key`` again returns the existing job. Raises LookupError for an unknown kind.
    """
    expander_of(kind)
    with transaction.atomic():
        job, created = MailJob.objects.get_or_create(
            dedupe_key=dedupe_key, defaults={"kind": kind, "arguments": arguments}
        )
        if created:
            transaction.on_commit(lambda: hand_over_job(job.pk))
    return job


# --- handing over to the workers ------------------------------------------------------------------

_uncommitted = threading.local()


def hand_over_on_commit(mail_ids: Sequence[int]) -> None:
    """Give these mails to the workers once the transaction is committed, with others of it.

    The first callback that runs takes all that was queued in this transaction, so that a hundred
    calls make two tasks and not a hundred. Should numbers of a savepoint that was rolled back be
    among them, the worker finds no such row and does nothing.
    """
    if not mail_ids:
        return
    hooks = reversed(transaction.get_connection().run_on_commit)
    if not any(hook[1] is _hand_over_uncommitted for hook in hooks):
        _uncommitted.mail_ids = []  # a new transaction: what an earlier one left was rolled back
    _uncommitted.mail_ids.extend(mail_ids)
    transaction.on_commit(_hand_over_uncommitted)


def _hand_over_uncommitted() -> None:
    mail_ids, _uncommitted.mail_ids = _uncommitted.mail_ids, []
    hand_over(mail_ids)


def hand_over(mail_ids: Sequence[int]) -> None:
    """Give these mails to the workers now. Never raises: the sweep finds what did not get there."""
    from core.mail.tasks import deliver  # the tasks stand on this module

    for chunk in batched(mail_ids, MAILS_PER_TASK, strict=False):
        if not _enqueue(deliver, list(chunk)):
            return


def hand_over_job(job_id: int) -> None:
    """As :func:`hand_over`, for a mailing."""
    from core.mail.tasks import expand_job

    _enqueue(expand_job, job_id)


def _enqueue(task: Any, argument: Any) -> bool:
    try:
        task.apply_async([argument], retry=False)
    except Exception as error:  # the fact and its mail are committed: the request has succeeded
        log.warning("The message broker does not answer (%s); the sweep will hand over.", type(error).__name__)
        return False
    return True
