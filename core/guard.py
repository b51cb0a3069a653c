"""Who may pass: every view states one permission, and this is the one place that asks for it.

``tests/test_guards.py`` walks the whole URL tree and fails for a view that states none.
"""

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase

# What a view states instead of a permission when it needs no role in a space.
PUBLIC = "public"
SIGNED_IN = "signed in"
STATED_WITHOUT_OBJECT = frozenset({PUBLIC, SIGNED_IN})
# What is done with what came to its end: making it writable again, and what the law gives people for as long as
# their data are kept.
AFTER_THE_END = frozenset({"closing.reopen_space", "privacy.answer_wish"})


class ReadOnly(PermissionDenied):
    """What one wanted to change came to its end; the message says so in words for people."""


def is_to_see(permission: str) -> bool:
    """Whether ``permission`` is one to see something, and not to do something."""
    return permission.partition(".")[2].startswith("view_")


def is_refused_for_good(permission: str, obj: Any) -> bool:
    """Whether ``obj`` came to its end (``is_read_only``), so that nobody has this permission on it any more."""
    read_only = getattr(obj, "is_read_only", False)
    return read_only and not is_to_see(permission) and permission not in AFTER_THE_END


def require(user: Any, permission: str, obj: Model) -> None:
    """Return when ``user`` has ``permission`` on ``obj``.

    Raises Http404 when the permission is one to see something (what you may not see looks exactly
    like what does not exist) and PermissionDenied when it is one to do something; ReadOnly when nobody may
    any more.
    """
    if user.has_perm(permission, obj):
        return
    if is_to_see(permission):
        raise Http404
    if is_refused_for_good(permission, obj):
        raise ReadOnly(str(obj))
    raise PermissionDenied


class Public:
    """Mixin of a view that anybody may open: it states so, and no login is asked."""

    permission: ClassVar[str] = PUBLIC
    login_required: ClassVar[bool] = False

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)  # type: ignore[misc]
        view.login_required = False
        return view


class SignedIn:
    """Mixin of a view for every signed-in person, about their own things only."""

    permission: ClassVar[str] = SIGNED_IN

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, AnonymousUser):  # LoginRequiredMiddleware stands before us
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
