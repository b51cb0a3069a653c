"""What changes the files of a space; each in one transaction, with the space held."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import slots
from documents.files.contents import Form, recognise
from documents.files.models import FileVersion, SharedFile
from documents.files.names import tidy, without_ending
from spaces.models import Person, Space
from spaces.services import hold

# Rooms below say here what relies on files, which are then not thrown away: callables
# (files: Collection[int]) -> dict[int, list[str]], the number of a file → what relies on it, in words.
RELIED_ON = slots.offer("files.relied_on")

MOST_FILES = 1_000  # of one space, earlier versions and what was thrown away with them
MOST_BYTES = 2 * 1024**3
KEPT_AFTER_REMOVAL = dt.timedelta(days=30)
_AT_ONCE = 200


@dataclass(frozen=True)
class Incoming:
    """A file that was sent to us and found to be one that we take."""

    name: str
    data: bytes
    form: Form

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def title(self) -> str:
        return without_ending(self.name, self.form).strip() or _("Document")


@dataclass
class Put:
    """What came of putting files here: those that are new, and those that lay here already, byte for byte."""

    new: list[SharedFile] = field(default_factory=list)
    known: list[SharedFile] = field(default_factory=list)


def read(upload: UploadedFile[bytes]) -> Incoming:
    """Look at what was sent. Raises ValidationError in words for people, with the name, when we do not take it."""
    name = tidy(upload.name or "")
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise ValidationError(_("%(name)s: this file is larger than %(limit)s.") % {"name": name, "limit": limit})
    data = upload.read()
    try:
        return Incoming(name, data, recognise(data))
    except ValidationError as error:
        raise ValidationError(f"{name}: {error.messages[0]}") from None


@transaction.atomic
def put(
    space: Space,
    incoming: Iterable[Incoming],
    *,
    by: User,
    kind: str = SharedFile.Kind.OTHER,
    dated_on: dt.date | None = None,
    title: str = "",
) -> Put:
    """Put files in ``space``, each under ``title`` or its own name. What lies there already is not put there twice.

    Raises ValidationError when the space has no room for them.
    """
    hold(space.pk)
    result = Put()
    with _gone_when_it_fails() as paths:
        for one in incoming:
            if known := _same_as(space, one):
                result.known.append(known)
                continue
            file = SharedFile.objects.create(space=space, title=title or one.title, kind=kind, dated_on=dated_on)
            paths.append(_add_version(file, one, by=by).path)
            result.new.append(file)
    return result


@transaction.atomic
def put_version(file: SharedFile, incoming: Incoming, *, by: User) -> FileVersion:
    """A new version; the earlier ones stay. Raises ValidationError when nothing differs, or nothing more fits."""
    hold(file.space_id)
    _require_kept(file)
    newest = file.versions.order_by("-number").first()
    if newest and newest.sha256 == incoming.sha256:
        raise ValidationError(_("This is exactly the version that lies here already."))
    with _gone_when_it_fails() as paths:
        version = _add_version(file, incoming, by=by)
        paths.append(version.path)
    return version


@contextmanager
def _gone_when_it_fails() -> Iterator[list[str]]:
    """The paths that are noted are deleted when what is done meanwhile comes to nothing."""
    paths: list[str] = []
    try:
        yield paths
    except BaseException:
        _delete(paths)
        raise


def _same_as(space: Space, incoming: Incoming) -> SharedFile | None:
    rows = FileVersion.objects.newest().filter(file__space=space, file__removed_at=None, sha256=incoming.sha256)
    version = rows.select_related("file").order_by("pk").first()
    return version.file if version else None


def _add_version(file: SharedFile, incoming: Incoming, *, by: User) -> FileVersion:
    _require_room(file.space_id, len(incoming.data))
    number = (file.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = FileVersion.objects.create(
        file=file,
        number=number,
        name=incoming.name or file.title,
        form_key=incoming.form.key,
        size=len(incoming.data),
        sha256=incoming.sha256,
        put_by=by,
        put_by_name=name_in(file.space, by),
    )
    default_storage.save(version.path, ContentFile(incoming.data))
    return version


def _require_room(space_id: int, size: int) -> None:
    """Counted while the space is held, so that many uploads at once fit no better than one."""
    rows = FileVersion.objects.filter(file__space=space_id)
    used = rows.aggregate(number=Count("pk"), size=Sum("size"))
    if used["number"] >= MOST_FILES or (used["size"] or 0) + size > MOST_BYTES:
        words = _(
            "There is no more room here: a space holds %(number)s files and %(size)s. What you throw away makes room "
            "after thirty days."
        )
        raise ValidationError(words % {"number": MOST_FILES, "size": filesizeformat(MOST_BYTES)})


def name_in(space: Space, user: User) -> str:
    """What ``user`` is called in ``space``."""
    name = Person.objects.of(user).filter(space=space).values_list("name", flat=True).first()
    return (name or str(user))[:200]


def relied_on_by(files: Collection[int]) -> dict[int, list[str]]:
    """What relies on these files, in words, by number of the file."""
    found: dict[int, list[str]] = {}
    for answer in slots.collect(RELIED_ON, files):
        for number, words in answer.items():
            found.setdefault(number, []).extend(words)
    return found


@transaction.atomic
def throw_away(file: SharedFile, *, by: User) -> None:
    """Out of everybody's sight, and gone for good after thirty days. Raises ValidationError when something relies
    on it."""
    hold(file.space_id)
    if words := relied_on_by([file.pk]).get(file.pk):
        refusal = _("This file lies behind something that was taken in: %(what)s. Take that out first.")
        raise ValidationError(refusal % {"what": ", ".join(words)})
    rows = SharedFile.objects.kept().filter(pk=file.pk)
    rows.update(removed_at=timezone.now(), removed_by=name_in(file.space, by))


@transaction.atomic
def put_back(file: SharedFile) -> None:
    """What was thrown away is here again, with all its versions."""
    hold(file.space_id)
    SharedFile.objects.filter(pk=file.pk).update(removed_at=None, removed_by="")


def _require_kept(file: SharedFile) -> None:
    if not SharedFile.objects.kept().filter(pk=file.pk).exists():
        raise ValidationError(_("Somebody threw this file away meanwhile."))


def forget_thrown_away(now: dt.datetime | None = None) -> int:
    """Delete for good what was thrown away more than thirty days ago; how many files that were."""
    before = (now or timezone.now()) - KEPT_AFTER_REMOVAL
    gone = 0
    while numbers := _forget_some(before):
        gone += numbers
    return gone


@transaction.atomic
def _forget_some(before: dt.datetime) -> int:
    due = SharedFile.objects.filter(removed_at__lt=before).select_for_update(skip_locked=True)
    numbers = [file.pk for file in due.order_by("pk")[:_AT_ONCE]]
    paths = [version.path for version in FileVersion.objects.filter(file__in=numbers)]
    SharedFile.objects.filter(pk__in=numbers).delete()
    transaction.on_commit(partial(_delete, paths))
    return len(numbers)


def _delete(paths: Iterable[str]) -> None:
    for path in paths:
        default_storage.delete(path)
