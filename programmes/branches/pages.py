"""What the pages of a branch share: who looks, at which branch, and its phases."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partners.organisations.models import Organisation
from programmes.branches.models import Phase, with_history_in
from spaces.models import Space
from spaces.pages import MenuLink, SpacePage
from spaces.rules import space_of


class BranchPage(SpacePage):
    """Mixin for the pages of a branch: for those who take part, some also for who coordinates its programme."""

    permission = "branches.view_branch"
    menu_entry = "space_home"

    @cached_property
    def space(self) -> Space:
        slug = self.kwargs["slug"]
        space = space_of(self.request.user, slug) or self._of_a_programme(slug)
        if space is None or space.kind != Space.Kind.BRANCH:
            raise Http404
        return space

    def _of_a_programme(self, slug: str) -> Space | None:
        """The branch of a programme that this person coordinates."""
        programmes = Space.objects.coordinated_by(self.request.user)
        branches = Space.objects.filter(slug=slug, kind=Space.Kind.BRANCH, parent__in=programmes)
        return branches.select_related("parent").for_pages().first()

    @cached_property
    def takes_part(self) -> bool:
        """Whether this person is of the branch; else of its programme, and sees figures and activities only."""
        return self.may("branches.view_need")

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        return tuple(Phase.objects.filter(branch__space=self.space).order_by("number"))

    def menu(self) -> tuple[MenuLink, ...]:
        """The branch's own; for who coordinates its programme the way back to that."""
        if self.takes_part:
            return super().menu()
        assert self.space.parent is not None  # or nobody but its own people would be here
        programme = self.space.parent.slug
        return (
            MenuLink(_("Overview"), reverse("space_home", args=[programme]), "house", "o", False),
            MenuLink(_("Branches"), reverse("branches:branch_list", args=[programme]), "diagram-2", "b", True),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            may_change=self.may("branches.change_branch"), takes_part=self.takes_part, **kwargs
        )

    def known(self) -> QuerySet[Organisation]:
        """Organisations with a page in this branch: members, and those that were."""
        return with_history_in(self.space)

    def get_organisation(self, pk: Any) -> Organisation:
        return get_object_or_404(self.known(), pk=pk)
