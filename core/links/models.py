"""What a link in an e-mail is: its token, its state, its address."""

import base64
import datetime as dt
from functools import cache
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

LINK_PURPOSE = "core.links.token"
PLACEHOLDER_PURPOSE = "core.links.placeholder"
# How many earlier revisions of a link are recognised, to say "replaced" instead of "mistyped".
EARLIER_REVISIONS = 50


class LinkState(models.TextChoices):
    FINE = "fine", _("works")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")
    USED_UP = "used_up", _("used")
    REPLACED = "replaced", _("replaced by a newer one")
    MISTYPED = "mistyped", _("unknown")


class MailLink(models.Model):
    """A link that was mailed to one person. A subclass names its kind: ``kind_of_link = "invitation"``.

    Raising ``revision`` makes every earlier token worthless; ``withdrawn_at`` ends the link.
    """

    kind_of_link: ClassVar[str]

    expires_at = models.DateTimeField(_("valid until"))
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def place(self) -> Any:
        """What the link belongs to (a space); once that is read-only, the link says so and does nothing more.
        A subclass says which; by default nothing that could end."""
        return None

    @property
    def is_used_up(self) -> bool:
        """Whether the one thing this link was for is done. A subclass says so; by default never."""
        return False

    def link_state(self, now: dt.datetime | None = None) -> str:
        """Whether the link works now, and if not, why."""
        if self.withdrawn_at is not None:
            return LinkState.WITHDRAWN
        if self.expires_at <= (now or timezone.now()):
            return LinkState.EXPIRED
        if self.is_used_up:
            return LinkState.USED_UP
        return LinkState.FINE

    def token(self) -> str:
        """The secret part of the address: 43 characters, never stored anywhere."""
        return _token(self.kind_of_link, self.pk, self.revision, settings.SECRET_KEY)

    def address(self) -> str:
        """The whole address with its token. Only for what goes to the person the link is for."""
        return settings.SITE_URL + reverse("links:link_open", args=[self.kind_of_link, self.pk, self.token()])

    def placeholder(self) -> str:
        """What stands for the address in a mail until it is sent; see :mod:`core.links.placeholders`.

        It is of this revision: a mail that waits for an address which was corrected since never opens anything.
        """
        check = placeholder_check(self.kind_of_link, self.pk, self.revision)
        return f"[[link:{self.kind_of_link}:{self.pk}:{self.revision}:{check}]]"

    def token_state(self, token: str) -> str:
        """As :meth:`link_state`, when ``token`` is (or was) this link's; else ``MISTYPED``.

        Somebody without a true token learns nothing, not even that the link exists.
        """
        if self._is_token_of(self.revision, token):
            return self.link_state()
        earlier = range(self.revision - 1, max(0, self.revision - 1 - EARLIER_REVISIONS), -1)
        if any(self._is_token_of(revision, token) for revision in earlier):
            return LinkState.REPLACED
        return LinkState.MISTYPED

    def _is_token_of(self, revision: int, token: str) -> bool:
        keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
        matches = [constant_time_compare(token, _token(self.kind_of_link, self.pk, revision, key)) for key in keys]
        return any(matches)

    @classmethod
    def find(cls, pk: int, token: str) -> tuple[Self | None, str]:
        """The link of this number and its state for whoever holds ``token``.

        The link is None when the token is not, and never was, one of its own.
        """
        link = cls._default_manager.filter(pk=pk).first()
        if link is None:
            return None, LinkState.MISTYPED
        state = link.token_state(token)
        return (None if state == LinkState.MISTYPED else link), state


@cache
def models_by_kind() -> dict[str, type[MailLink]]:
    """Every model of links by its kind. Raises ValueError when two share one."""
    found: dict[str, type[MailLink]] = {}
    for model in apps.get_models():
        if issubclass(model, MailLink) and found.setdefault(model.kind_of_link, model) is not model:
            raise ValueError(f"Two models of links are of the kind {model.kind_of_link!r}.")
    return found


def placeholder_check(kind: str, pk: int, revision: int) -> str:
    """What only we can write in a placeholder.

    Without it somebody could type the placeholder of another person's link into a text that is
    mailed to themselves, and would get that person's token.
    """
    return _digest(PLACEHOLDER_PURPOSE, f"{kind}:{pk}:{revision}", settings.SECRET_KEY)[:22]


def _token(kind: str, pk: Any, revision: int, key: str) -> str:
    return _digest(LINK_PURPOSE, f"{kind}:{pk}:{revision}", key)


def _digest(purpose: str, value: str, key: str) -> str:
    digest = salted_hmac(purpose, value, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
