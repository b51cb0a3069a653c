"""What refers to an organisation, in whatever room: what is to be moved when two of the directory become one.

The rooms below are named here by words, because nothing of them may be imported; a test walks over the relations of
the model and fails for one that is not named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, ForeignKey, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.organisations.models import Organisation


@dataclass(frozen=True)
class Reference:
    """One foreign key to organisations.

    ``space``: the way from its row to the space. ``both``: why two organisations with a row each in one place cannot
    become one; "" where the two rows say the same, and one of them is enough.
    """

    label: str  # app.Model.field
    space: str
    words: str | Promise
    both: str | Promise = ""

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label.rpartition(".")[0])

    @property
    def field(self) -> str:
        return self.label.rpartition(".")[2]

    def rows(self, organisation: int) -> QuerySet[models.Model]:
        """The rows that refer to it."""
        return self.model._base_manager.filter(**{self.field: organisation})

    def twice(self, kept: int, gone: int) -> QuerySet[models.Model]:
        """The rows of ``gone`` beside which the database allows none of ``kept``."""
        found = Q(pk__in=[])
        for others, condition in self._once():
            theirs = self.rows(kept).filter(condition).values(*others)
            mine = self.rows(gone).filter(condition)
            for row in theirs:
                found |= Q(pk__in=mine.filter(**row).values("pk"))
        return self.rows(gone).filter(found)

    def _once(self) -> Iterator[tuple[list[str], Q]]:
        """What is unique with the organisation, and where."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                expressions: Iterable[Any] = constraint.expressions
                names = constraint.fields or tuple(one.name for one in expressions if isinstance(one, F))  # type: ignore[attr-defined]
                if self.field in names:
                    yield [name for name in names if name != self.field], constraint.condition or Q()
        for names in self.model._meta.unique_together:
            if self.field in names:
                yield [name for name in names if name != self.field], Q()


# In the order in which they are shown. docs/decisions/0060 says why two entries of a register are not joined.
REFERENCES: Sequence[Reference] = (
    Reference(
        "stakeholders.Stakeholder.organisation",
        "space",
        _("entries of registers"),
        _("Both stand in the register of %(places)s. Its coordinators take one of the two out first: what they noted "
          "of each is theirs, and nobody joins it for them."),
    ),
    Reference(
        "spaces.Member.organisation",
        "space",
        _("memberships, with their seats and signatures"),
        _("Both take part in %(places)s as members. One of the two memberships ends there first."),
    ),
    Reference("joining.JoinInvitation.organisation", "space", _("invitations to join")),
    Reference(
        "directory.FactProposal.organisation",
        "space",
        _("proposed corrections"),
        _("A correction of both is waiting for an answer. One of the two is answered first."),
    ),
    Reference("meetings.Invitee.organisation", "meeting__space", _("invitations to meetings")),
    Reference("intervision.Contribution.organisation", "day__space", _("contributions to intervision")),
    Reference("branches.Activity_organisations.organisation", "activity__phase__branch__space", _("activities")),
    Reference("branches.Need.organisation", "branch__space", _("needs in a branch")),
    Reference("branches.Mentoring.organisation", "phase__branch__space", _("mentoring in a branch")),
)  # fmt: skip


def foreign_keys() -> dict[str, ForeignKey[Any, Any]]:
    """Every foreign key to organisations, by its label; those without a way back too."""
    found: dict[str, ForeignKey[Any, Any]] = {}
    for relation in Organisation._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if relation.auto_created and isinstance(field, ForeignKey):
            found[f"{field.model._meta.label}.{field.name}"] = field
    return found


def spaces_of(organisations: Iterable[int]) -> set[int]:
    """The spaces in which something refers to these organisations."""
    found: set[int] = set()
    for organisation in organisations:
        for reference in REFERENCES:
            found |= set(reference.rows(organisation).values_list(reference.space, flat=True))
    return found
