"""The ties of an alliance: what its organisations did together, and what each of two says of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.relations import network
from alliances.relations.facts import Pair, Shared, members_of, shared_by
from alliances.relations.models import Answer
from partners.organisations.models import SECTOR_NUMBERS
from spaces.models import Member, Space

TOGETHER, NOT_REALLY = Answer.Says.TOGETHER, Answer.Says.NOT_REALLY
# What a word of one of the two weighs beside a meeting (``Shared.weight``).
WORD_WEIGHS = 3


class Kind(StrEnum):
    """How sure a tie is, and how it is drawn."""

    BOTH = "both"  # both say so
    ONE = "one"  # one of the two says so
    FACTS = "facts"  # they were together; neither has said anything of it
    NONE = "none"  # somebody says that it is not really one, and nobody that it is


@dataclass
class Tie:
    """Two members, what they shared, and what each says, by its number."""

    pair: Pair
    shared: Shared = field(default_factory=Shared)
    answers: dict[int, Answer] = field(default_factory=dict)

    @cached_property
    def kind(self) -> Kind:
        said = [answer.says for answer in self.answers.values() if answer.says != Answer.Says.UNKNOWN]
        if TOGETHER in said:
            return Kind.BOTH if said.count(TOGETHER) == 2 else Kind.ONE
        return Kind.NONE if said else Kind.FACTS

    @cached_property
    def weight(self) -> int:
        words = sum(answer.says == TOGETHER for answer in self.answers.values())
        return self.shared.weight + WORD_WEIGHS * words

    @property
    def differs(self) -> bool:
        """Whether one says that they work together, and the other that they do not really."""
        return {TOGETHER, NOT_REALLY} <= {answer.says for answer in self.answers.values()}

    @property
    def by_meetings_alone(self) -> bool:
        """Whether nothing but sitting in the same meetings makes it a tie."""
        return self.kind == Kind.FACTS and self.shared.weight == self.shared.meetings

    def other_than(self, member: int) -> int:
        return self.pair[1] if self.pair[0] == member else self.pair[0]

    @property
    def about(self) -> list[str]:
        """What they do together, in the words of either; each once."""
        return list(dict.fromkeys(answer.about for answer in self.answers.values() if answer.about))

    @property
    def facts_words(self) -> str:
        """ "4 meetings together, last on 3 October; 1 action" """
        shared, words = self.shared, []
        if shared.last_met:
            count = ngettext("%(n)d meeting together", "%(n)d meetings together", shared.meetings)
            day = date_format(shared.last_met, "DATE_FORMAT")
            words.append(_("%(meetings)s, last on %(day)s") % {"meetings": count % {"n": shared.meetings}, "day": day})
        for number, counted in (
            (shared.actions, ngettext("%(n)d action", "%(n)d actions", shared.actions)),
            (shared.groups, ngettext("%(n)d working group", "%(n)d working groups", shared.groups)),
            (shared.rounds, ngettext("%(n)d round of intervision", "%(n)d rounds of intervision", shared.rounds)),
        ):
            if number:
                words.append(counted % {"n": number})
        return "; ".join(words)

    @property
    def kind_words(self) -> str:
        return {
            Kind.BOTH: _("both say so"),
            Kind.ONE: _("one of the two says so"),
            Kind.FACTS: "",
            Kind.NONE: _("not really, they say"),
        }[self.kind]


@dataclass(frozen=True)
class Least:
    """Which ties are shown: all from so many meetings on; None leaves out those that only meetings make."""

    key: str
    meetings: int | None
    words: object

    def lets_in(self, tie: Tie) -> bool:
        if tie.kind == Kind.NONE:
            return False
        if not tie.by_meetings_alone:
            return True
        return self.meetings is not None and tie.shared.meetings >= self.meetings


LEAST = (
    Least("1", 1, gettext_lazy("every tie")),
    Least("2", 2, gettext_lazy("from 2 meetings together")),
    Least("3", 3, gettext_lazy("from 3 meetings together")),
    Least("5", 5, gettext_lazy("from 5 meetings together")),
    Least("work", None, gettext_lazy("more than meetings alone")),
)
# More ties than this for each organisation are a ball of wool, not a picture.
READABLE = 3


class Relations:
    """The members of an alliance and all ties between them; seven queries, however many there are."""

    def __init__(self, space: Space) -> None:
        self.members = {member.pk: member for member in members_of(space)}
        found = {pair: Tie(pair, shared) for pair, shared in shared_by(space, self.members.values()).items()}
        for answer in Answer.objects.filter(member__in=self.members, other__in=self.members).select_related("person"):
            pair = (min(answer.member_id, answer.other_id), max(answer.member_id, answer.other_id))
            found.setdefault(pair, Tie(pair)).answers[answer.member_id] = answer
        self.ties = list(found.values())

    def name(self, member: int) -> str:
        return self.members[member].name

    def of(self, member: int) -> list[Tie]:
        """All that is known between ``member`` and others, the strongest first."""
        mine = (tie for tie in self.ties if member in tie.pair)
        return sorted(mine, key=lambda tie: (-tie.weight, self.name(tie.other_than(member)).casefold()))

    def least(self, key: str) -> Least:
        """What was asked for; else the first with which the picture can be read."""
        asked = next((one for one in LEAST if one.key == key), None)
        most = READABLE * max(len(self.members), 4)
        fitting = (one for one in LEAST if len(self.shown(one)) <= most)
        return asked or next(fitting, LEAST[-1])

    def shown(self, least: Least) -> list[Tie]:
        return [tie for tie in self.ties if least.lets_in(tie)]

    def differing(self) -> list[Tie]:
        """The ties on which the two do not agree."""
        return [tie for tie in self.ties if tie.differs]


def sector_number(member: Member) -> int:
    """The number of the colour and shape of the first sector; 0 for none."""
    sectors = member.organisation.sectors if member.organisation else []
    return SECTOR_NUMBERS.get(sectors[0], 0) if sectors else 0


@dataclass(frozen=True)
class InWords:
    """What the network tells, as sentences."""

    alone: list[int]
    joints: list[tuple[int, list[int]]]
    could_meet: list[network.CouldMeet]


MOST_JOINTS = 3
MOST_PAIRS = 3


def in_words(members: Collection[int], ties: Iterable[Tie]) -> InWords:
    """Who stands alone, who joins others, who could meet."""
    net = network.neighbours(members, (tie.pair for tie in ties))
    joints = [(joint.who, sorted(joint.cut_off)) for joint in network.joints(net)[:MOST_JOINTS]]
    return InWords(network.alone(net), joints, network.could_meet(net, MOST_PAIRS))
