"""The frame of a workspace: every page inside a space is built on ``SpacePage``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise, cached_property

from core import editing, slots
from core.forms import FOUND, UNPROCESSABLE
from core.guard import require
from spaces.models import Space
from spaces.rules import space_of
from spaces.services import hold

# Rooms put their entry in the left menu here: callables () -> MenuItem.
MENU = slots.offer("spaces.menu")
# What waits for a coordinator above the list of people: callables (space) -> list[Notice].
PEOPLE_NOTICES = slots.offer("spaces.people_notices")
# Who helps from outside, with the people of a space: callables (space) -> list[Beside]. One query each.
PEOPLE_BESIDE = slots.offer("spaces.people_beside")


@dataclass(frozen=True)
class MenuItem:
    """An entry of the left menu, shown to those who have ``permission`` in the space."""

    title: str | Promise
    url_name: str  # takes the space's slug
    icon: str
    permission: str
    key: str  # the letter after "g"
    not_in: frozenset[str] = frozenset()  # kinds of space in which it has no place


@dataclass(frozen=True)
class Notice:
    """Something that waits for somebody, and where it is done."""

    words: str
    url: str


@dataclass(frozen=True)
class Beside:
    """Somebody from outside who stands beside the people of a space: who, as what, and how to reach them."""

    name: str
    words: str
    email: str


@dataclass(frozen=True)
class MenuLink:
    """What the template draws."""

    title: str
    url: str
    icon: str
    key: str
    current: bool


class SpacePage:
    """Mixin of class-based views for pages inside a space.

    States ``permission`` (asked on the space), ``menu_entry`` (the url name that is lit in the menu) and
    ``heading``; ``only_in`` where just one kind of space has the page. The space comes from the ``slug`` in the
    address; who may not see it gets a 404, and so does everybody in a space that has no such page.
    """

    permission: str
    menu_entry: str = ""
    only_in: str = ""
    heading: str | Promise = ""
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def space(self) -> Space:
        space = space_of(self.request.user, self.kwargs["slug"])
        if space is None or (self.only_in and space.kind != self.only_in):
            raise Http404
        return space

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(request.user, self.permission, self.space)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def may(self, permission: str) -> bool:
        """Whether the person who looks has ``permission`` in this space."""
        return self.request.user.has_perm(permission, self.space)

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again, with what was typed and what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)  # type: ignore[attr-defined]

    def get_heading(self) -> str | Promise:
        return self.heading

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            space=self.space, menu=self.menu(), page_heading=self.get_heading(), **kwargs
        )

    def menu(self) -> tuple[MenuLink, ...]:
        items: list[MenuItem] = slots.collect(MENU)
        return tuple(
            MenuLink(
                str(item.title),
                _address(item.url_name, self.space.slug),
                item.icon,
                item.key,
                item.url_name == self.menu_entry,
            )
            for item in items
            if self.space.kind not in item.not_in and self.may(item.permission)
        )


class EditPage(SpacePage):
    """Mixin of an ``UpdateView`` whose form is a ``core.editing.GuardedForm``.

    ``get_object`` reads the row anew each time, so that what it gives in a POST is what stands there
    while nobody else of this space can save.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            # The space first and its rows later, as everywhere: so nobody waits in a circle.
            hold(self.space.pk)
            response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
            if response.status_code == FOUND:
                editing.remember(self._mark_now(), str(request.user))
        return response

    def _mark_now(self) -> str:
        facts = {name: value for name, value in self.get_form_kwargs().items() if name not in ("data", "files")}  # type: ignore[attr-defined]
        form = self.get_form_class()(**{**facts, "instance": self.get_object()})  # type: ignore[attr-defined]
        return str(form.mark())


# The same few addresses with every page: working one out goes through all the patterns.
@lru_cache(maxsize=5_000)
def _address(url_name: str, slug: str) -> str:
    return reverse(url_name, args=[slug])
