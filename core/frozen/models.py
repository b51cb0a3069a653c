"""Documents that never change again, each tied to the one before it by a hash."""

import hashlib
import json
import secrets
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Func, Q, TextField
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

# Crockford's base 32: no I, L, O and U, so nothing is misread or misheard. 12 of them are 60 bits.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
HASH_SCHEME = "schakel-frozen-1"


class AppendOnlyError(TypeError):
    """Code tried to change or delete a row of an append-only table."""


class AppendOnlyQuerySet[M: models.Model](models.QuerySet[M]):
    """Says early and plainly what the database would refuse anyway."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is append-only.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is append-only.")


class AppendOnly(models.Model):
    """Base of models whose rows are only ever added.

    Deriving from it takes UPDATE and DELETE on the table away from the application's database role
    (``core.db_roles``), which insists that the migration also has
    ``core.frozen.operations.MakeAppendOnly("table")``. Foreign keys to such a model, and from it, say
    ``on_delete=PROTECT``: a cascade would be refused too.
    """

    objects: ClassVar[models.Manager[Any]] = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} is append-only.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} is append-only.")


def new_code() -> str:
    """A verification code of chance, as it is stored."""
    return "".join(secrets.choice(CODE_ALPHABET) for _position in range(CODE_LENGTH))


def canonical_json(value: Any) -> str:
    """The one way to write ``value`` as JSON: keys sorted, no spaces, as UTF-8.

    Takes None, booleans, whole numbers, texts, and lists and dicts (with text keys) of these. Raises
    ValueError for anything else: fractions do not come back from the database as they went in, so
    amounts and dates are given as text.
    """
    _require_plain(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _require_plain(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError("Facts have only text as keys.")
            _require_plain(key)
            _require_plain(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _require_plain(item)
    elif isinstance(value, str):
        if "\0" in value:
            raise ValueError("Facts hold no NUL characters.")
    elif not (value is None or isinstance(value, bool | int)):
        raise ValueError(f"Facts hold no {type(value).__name__}: give it as text.")


class HexSha256(Func):
    """The database's own SHA-256 of a binary column, in hexadecimal."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    arity = 1
    output_field = TextField()


class FrozenDocument(AppendOnly):
    """The bytes of a document as they were signed, approved or adopted.

    ``chain`` names the row of documents it stands in ("space:12"), ``kind`` and ``subject_id`` what
    it is of ("charter", the charter's id). ``entry_hash`` covers every other field, ``previous_hash``
    (the ``entry_hash`` of the one before, empty for the first) included, so a change anywhere breaks
    the chain from there on. Made by ``core.frozen.services.freeze`` only.
    """

    chain = models.CharField(_("chain"), max_length=100)
    position = models.PositiveIntegerField(_("position in the chain"))
    kind = models.CharField(_("kind"), max_length=50)
    subject_id = models.BigIntegerField(_("number of the subject"))
    title = models.CharField(_("title"), max_length=300)
    content = models.BinaryField(_("content"))
    media_type = models.CharField(_("media type"), max_length=100)
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    facts = models.JSONField(_("facts"), default=dict)
    previous_hash = models.CharField(_("hash of the previous entry"), max_length=64, blank=True)
    entry_hash = models.CharField(_("hash of this entry"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("frozen at"))
    code = models.CharField(_("verification code"), max_length=CODE_LENGTH, unique=True, default=new_code)

    class Meta:
        verbose_name = _("frozen document")
        verbose_name_plural = _("frozen documents")
        ordering = ("chain", "position")
        indexes = (models.Index(fields=["kind", "subject_id"], name="frozen_subject"),)
        constraints = (
            models.UniqueConstraint(fields=["chain", "position"], name="frozen_one_per_position"),
            models.CheckConstraint(
                condition=Q(position=1, previous_hash="") | Q(position__gt=1) & ~Q(previous_hash=""),
                name="frozen_first_has_no_previous",
            ),
            models.CheckConstraint(
                condition=Q(sha256=HexSha256("content")),
                name="frozen_sha256_is_of_content",
            ),
            models.CheckConstraint(condition=Q(size=Length("content")), name="frozen_size_is_of_content"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def code_to_read(self) -> str:
        """The verification code in groups, as it is printed: "7K2M-P0QX-93TB"."""
        return "-".join(self.code[start : start + 4] for start in range(0, CODE_LENGTH, 4))

    def computed_entry_hash(self) -> str:
        """What ``entry_hash`` must be, from the other fields; the content counts by its ``sha256``."""
        entry = [
            HASH_SCHEME,
            self.chain,
            self.position,
            self.kind,
            self.subject_id,
            self.title,
            self.media_type,
            self.sha256,
            self.size,
            self.facts,
            self.previous_hash,
            self.created_at.isoformat(timespec="microseconds"),
            self.code,
        ]
        return hashlib.sha256(canonical_json(entry).encode()).hexdigest()
