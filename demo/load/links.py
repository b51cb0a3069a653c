"""Roles with a name, and links with sister alliances."""

from __future__ import annotations

from alliances.sisters import services
from demo.data.friesland_work import NAMED_ROLES
from spaces.models import NamedRole, Space
from spaces.services import person_in


def name_roles(space: Space) -> None:
    """Of Friesland; somebody who is not known yet is made."""
    for name, kind, own_name, task, agreed_how in NAMED_ROLES:
        person = space.people.filter(name=name).first() or person_in(space, name=name)
        NamedRole.objects.create(
            person=person,
            kind=kind,
            own_name=own_name,
            task=task,
            starts_on=space.starts_on,
            agreed_on=space.starts_on if agreed_how else None,
            agreed_how=agreed_how,
        )


def link_sisters(space: Space, accepted: Space, proposing: Space) -> None:
    """One sister alliance that said yes, and a proposal that waits for an answer."""
    services.answer(services.propose(space, accepted, words=""), accepts=True)
    words = "Jullie taaltafels doen wat wij ook willen. Mogen we eens komen kijken?"
    services.propose(proposing, space, words=words)
