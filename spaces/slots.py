"""What this room puts into the slots of the rooms above: the menu, and who may sign in."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import MAY_SIGN_IN, RIGHTS
from core import slots
from spaces.models import Role, Space
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=20)
def people() -> MenuItem:
    item = (_("People"), "spaces:people", "people", "spaces.view_member", "p")
    return MenuItem(*item, not_in=frozenset({Space.Kind.WORKING_GROUP}))


@slots.fill(RIGHTS, order=10)
def roles_held(user: User) -> list[str]:
    roles = Role.objects.held_by(user).select_related("space").order_by("space__name", "pk")
    return [f"{role.get_kind_display()}, {role.space}" for role in roles]


@slots.fill(MAY_SIGN_IN)
def has_a_role(email: str) -> bool:
    return Role.objects.current().filter(person__email=email).exists()
