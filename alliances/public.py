"""What everybody may know of an alliance, gathered in one place.

The public page gets a ``PublicFacts`` and nothing else: no model comes near its template, so that a
template cannot show more than what stands here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from actionplans.content import PlanContent
from actionplans.models import PlanVersion
from actionplans.services import not_agreed, published_version
from alliances.models import Alliance
from charters.models import Charter
from core.text import SortKey
from documents.models import SigningEvent
from spaces.models import Member, Space

DESCRIPTION_LENGTH = 200


@dataclass(frozen=True)
class PublicMember:
    """A member that agreed to be named."""

    name: str
    website: str


@dataclass(frozen=True)
class PublicPlan:
    """The published version of the action plan, as it was adopted."""

    content: PlanContent
    number: int
    adopted_on: dt.date
    has_pdf: bool  # not while it names somebody who may not be named any more
    sha256: str


@dataclass(frozen=True)
class PublicCharter:
    """That there is a charter, and how many members have signed it; not who, and not its text."""

    title: str
    signatures: int


@dataclass(frozen=True)
class PublicFacts:
    """The whole public page."""

    name: str
    slug: str
    language: str
    region_names: str
    why: str
    vision: str
    objectives: tuple[str, ...]
    starts_on: dt.date | None
    ends_on: dt.date | None
    members: tuple[PublicMember, ...]
    member_count: int
    charter: PublicCharter | None
    plan: PublicPlan | None
    contact_email: str

    @property
    def description(self) -> str:
        """The first words of what it is about, for search engines and for shared links."""
        words = " ".join((self.why or self.vision).split())
        return words if len(words) <= DESCRIPTION_LENGTH else words[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def facts_of(alliance: Alliance) -> PublicFacts:
    """What the public page of ``alliance`` shows, whether it is on or off."""
    space = alliance.space
    current = Member.objects.current().filter(space=space)
    shown = current.filter(shown_publicly=True).select_related("organisation", "individual")
    members = shown.order_by(SortKey("organisation__name"), SortKey("individual__name"), "pk")
    return PublicFacts(
        name=space.name,
        slug=space.slug,
        language=space.language,
        region_names=space.region_name,
        why=space.why,
        vision=space.vision,
        objectives=_lines(space.objectives),
        starts_on=space.starts_on,
        ends_on=space.ends_on,
        members=tuple(_public_member(member) for member in members),
        member_count=current.count(),
        charter=_public_charter(space),
        plan=_public_plan(published_version(space)),
        contact_email=alliance.contact_email,
    )


def _lines(text: str) -> tuple[str, ...]:
    """One objective on each line; a sign of a list before it is left out."""
    lines = (line.strip().lstrip("-*• ").strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _public_member(member: Member) -> PublicMember:
    return PublicMember(member.name, member.organisation.website if member.organisation else "")


def _public_charter(space: Space) -> PublicCharter | None:
    charter = Charter.objects.filter(space=space).first()
    newest = charter.newest() if charter else None
    if charter is None or newest is None:
        return None
    signatures = SigningEvent.objects.standing().filter(text__in=charter.counting_texts())
    return PublicCharter(newest.signable.title, signatures.aggregate(n=Count("request__member", distinct=True))["n"])


def _public_plan(version: PlanVersion | None) -> PublicPlan | None:
    """The published version; a member that no longer agrees is not named any more, and then the PDF is held back."""
    if version is None:
        return None
    hidden = {member.pk for member in not_agreed(version)}
    content = version.content
    return PublicPlan(
        content=content.naming_only(content.named_members() - hidden),
        number=version.number,
        adopted_on=version.adopted_on,
        has_pdf=not hidden,
        sha256=version.document.sha256,
    )
