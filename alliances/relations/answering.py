"""The questions to one organisation: the same behind a link from a mail and in the workspace."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from alliances.relations import services
from alliances.relations.forms import AnswerForm
from alliances.relations.models import Answer
from alliances.relations.ties import TOGETHER, Relations, Tie
from spaces.models import Member, Person, Space

# So many are done in a minute; the strongest come first, and the others are a press away.
AT_ONCE = 8


class Questions:
    """What ``member`` is asked about, and what it said before; ``everything`` asks again, and about all."""

    def __init__(self, space: Space, member: Member, *, everything: bool = False) -> None:
        self.space, self.member, self.everything = space, member, everything
        self.relations = Relations(space)

    @cached_property
    def ties(self) -> list[Tie]:
        """What there is to say something of, the strongest first."""
        me = self.member.pk
        return [tie for tie in self.relations.of(me) if tie.shared.weight or me in tie.answers or self._named_us(tie)]

    def _named_us(self, tie: Tie) -> bool:
        answer = tie.answers.get(tie.other_than(self.member.pk))
        return bool(answer and answer.says == TOGETHER)

    @property
    def said(self) -> list[tuple[str, Answer]]:
        """Of whom what was said, with their name."""
        me = self.member.pk
        return [(self._name(tie), tie.answers[me]) for tie in self.ties if me in tie.answers]

    @cached_property
    def open(self) -> list[Tie]:
        return [tie for tie in self.ties if self.member.pk not in tie.answers]

    @property
    def shown(self) -> list[Tie]:
        return self.ties if self.everything else self.open[:AT_ONCE]

    @property
    def more(self) -> int:
        """How many are not shown yet."""
        return 0 if self.everything else max(0, len(self.open) - AT_ONCE)

    def form(self, data: Any = None) -> AnswerForm:
        me = self.member.pk
        by_name = sorted(self.relations.members.values(), key=lambda one: one.name.casefold())
        return AnswerForm(
            data,
            others={one.pk: one.name for one in by_name if one.pk != me},
            shown=[tie.other_than(me) for tie in self.shown],
            before={tie.other_than(me): tie.answers[me] for tie in self.ties if me in tie.answers},
        )

    def rows(self, form: AnswerForm) -> list[tuple[Any, str]]:
        """Each question with the reason why it is asked."""
        ties = {tie.other_than(self.member.pk): tie for tie in self.ties}
        return [(field, self._why(ties.get(number))) for number, field in form.rows()]

    def _why(self, tie: Tie | None) -> str:
        if tie is None:
            return ""
        named = _("They say that you work together") if self._named_us(tie) else ""
        return ". ".join(words for words in (tie.facts_words, named) if words)

    def _name(self, tie: Tie) -> str:
        return self.relations.name(tie.other_than(self.member.pk))

    def save(self, form: AnswerForm, person: Person) -> int:
        """As ``services.answer``, of what was filled in."""
        return services.answer(self.space, self.member, person, form.said())

    def context(self, form: AnswerForm) -> dict[str, Any]:
        """What ``relations/includes/answer_form.html`` draws."""
        return {"form": form, "rows": self.rows(form), "questions": self, "member": self.member}
