"""The slot in which rooms say what the documents are called that they freeze, and what this room fills above."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import slots
from documents.signing import services as signing
from spaces.services import END_LINKS

# Callables () -> (kind, words): the ``kind`` given to ``freeze`` and what the public calls such a document.
KINDS = slots.offer("documents.kinds")


def name_of(kind: str) -> str | Promise:
    """What the public calls a frozen document of this kind."""
    names: dict[str, str | Promise] = dict(slots.collect(KINDS))
    return names.get(kind, _("document"))


@slots.fill(END_LINKS)
def end_signing_requests(people: Collection[int], *, left: bool) -> None:
    signing.end_links(people, left=left)
