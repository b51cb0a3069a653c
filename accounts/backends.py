"""Who is behind a session: asked with every request."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from core.prepared import Given, Prepared, instance

_user = Prepared(lambda: User.objects.filter(pk=Given("pk")).values())


class Backend(AuthenticationBackend):  # type: ignore[misc] # it comes without types
    """Signing in by e-mail address; the account of a session by a query that is worked out once."""

    def get_user(self, user_id: int) -> User | None:
        for row in _user.rows(pk=user_id):
            user = instance(User, row)
            return user if self.user_can_authenticate(user) else None
        return None
