"""Links in e-mail: the one mechanism with which somebody without an account may do one thing.

A room makes a model of :class:`MailLink` (the invitation, the signing request) and a view of
:class:`LinkView`. Nothing secret is stored: the token is an HMAC of the row's number and revision.
"""

from core.links.models import LinkState, MailLink
from core.links.views import LinkView

__all__ = ["LinkState", "LinkView", "MailLink"]
