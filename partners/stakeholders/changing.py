"""What is changed in the register's list: one cell, or one field of many entries; and taken back again.

What somebody types in the form of an entry goes another way (services.py); both keep assessments alike.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms import row_number
from partners.organisations.models import Organisation
from partners.organisations.services import shared_among
from partners.stakeholders import assessing, criteria, services
from partners.stakeholders.columns import Column, columns_of
from partners.stakeholders.criteria import Kind
from partners.stakeholders.models import Assessment, Change, Stakeholder
from spaces.models import Space
from spaces.services import hold

KEPT_FOR = dt.timedelta(days=1)
ASSESSED = frozenset({"influence", "interest"})

type Standing = Any  # what JSON can hold: a text, a number, yes or no, a list of sectors; None for nothing


class Done(NamedTuple):
    """What came of setting a field for many: what can be taken back, and how many had to stay as they were."""

    change: Change
    left: int


def column_with(space_id: int, key: str) -> Column:
    """The column of this register with this key, for writing. Raises ValidationError when there is none (any more)."""
    for column in columns_of(criteria.of_space(space_id)):
        if column.key == key and not column.is_fixed:
            return column
    raise ValidationError(_("This column is gone. Open the list again."))


def standing(entry: Stakeholder, column: Column) -> Standing:
    """What stands in a cell."""
    if column.criterion:
        return entry.criteria.get(column.key)
    if column.is_fact:
        return getattr(entry.organisation, column.key) if entry.organisation else None
    return getattr(entry, column.key)


def as_typed(value: Standing) -> str:
    """A value as its field sends it; several with spaces between them, lines with one kind of end."""
    if isinstance(value, list):
        return " ".join(value)
    return criteria.typed(value).replace("\r\n", "\n")


@transaction.atomic
def save_one(entry: Stakeholder, facts: dict[str, Any], column: Column, *, before: Standing, by: User) -> Change:
    """Save ``entry`` as a form changed it in this one column, where ``before`` stood; the space is held already."""
    services.change_stakeholder(entry, facts, by=by)
    after = standing(Stakeholder.objects.select_related("organisation").get(pk=entry.pk), column)
    assessments = {}
    if column.key in ASSESSED and before != after:
        assessments = {entry.pk: entry.assessments.order_by("-pk").values_list("pk", flat=True)[0]}
    return _keep(entry.space_id, column, {entry.pk: before}, after, assessments, by)


@transaction.atomic
def set_many(space: Space, entries: QuerySet[Stakeholder], column: Column, value: Standing, *, by: User) -> Done:
    """Set one field of all ``entries`` that do not have this value yet, in one go.

    A public fact that another space uses stays as it is. Raises ValidationError when there is nothing to change.
    """
    hold(space.pk)
    keys = list(entries.order_by().values_list("pk", flat=True))
    now = _standing(_free(space.pk, keys, column), column)
    before = {pk: one for pk, one in now.items() if one != value}
    if not before:
        raise ValidationError(_("Nothing changed: that stands there already, or another alliance uses it too."))
    _write(column, dict.fromkeys(before, value))
    assessments = _assessed(before, column, by)
    return Done(_keep(space.pk, column, before, value, assessments, by), len(keys) - len(now))


@transaction.atomic
def take_back(space: Space, pk: int, *, by: User) -> tuple[list[int], int]:
    """Undo a change of one's own: the entries that are as before, and how many stayed because they changed since.

    Raises ValidationError when it was taken back already, or is too long ago.
    """
    hold(space.pk)
    change = Change.objects.filter(space=space, by=by, pk=pk, made_at__gt=timezone.now() - KEPT_FOR).first()
    if change is None:
        raise ValidationError(_("This cannot be taken back any more."))
    column = column_with(space.pk, change.field)
    before = {int(key): _possible(column, value) for key, value in change.before.items()}
    now = _standing(_free(space.pk, before, column), column)
    back = {entry: before[entry] for entry, value in now.items() if value == change.after}
    _write(column, back)
    made = [change.assessments[str(entry)] for entry in back if str(entry) in change.assessments]
    Assessment.objects.filter(pk__in=made, stakeholder__space=space).delete()
    change.delete()
    return list(back), len(before) - len(back)


def of_person(space_id: int, user_id: int, number: str) -> Change | None:
    """The change with this number, when it is this person's to take back."""
    pk = row_number(number)
    if pk is None:
        return None
    recent = timezone.now() - KEPT_FOR
    return Change.objects.filter(space=space_id, by=user_id, pk=pk, made_at__gt=recent).first()


def _free(space_id: int, keys: Iterable[int], column: Column) -> QuerySet[Stakeholder]:
    """Those of these entries whose column may be written here."""
    found = Stakeholder.objects.filter(space=space_id, pk__in=list(keys))
    if column.is_fact:
        organisations = found.exclude(organisation=None).values_list("organisation", flat=True)
        found = found.exclude(organisation=None).exclude(organisation__in=shared_among(organisations, space_id))
    return found


def _standing(entries: QuerySet[Stakeholder], column: Column) -> dict[int, Standing]:
    source: Any = KeyTransform(column.key, "criteria") if column.criterion else column.source
    return dict(entries.values_list("pk", source))


def _write(column: Column, values: Mapping[int, Standing]) -> None:
    """Each value to its entry: as few updates as there are different values."""
    together: defaultdict[str, list[int]] = defaultdict(list)
    for pk, value in values.items():
        together[json.dumps(value)].append(pk)
    for text, keys in together.items():
        entries, value = Stakeholder.objects.filter(pk__in=keys), json.loads(text)
        if column.criterion:
            criteria.set_values(entries, column.key, value)
            continue
        if column.is_fact:
            facts = services.with_host({column.key: value})
            Organisation.objects.filter(stakeholders__in=entries).update(**facts)
        own = {} if column.is_fact else {column.key: value}
        entries.update(changed_at=timezone.now(), **own)


def _assessed(before: Mapping[int, Standing], column: Column, by: User) -> dict[int, int]:
    """The assessments that come with new influence or interest, by entry."""
    if column.key not in ASSESSED:
        return {}
    made = assessing.record(Stakeholder.objects.filter(pk__in=list(before)), by)
    return {one.stakeholder_id: one.pk for one in made}


def _possible(column: Column, value: Standing) -> Standing:
    """What stood there, or nothing when it was a choice that is gone since."""
    is_gone = column.criterion and column.criterion.kind == Kind.CHOICE and value not in dict(column.choices)
    return None if is_gone else value


def _keep(
    space_id: int, column: Column, before: Mapping[int, Standing], after: Standing, made: Mapping[int, int], by: User
) -> Change:
    Change.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    return Change.objects.create(
        space_id=space_id, by=by, field=column.key, before=dict(before), after=after, assessments=dict(made)
    )
