"""What the briefing says: composed from what everybody may know of the alliance, and what the coordinators wrote.

Nothing of the stakeholder register comes in here, and of the members only who agreed to be named.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import get_language_info, gettext

from alliances import facts as counting
from alliances.balance import Balance, balance
from alliances.briefings.models import BriefingText
from alliances.models import Alliance
from alliances.public import PublicProfile, profile_of
from core import pdf
from core.mail.outbox import File
from spaces.models import Space

ENOUGH_REASONS = 5
# What a briefing cannot do without, in every language.
NEEDED = ("why", "vision", "reasons")
WRITTEN = ("why", "situation", "vision", "reasons", "asked")


@dataclass(frozen=True)
class Words:
    """A text, and the language it is in: that of the briefing, or that of the alliance while there is no other."""

    text: str
    language: str

    @property
    def lines(self) -> tuple[str, ...]:
        """One thing on each line; a sign or number of a list before it is left out."""
        lines = (line.strip().lstrip("-*•0123456789.) ").strip() for line in self.text.splitlines())
        return tuple(line for line in lines if line)


@dataclass(frozen=True)
class Written:
    """What somebody wrote for the briefing in one language: enough to know whether it can be sent."""

    language: str
    why: Words
    situation: Words
    vision: Words
    reasons: Words
    asked: Words
    few_because: str

    @property
    def reasons_left(self) -> int:
        """How many reasons it takes before it can be sent."""
        return max(0, ENOUGH_REASONS - len(self.reasons.lines))

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent: with at least five reasons to join, or a word on why there are fewer."""
        return bool(self.why.text and self.reasons.text) and (self.reasons_left == 0 or bool(self.few_because))

    @property
    def empty(self) -> list[str]:
        """The parts that nobody has written in any language, by the label of their field."""
        return [_label(name) for name in NEEDED if not getattr(self, name).text]


@dataclass(frozen=True)
class Briefing(Written):
    """The whole briefing in one language."""

    facts: PublicProfile
    balance: Balance
    regions: tuple[tuple[str, int], ...]  # name, how many municipalities

    @property
    def elsewhere(self) -> list[str]:
        """The parts that are there in the language of the alliance alone, by the label of their field."""
        words = {name: getattr(self, name) for name in WRITTEN}
        found = [_label(name) for name, one in words.items() if one.text and one.language != self.language]
        if self.facts.language != self.language:
            found += [gettext("objectives")] if self.facts.objectives else []
            found += [gettext("values")] if self.facts.values else []
            found += [gettext("actions of the plan")] if self.facts.plan else []
        return found

    @property
    def filename(self) -> str:
        return f"{slugify(self.facts.name)}-briefing-{self.language}.pdf"


def _label(name: str) -> str:
    return str(BriefingText._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def briefing_of(alliance: Alliance, language: str) -> Briefing:
    """The briefing of ``alliance`` in ``language``; where a text has no such version, that of the alliance stands."""
    with translation.override(language):  # the names of the sectors
        return _compose(alliance, language)


def _compose(alliance: Alliance, language: str) -> Briefing:
    space = alliance.space
    regions = alliance.regions.annotate(n=Count("municipalities")).order_by("name")
    return Briefing(
        **vars(written_of(space, language)),
        facts=profile_of(alliance),
        balance=balance(counting.facts_of(space)),
        regions=tuple(regions.values_list("name", "n")),
    )


def written_of(space: Space, language: str) -> Written:
    """The texts of ``space`` in ``language``, with what stands in their place where there are none; one query."""
    texts = {text.language: text for text in BriefingText.objects.filter(space=space)}
    own, base = texts.get(language), texts.get(space.language)
    profile = {"why": space.why, "vision": space.vision}

    def words(name: str) -> Words:
        mine = getattr(own, name) if own else ""
        if mine:
            return Words(mine, language)
        return Words((getattr(base, name) if base else "") or profile.get(name, ""), space.language)

    few_because = next((text.few_because for text in (own, base) if text and text.few_because), "")
    return Written(
        language=language,
        why=words("why"),
        situation=words("situation"),
        vision=words("vision"),
        reasons=words("reasons"),
        asked=words("asked"),
        few_because=few_because,
    )


def briefing_pdf(alliance: Alliance, briefing: Briefing) -> bytes:
    """The briefing as a document in its own language. Raises core.pdf.PdfError."""
    context = {"space": alliance.space, "briefing": briefing, "facts": briefing.facts}
    return pdf.render("pdf/briefing.html", context, language=briefing.language)


def briefing_file(alliance: Alliance, language: str) -> File:
    """The same, to go with a mail. Raises core.pdf.PdfError."""
    briefing = briefing_of(alliance, language)
    return File(briefing.filename, briefing_pdf(alliance, briefing))


def not_ready_because(briefing: Written) -> str:
    """What is missing before it can be sent, in words; "" when it can."""
    if briefing.is_ready:
        return ""
    if briefing.empty:
        return gettext("Not written yet: %(parts)s.") % {"parts": ", ".join(briefing.empty)}
    return gettext("It has %(number)s of at least %(enough)s reasons to join.") % {
        "number": len(briefing.reasons.lines),
        "enough": ENOUGH_REASONS,
    }


def name_of(language: str) -> str:
    """The language in the language of the reader, as within a sentence."""
    name = str(get_language_info(language)["name_translated"])
    return name.lower() if translation.get_language() == "fr" else name
