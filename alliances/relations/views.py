"""The network of an alliance as a picture and as a list, one organisation of it, and asking the members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from alliances.relations import network, services
from alliances.relations.answering import Questions
from alliances.relations.forms import AnswerForm, AskForm
from alliances.relations.models import Answer, Asking
from alliances.relations.ties import LEAST, Least, Relations, Tie, in_words, sector_number
from core.lists import page_of
from core.once import OnlyOnce
from partners.organisations.marks import SHAPES
from partners.organisations.models import Sector
from spaces.models import Member, Person, Representative
from spaces.pages import SpacePage

# So many ties of an organisation stand in the list; its own page has them all.
TIES_IN_LIST = 5
NAMES_IN_SENTENCE = 4


@dataclass(frozen=True)
class Names:
    """Several organisations in a sentence: how many, and the names of the first of them."""

    n: int
    words: str

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        found = sorted(names, key=str.casefold)
        first, left = ", ".join(found[:NAMES_IN_SENTENCE]), len(found) - NAMES_IN_SENTENCE
        if left > 0:
            first = ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", left) % {"names": first, "n": left}
        return cls(len(found), first)


@dataclass(frozen=True)
class Row:
    """An organisation in the list: its strongest ties with the name of the other, and how many more there are."""

    member: Member
    sector: int
    ties: list[tuple[Tie, Member]]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.ties)


class RelationsPage(SpacePage):
    """Mixin of the pages about relations."""

    permission = "relations.view_network"
    menu_entry = "relations:network_show"

    @cached_property
    def relations(self) -> Relations:
        return Relations(self.space)

    @cached_property
    def least(self) -> Least:
        return self.relations.least(self.request.GET.get("least", ""))

    @cached_property
    def shown(self) -> list[Tie]:
        return self.relations.shown(self.least)

    def to_network(self) -> HttpResponse:
        return redirect("relations:network_show", self.space.slug)

    def spoken_for(self) -> list[Member]:
        """The members of this network that the person who looks represents."""
        mine = Person.objects.of(self.request.user)  # type: ignore[attr-defined]
        seats = Representative.objects.current().filter(person__in=mine, member__in=self.relations.members)
        numbers = dict.fromkeys(seats.order_by("starts_on", "pk").values_list("member", flat=True))
        return [self.relations.members[number] for number in numbers]


class NetworkShowView(RelationsPage, TemplateView):
    """Who works with whom: in words, as a picture, and as a list."""

    heading = gettext_lazy("Who works with whom")
    template_name = "relations/network_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = sorted(self._rows(), key=lambda row: row.member.name.casefold())
        told = in_words(self.relations.members, self.shown)
        return super().get_context_data(
            page=page_of(rows, self.request.GET.get("page")),  # type: ignore[arg-type]
            ties=len(self.shown),
            least=self.least,
            choices=LEAST,
            query=f"least={self.least.key}",
            alone=self._names(told.alone),
            joints=[(self.relations.members[who], self._names(cut_off)) for who, cut_off in told.joints],
            could_meet=[
                (self.relations.members[one.one], self.relations.members[one.other], self._names(one.through))
                for one in told.could_meet
            ],
            shapes=enumerate(SHAPES),
            sectors=enumerate(Sector, start=1),
            mine=self.spoken_for(),
            **self._for_coordinators(),
            **kwargs,
        )

    def _rows(self) -> Iterable[Row]:
        ties: dict[int, list[Tie]] = {number: [] for number in self.relations.members}
        for tie in sorted(self.shown, key=lambda tie: (-tie.weight, tie.pair)):
            for number in tie.pair:
                ties[number].append(tie)
        members = self.relations.members
        for number, member in members.items():
            strongest = [(tie, members[tie.other_than(number)]) for tie in ties[number][:TIES_IN_LIST]]
            yield Row(member, sector_number(member), strongest, len(ties[number]))

    def _names(self, numbers: Iterable[int]) -> Names:
        return Names.of(self.relations.name(number) for number in numbers)

    def _for_coordinators(self) -> dict[str, Any]:
        if not self.may("relations.ask_members"):
            return {"may_ask": False}
        answered = Answer.objects.filter(member=OuterRef("requests__member"), answered_at__gte=OuterRef("asked_at"))
        organisations = Count("requests__member", distinct=True)
        heard = Count("requests__member", distinct=True, filter=Exists(answered))
        asking = Asking.objects.filter(space=self.space).annotate(organisations=organisations, heard=heard).first()
        differing = [[self.relations.members[number] for number in tie.pair] for tie in self.relations.differing()]
        return {"may_ask": True, "asking": asking, "differing": differing}


class NetworkDataView(RelationsPage, View):
    """What the picture is drawn from, as short as JSON can say it.

    ``{"members": [[number, name, sector, ties], …], "ties": [[number, number, thickness, kind], …]}``; the members in
    the order of the circle from which the picture is laid out, so that it is the same at each visit. Thickness is 1-6.
    """

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        members = self.relations.members
        net = network.neighbours(members, (tie.pair for tie in self.shown))
        around = [
            members[number]
            for part in network.parts(net)
            for number in sorted(part, key=lambda one: (sector_number(members[one]), one))
        ]
        return JsonResponse(
            {
                "members": [[one.pk, one.name, sector_number(one), len(net[one.pk])] for one in around],
                "ties": [[*tie.pair, min(6, 1 + tie.weight // 2), tie.kind] for tie in self.shown],
            }
        )


class MemberPage(RelationsPage):
    """Mixin of the pages about one member organisation."""

    @cached_property
    def member(self) -> Member:
        number = self.kwargs["pk"]
        if number not in self.relations.members:
            raise Http404
        return self.relations.members[number]

    def get_heading(self) -> str:
        return self.member.name


class MemberShowView(MemberPage, TemplateView):
    """One organisation with its ties, and why; for coordinators who answered what. Its part ``ties`` stands beside the
    picture."""

    template_name = "relations/member_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        me = self.member.pk
        reads_answers = self.may("relations.ask_members")
        known = self.relations.of(me) if reads_answers else [tie for tie in self.relations.of(me) if tie.kind != "none"]
        ties = [(tie, self.relations.members[tie.other_than(me)], self._answers(tie)) for tie in known]
        return super().get_context_data(
            member=self.member,
            sector=sector_number(self.member),
            ties=ties,
            reads_answers=reads_answers,
            may_answer=self.member in self.spoken_for(),
            shapes=enumerate(SHAPES),
            **kwargs,
        )

    def _answers(self, tie: Tie) -> list[tuple[str, Answer]]:
        return [(self.relations.name(number), tie.answers[number]) for number in tie.pair if number in tie.answers]

    def get_template_names(self) -> list[str]:
        if self.request.htmx:  # type: ignore[attr-defined]
            return [f"{self.template_name}#ties"]
        return [self.template_name]


class MemberAnswerView(MemberPage, TemplateView):
    """Somebody signed in confirms or corrects the ties of the organisation they represent, as by the link."""

    permission = "relations.answer"
    template_name = "relations/member_answer.html"

    def get_heading(self) -> str:
        return _("With whom does %(member)s work?") % {"member": self.member}

    @cached_property
    def person(self) -> Person:
        mine = Person.objects.of(self.request.user)  # type: ignore[attr-defined]
        seat = Representative.objects.current().filter(person__in=mine, member=self.member).select_related("person")
        found = seat.order_by("pk").first()
        if found is None:
            raise Http404
        return found.person

    @cached_property
    def questions(self) -> Questions:
        return Questions(self.space, self.member, everything=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.questions.form()
        return super().get_context_data(person=self.person, **self.questions.context(form), **kwargs)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        form: AnswerForm = self.questions.form(request.POST)
        if form.is_valid():
            try:
                self.questions.save(form, self.person)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Thank you, your answers are noted."))
                return redirect("relations:member_show", slug, pk)
        return self.form_invalid(form)


class MembersAskView(OnlyOnce, RelationsPage, FormView):
    """Ask the members with whom they work; the coordinator sees who is asked first, and takes out whom not to."""

    permission = "relations.ask_members"
    heading = gettext_lazy("Ask the members")
    form_class = AskForm
    template_name = "relations/members_ask.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "seats": services.seats_to_ask(self.space)}

    def form_valid(self, form: AskForm) -> HttpResponse:
        data = form.cleaned_data
        asking = Asking(space=self.space, words=data["words"], closes_on=data["closes_on"])
        try:
            asked = services.ask(asking, [int(number) for number in data["seats"]], by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        words = ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", asked)
        messages.success(self.request, words % {"count": asked})
        return self.to_network()


class MembersRemindView(RelationsPage, View):
    """Remind the organisations that said nothing yet; those who heard from us lately are left in peace."""

    permission = "relations.ask_members"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        asking = get_object_or_404(Asking, space=self.space, closed_at=None)
        reminded = services.remind(asking, by=request.user)
        if reminded:
            words = ngettext("%(count)d person gets a reminder.", "%(count)d people get a reminder.", reminded)
            messages.success(request, words % {"count": reminded})
        else:
            messages.info(request, _("Nobody to remind now: at most two reminders each, with three days in between."))
        return self.to_network()
