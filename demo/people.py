"""The people of the demo, and the links with which one becomes them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from spaces.models import Role


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to become: what they are, and where the link leads."""

    user: User
    what: str

    @property
    def address(self) -> str:
        return settings.SITE_URL + reverse("demo:sign_in", args=[self.user.pk])


def demo_people() -> list[DemoPerson]:
    """Everybody with an account in the demo, administrators last."""
    people = []
    for user in User.objects.filter(is_active=True, email__endswith="@example.org").order_by(
        "is_superuser", "is_staff", "pk"
    ):
        roles = Role.objects.held_by(user).select_related("space").order_by("pk")  # type: ignore[attr-defined]
        words = [f"{role.get_kind_display()}, {role.space.name}" for role in roles]
        if user.is_superuser:
            words.append(_("platform administrator"))
        people.append(DemoPerson(user, "; ".join(words)))
    return people
