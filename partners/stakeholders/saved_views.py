"""Saved views: ways to look at the register that somebody kept, for themselves or for all coordinators."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.prepared import Given, Prepared
from core.text import SortKey
from partners.stakeholders.models import SavedView
from spaces.models import Space
from spaces.services import hold

MOST = 40
COLUMNS = "columns"  # in the address, separated by dots
VIEW = "view"  # in the address: the number of a view; 0 for none


class View(NamedTuple):
    """A saved view as the list needs it."""

    number: int
    name: str
    is_shared: bool
    is_start: bool
    filters: dict[str, str]
    columns: list[str]


_of_person = Prepared(
    lambda: (
        SavedView.objects.filter(Q(owner=Given("user")) | Q(owner=None), space=Given("space"))
        .order_by(SortKey("name"), "id")
        .values("id", "name", "owner_id", "is_start", "filters", "columns")
    )
)


def of_person(space_id: int, user_id: int) -> tuple[View, ...]:
    """The views that this person has in this space: own ones, those of all, and the one without a name."""
    return tuple(
        View(row.id, row.name, row.owner_id is None, row.is_start, json.loads(row.filters), json.loads(row.columns))
        for row in _of_person.rows(space=space_id, user=user_id)
    )


def start_of(views: Sequence[View]) -> View | None:
    """With which the register opens: one's own choice before that of all."""
    starts = [one for one in views if one.is_start]
    return min(starts, key=lambda one: one.is_shared, default=None)


@transaction.atomic
def save(
    space: Space,
    user: User,
    *,
    name: str,
    filters: Mapping[str, str],
    columns: Sequence[str],
    is_shared: bool = False,
    is_start: bool = False,
    replaced: SavedView | None = None,
) -> SavedView:
    """Keep how the register is looked at now, as a new view or in the place of one. Raises ValidationError."""
    hold(space.pk)
    owner = None if is_shared else user
    others = SavedView.objects.filter(space=space, owner=owner)
    if replaced is None and others.count() >= MOST:
        raise ValidationError(_("There are %(n)d views already. Remove one first.") % {"n": MOST})
    if others.filter(name=name).exclude(pk=replaced.pk if replaced else None).exists():
        raise ValidationError({"name": _("There is a view with this name already.")})
    if is_start:
        others.filter(is_start=True).update(is_start=False)
    view = SavedView.objects.get(pk=replaced.pk) if replaced else SavedView(space=space)
    view.owner, view.name, view.is_start = owner, name, is_start
    view.filters, view.columns = dict(filters), list(columns)
    view.save()
    return view


@transaction.atomic
def keep_columns(space: Space, user: User, columns: Sequence[str]) -> None:
    """These are the columns of this person whenever no view says otherwise."""
    hold(space.pk)
    SavedView.objects.update_or_create(space=space, owner=user, name="", defaults={"columns": list(columns)})


def visible_views(space: Space, user: Any) -> Any:
    """The views that this person may open, change and remove: own ones, and those of all."""
    return SavedView.objects.filter(Q(owner=user) | Q(owner=None), space=space).exclude(name="")
