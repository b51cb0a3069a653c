"""What somebody asks of the register in an address: which entries, in which order, with which columns."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from core.prepared import Given, PreparedList
from partners.stakeholders import criteria, saved_views
from partners.stakeholders.columns import FIRST_SHOWN, Chosen, Column, chosen, columns_of, shown
from partners.stakeholders.filters import StakeholderFilter
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.saved_views import COLUMNS, VIEW, View
from spaces.models import Space


class Asked:
    """The register of ``space`` as ``user`` asks for it. An empty address opens the view that one begins with."""

    def __init__(self, space: Space, user: Any, address: QueryDict) -> None:
        self.space = space
        self.criteria = criteria.of_space(space.pk)
        self.views = saved_views.of_person(space.pk, user.pk)
        self.data = address if address else _address_of(saved_views.start_of(self.views))

    @cached_property
    def view(self) -> View | None:
        """The saved view that is open."""
        number = str(self.data.get(VIEW, ""))
        return next((one for one in self.views if one.name and str(one.number) == number), None)

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        return columns_of(self.criteria)

    @cached_property
    def columns(self) -> Chosen:
        """Those of the address; else of the view that is open; else those that one chose last."""
        if asked := self.data.get(COLUMNS):
            return chosen(self.all_columns, str(asked).split("."))
        if self.view:
            return chosen(self.all_columns, self.view.columns)
        mine = next((one.columns for one in self.views if not one.name), None)
        return chosen(self.all_columns, mine or FIRST_SHOWN)

    @cached_property
    def filter(self) -> StakeholderFilter:
        return StakeholderFilter(self.data, criteria=self.criteria)

    @cached_property
    def filters(self) -> dict[str, str]:
        """What narrows and sorts the list, as a view keeps it."""
        return {name: value for name in ("sort", *self.filter.names) if (value := str(self.data.get(name) or ""))}

    @property
    def is_changed(self) -> bool:
        """Whether something is looked at otherwise than the open view says."""
        view = self.view
        return view is not None and (self.filters != view.filters or self.columns.keys != _known(self, view))

    @cached_property
    def query(self) -> str:
        """The same once more, as the query of an address; without the page."""
        asked = QueryDict(mutable=True)
        asked.update(self.filters)
        for name in (COLUMNS, VIEW):
            if value := self.data.get(name):
                asked[name] = value
        return asked.urlencode()

    def page_rows(self) -> PreparedList:
        """The rows of the list, as tuples of what their columns show."""
        shape = (self.filter.shape, self.columns.kept_by, self.criteria)
        return PreparedList(self._prepared, shape, space=self.space.pk, today=timezone.localdate())

    def _prepared(self) -> QuerySet[Any, Any]:
        register = Stakeholder.objects.filter(space=Given("space")).with_membership(Given("today"))
        found = StakeholderFilter(self.data, register, criteria=self.criteria, today=Given("today")).rows()
        return shown(found, self.columns)

    def entries(self) -> QuerySet[Stakeholder]:
        """Every entry that matches, in its order."""
        register = Stakeholder.objects.filter(space=self.space).with_membership()
        return StakeholderFilter(self.data, register, criteria=self.criteria).rows()


def _address_of(view: View | None) -> QueryDict:
    asked = QueryDict(mutable=True)
    if view:
        asked.update(view.filters)
        asked[VIEW] = str(view.number)
    return asked


def _known(asked: Asked, view: View) -> list[str]:
    return chosen(asked.all_columns, view.columns).keys


def address_of(view: View) -> str:
    """The query with which this view opens."""
    return _address_of(view).urlencode()
