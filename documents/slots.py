"""The slot in which rooms say what the documents are called that they freeze."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import slots

# Callables () -> (kind, words): the ``kind`` given to ``freeze`` and what the public calls such a document.
KINDS = slots.offer("documents.kinds")


def name_of(kind: str) -> str | Promise:
    """What the public calls a frozen document of this kind."""
    names: dict[str, str | Promise] = dict(slots.collect(KINDS))
    return names.get(kind, _("document"))
