"""A space is what everything belongs to: a place with people, members and roles.

Rights follow from one thing: the role that a person has in this space (``spaces.rules``).
Membership and account are different facts. Somebody with an account is every ``Person`` that
carries one of their verified addresses; most people never make an account.
"""

from spaces.models.members import EarlierMandate, Member, Pause, PlannedHandOver, Representative
from spaces.models.named_roles import NamedRole
from spaces.models.people import Invitation, Person, Role
from spaces.models.spaces import InSpaceQuerySet, NamedValue, Space

__all__ = [
    "EarlierMandate",
    "InSpaceQuerySet",
    "Invitation",
    "Member",
    "NamedRole",
    "NamedValue",
    "Pause",
    "Person",
    "PlannedHandOver",
    "Representative",
    "Role",
    "Space",
]
