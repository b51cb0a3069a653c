"""Filling in the addresses of links, in the moment a mail is sent and not before.

So the outbox, its backups and whoever may look at it hold no address that opens anything.
"""

import re
from collections.abc import Iterable, Mapping

from django.utils.crypto import constant_time_compare

from core.links.models import LinkState, MailLink, models_by_kind, placeholder_check

PLACEHOLDER = re.compile(r"\[\[link:([a-z0-9_-]+):([0-9]{1,18}):([0-9]{1,9}):([A-Za-z0-9_-]{22})\]\]")
# A mail whose link leads nowhere any more is not sent at all. One that was used may still be told of.
DEAD = (LinkState.WITHDRAWN, LinkState.EXPIRED)

type Reference = tuple[str, int]


class DeadLink(Exception):
    """A text speaks of a link that is withdrawn, expired or gone, or of an earlier revision of one."""


def references(texts: Iterable[str]) -> set[Reference]:
    """The links that ``texts`` have true placeholders of."""
    return {
        (kind, int(pk))
        for text in texts
        for kind, pk, revision, check in PLACEHOLDER.findall(text)
        if _ours(kind, pk, revision, check)
    }


def load(wanted: Iterable[Reference]) -> dict[Reference, MailLink]:
    """The rows of these links; one query for each kind. What does not exist is left out."""
    numbers: dict[str, list[int]] = {}
    for kind, pk in wanted:
        numbers.setdefault(kind, []).append(pk)
    models = models_by_kind()
    return {
        (kind, pk): link
        for kind, pks in numbers.items()
        if kind in models
        for pk, link in models[kind]._default_manager.in_bulk(pks).items()
    }


def fill(text: str, links: Mapping[Reference, MailLink]) -> str:
    """``text`` with the address of each link in the place of its placeholder.

    What only looks like a placeholder stays as it is. Raises DeadLink.
    """

    def address(match: re.Match[str]) -> str:
        kind, pk, revision, check = match.groups()
        if not _ours(kind, pk, revision, check):
            return match[0]
        link = links.get((kind, int(pk)))
        if link is None or link.revision != int(revision) or link.link_state() in DEAD:
            raise DeadLink
        return link.address()

    return PLACEHOLDER.sub(address, text) if "[[link:" in text else text


def _ours(kind: str, pk: str, revision: str, check: str) -> bool:
    return constant_time_compare(check, placeholder_check(kind, int(pk), int(revision)))
