"""What everybody may know of an alliance, gathered in one place.

The public page gets a ``PublicFacts`` and nothing else: no model comes near its template, so that a
template cannot show more than what stands here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from html import unescape

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from actionplans.content import PlanContent
from actionplans.models import PlanVersion
from actionplans.services import not_agreed, published_version
from alliances.facts import signatures_here
from alliances.models import Alliance
from alliances.news.models import NewsItem
from alliances.pictures import SHARED, AlliancePicture
from alliances.sisters.services import links_of
from charters.models import CharterVersion
from core.text import SortKey, markdown_to_html
from partners.organisations.models import SECTOR_NUMBERS, Sector
from sessions.meetings.models import Meeting
from spaces.models import Member, NamedRole, NamedValue, Space

DESCRIPTION_LENGTH = 200
# How many posts stand on the page itself; the others have a page of their own.
NEWS_ON_THE_PAGE = 3
GATHERINGS = 12


@dataclass(frozen=True)
class PublicMember:
    """A member that agreed to be named, with its sectors: the number of the colour, and the name."""

    name: str
    website: str
    sectors: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class PublicRole:
    """A role with a name, and who has it: somebody who agreed to be named."""

    title: str
    name: str


@dataclass(frozen=True)
class PublicSister:
    """A sister alliance whose public page is on as well."""

    name: str
    slug: str


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
class PublicPicture:
    """The picture, and where its files are: ``base`` is the address before their names."""

    base: str
    widths: tuple[int, ...]
    width: int
    height: int
    alternative: str
    credit: str
    focus: str

    @property
    def largest(self) -> str:
        return f"{self.base}{self.widths[-1]}.webp"

    @property
    def choices(self) -> str:
        """What a browser chooses from (``srcset``)."""
        return ", ".join(f"{self.base}{width}.webp {width}w" for width in self.widths)

    @property
    def shared(self) -> str:
        """The whole address of the picture that a shared link shows; it is 1200 by 630 pixels."""
        return f"{settings.SITE_URL}{self.base}{SHARED}"


@dataclass(frozen=True)
class PublicNews:
    """A published post."""

    title: str
    slug: str
    day: dt.date
    text: str

    @classmethod
    def of(cls, item: NewsItem) -> PublicNews:
        return cls(item.title, item.slug, item.day, item.text)

    @property
    def html(self) -> SafeString:
        return markdown_to_html(self.text)

    @property
    def opening(self) -> str:
        """Its first words, without any markup."""
        return _first_words(unescape(strip_tags(self.html)))


@dataclass(frozen=True)
class PublicHead:
    """What stands on top of each public page of an alliance."""

    name: str
    slug: str
    language: str
    region_names: str
    picture: PublicPicture | None
    closed_on: dt.date | None


@dataclass(frozen=True)
class PublicProfile(PublicHead):
    """What it is, who takes part and what it will do: what the briefing tells too."""

    why: str
    vision: str
    objectives: tuple[str, ...]
    values: tuple[NamedValue, ...]
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
        return _first_words(self.why or self.vision)


@dataclass(frozen=True)
class PublicFacts(PublicProfile):
    """The whole public page."""

    roles: tuple[PublicRole, ...]
    sisters: tuple[PublicSister, ...]
    news: tuple[PublicNews, ...]
    has_more_news: bool
    gatherings: tuple[Meeting, ...]  # for which everybody may register


def head_of(alliance: Alliance, *, picture_at: str = "alliances:public_picture") -> PublicHead:
    """The head of the public pages; ``picture_at`` as for ``facts_of``."""
    space = alliance.space
    picture = _public_picture(getattr(alliance, "picture", None), space.slug, picture_at)
    return PublicHead(space.name, space.slug, space.language, space.region_name, picture, space.closed_on)


def facts_of(alliance: Alliance, *, picture_at: str = "alliances:public_picture") -> PublicFacts:
    """What the public page of ``alliance`` shows, whether it is on or off.

    ``picture_at`` names the address of the picture's files: another one for the team, which looks before others may.
    """
    space = alliance.space
    news = [PublicNews.of(item) for item in public_news(space)[: NEWS_ON_THE_PAGE + 1]]
    return PublicFacts(
        **vars(profile_of(alliance, picture_at=picture_at)),
        roles=_public_roles(space),
        sisters=tuple(PublicSister(one.name, one.page) for one in links_of(space).sisters if one.page),
        news=tuple(news[:NEWS_ON_THE_PAGE]),
        has_more_news=len(news) > NEWS_ON_THE_PAGE,
        gatherings=tuple(Meeting.objects.open_to_all().filter(space=space).select_related("space")[:GATHERINGS]),
    )


def profile_of(alliance: Alliance, *, picture_at: str = "alliances:public_picture") -> PublicProfile:
    """What it is, who takes part and what it will do; ``picture_at`` as for ``facts_of``."""
    space = alliance.space
    current = Member.objects.current().filter(space=space).select_related("organisation", "individual")
    members = list(current.order_by(SortKey("organisation__name"), SortKey("individual__name"), "pk"))
    return PublicProfile(
        **vars(head_of(alliance, picture_at=picture_at)),
        why=space.why,
        vision=space.vision,
        objectives=space.objective_lines,
        values=space.named_values,
        starts_on=space.starts_on,
        ends_on=space.ends_on,
        members=tuple(_public_member(member) for member in members if member.shown_publicly),
        member_count=len(members),
        charter=_public_charter(space),
        plan=_public_plan(published_version(space)),
        contact_email=alliance.contact_email,
    )


def public_news(space: Space) -> QuerySet[NewsItem]:
    """The posts that the alliance published, newest first."""
    return NewsItem.objects.published().filter(space=space)


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= DESCRIPTION_LENGTH else words[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _public_picture(picture: AlliancePicture | None, slug: str, url_name: str) -> PublicPicture | None:
    if picture is None:
        return None
    return PublicPicture(
        base=reverse(url_name, args=[slug, picture.token, SHARED]).removesuffix(SHARED),
        widths=tuple(picture.widths),
        width=picture.width,
        height=picture.height,
        alternative=picture.alternative,
        credit=picture.credit,
        focus=picture.focus,
    )


def _public_member(member: Member) -> PublicMember:
    organisation = member.organisation
    if organisation is None:
        return PublicMember(member.name, "", ())
    sectors = tuple(
        (SECTOR_NUMBERS[sector.value], str(sector.label)) for sector in Sector if sector in organisation.sectors
    )
    return PublicMember(member.name, organisation.website, sectors)


def _public_roles(space: Space) -> tuple[PublicRole, ...]:
    """Of today, and only of who agreed to be named."""
    agreed = NamedRole.objects.in_space(space).current().exclude(agreed_on=None)
    return tuple(PublicRole(role.title, role.person.name) for role in agreed)


def _public_charter(space: Space) -> PublicCharter | None:
    newest = CharterVersion.objects.filter(charter__space=space).order_by("-number")
    row = newest.values_list("signable__title", signatures_here("charter__space")).first()
    return PublicCharter(*row) if row else None


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
