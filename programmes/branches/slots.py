"""What this room puts into the slots of the rooms above: menus, and what it is to join a branch."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import slots
from programmes.branches.models import Branch, Phase
from spaces.emails import STARTER_PACK, ToRead
from spaces.joining.doors import DOOR, OPEN_TO_ALL, Door, Opening
from spaces.joining.terms import TERMS, Terms
from spaces.models import Space
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=12)
def branches() -> MenuItem:
    return MenuItem(_("Branches"), "branches:branch_list", "diagram-2", "branches.view_branches", "b")


@slots.fill(MENU, order=14)
def activities() -> MenuItem:
    return MenuItem(_("Activities"), "branches:activity_list", "list-check", "branches.view_branch", "t")


@slots.fill(MENU, order=16)
def needs() -> MenuItem:
    return MenuItem(_("Needs"), "branches:need_list", "chat-left-text", "branches.view_need", "n")


@slots.fill(OPEN_TO_ALL)
def branch_open_to_all(slug: str) -> Opening | None:
    branch = Branch.objects.filter(space__slug=slug, open_to_all=True).select_related("space").first()
    if branch is None or branch.space.is_read_only:
        return None
    return Opening(branch.space, contact=branch.contact_email)


@slots.fill(DOOR)
def door_of_a_branch(space: Space) -> Door | None:
    if space.kind != Space.Kind.BRANCH:
        return None
    is_open = Branch.objects.filter(space=space, open_to_all=True).exists()
    return Door(is_open, reverse("branches:door_change", args=[space.slug]))


@slots.fill(TERMS)
def going_through_the_phases(space: Space) -> Terms | None:
    """Each organisation goes through the phases at its own pace; there is nothing to sign."""
    if space.kind != Space.Kind.BRANCH:
        return None
    phases = _phases(space)
    number = {"number": len(phases)}
    return Terms(
        in_short=ngettext(
            "to go through %(number)d phase with us, at your own pace",
            "to go through %(number)d phases with us, each at your own pace",
            len(phases),
        )
        % number,
        asked=(
            gettext("To go through the phases, at your own pace: %(phases)s.") % {"phases": ", ".join(phases)},
            gettext("To say what you need, and to share with the others what you learn."),
            gettext("To choose yourself how far you go: from being informed to acting together."),
        ),
        has_text_to_sign=False,
    )


@slots.fill(STARTER_PACK, order=5)
def phases_to_expect(space: Space) -> list[ToRead]:
    phases = _phases(space) if space.kind == Space.Kind.BRANCH else ()
    words = gettext("We go through these phases, each at your own pace: %(phases)s")
    return [ToRead(words % {"phases": ", ".join(phases)})] if phases else []


def _phases(space: Space) -> tuple[str, ...]:
    """The titles of its phases, as within a sentence."""
    phases = Phase.objects.filter(branch__space=space).order_by("number")
    return tuple(phase.title[:1].lower() + phase.title[1:] for phase in phases)
