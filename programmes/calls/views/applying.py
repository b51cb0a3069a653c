"""Behind the links of who applies: write the proposal, and say yes or no to applying jointly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.downloads import pdf_response
from core.forms import UNPROCESSABLE, row_number
from core.links import LinkView
from core.pdf import PdfError
from core.text import markdown_to_html
from programmes.calls import document
from programmes.calls.forms import AnswerForm, PartnerForm, ReplyForm, TickForm
from programmes.calls.models import Answer, Partner, Proposal
from programmes.calls.services import applying

CONFLICT = 409


@dataclass
class Card:
    """A question as the page shows it; with what somebody else saved, where both did."""

    form: AnswerForm
    theirs: Answer | None = None

    @property
    def answer(self) -> Answer | None:
        return self.form.answer

    @property
    def is_written(self) -> bool:
        return bool(self.answer and self.answer.text)


class ProposalWriteView(LinkView):
    """The proposal, for whoever applies. Each answer saves itself while it is typed; each button saves all first.

    Addresses: plain; ``?pdf`` is the copy that was frozen on submitting.
    """

    model = Proposal
    template_name = "calls/proposal_write.html"
    # An answer saves itself about once a second while somebody types.
    posts_per_link: ClassVar[dict[str, int]] = {"limit": 900, "seconds": 600}

    def get_queryset(self) -> Any:
        return Proposal.objects.select_related("call__space", "region", "document", "alliance__space").defer(
            "document__content"
        )

    def person_language(self) -> str:
        return self.link.language

    # --- showing ----------------------------------------------------------------------------------
    @cached_property
    def cards(self) -> list[Card]:
        known = {answer.question_id: answer for answer in self.link.answers.all()}
        questions = self.link.call.questions.all()
        return [Card(AnswerForm(question=one, answer=known.get(one.pk))) for one in questions]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal, cards = self.link, kwargs.pop("cards", self.cards)
        writable = proposal.can_be_written()
        return super().get_context_data(
            space=proposal.call.space,
            asked_name=proposal.lead_name,
            call=proposal.call,
            text=markdown_to_html(proposal.call.text),
            proposal=proposal,
            cards=cards,
            written=sum(card.is_written for card in cards),
            partners=list(proposal.partners.all()),
            can_be_written=writable,
            missing=applying.what_is_missing(proposal) if writable else [],
            criteria=proposal.call.criteria.all(),
            **{
                "partner_form": PartnerForm(prefix="partner"),
                "submit_form": self._tick("submit"),
                "withdraw_form": self._tick("withdraw"),
                **kwargs,
            },
        )

    def _tick(self, act: str, data: Any = None) -> TickForm:
        labels = {
            "submit": _("This is our proposal. We know that it does not change any more."),
            "withdraw": _("Yes, take our proposal back."),
        }
        return TickForm(data, prefix=act, label=labels[act])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._pdf() if "pdf" in request.GET else super().get(request, *args, **kwargs)

    def _pdf(self) -> HttpResponse:
        if self.link.document is None:
            raise Http404
        return pdf_response(bytes(self.link.document.content), document.filename(self.link))

    # --- acting -----------------------------------------------------------------------------------
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if question := row_number(request.POST.get("question", "")):
                return self._save_one(question)
            return self._save_all() or self._act()
        except ValidationError as error:  # submitted, decided on or closed by now
            return self._refused(error)

    def _refused(self, error: ValidationError) -> HttpResponse:
        if self.request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(error.messages[0], status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
        for words in error.messages:
            messages.error(self.request, words)
        return redirect(self._address)

    def _save_one(self, number: int) -> HttpResponse:
        """One answer saves itself: a word, or both texts when somebody else saved it too."""
        card = next((card for card in self.cards if card.form.question.pk == number), None)
        if card is None:
            raise Http404
        card = self._saved(card)
        context = {"card": card, "proposal": self.link}
        if not card.theirs and not card.form.errors:
            return render(self.request, "calls/includes/answer_saved.html", context)
        status = CONFLICT if card.theirs else UNPROCESSABLE
        response = render(self.request, "calls/includes/answer.html", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = f"#question-{number}", "outerHTML"
        return response

    def _saved(self, card: Card) -> Card:
        """Save what was posted for this question, if anything was."""
        question, data = card.form.question, self._with_choices()
        if f"question-{question.pk}-version" not in data:
            return card
        form = AnswerForm(data, question=question, answer=card.answer)
        if not form.is_valid():
            return Card(form)
        text, version = form.cleaned_data["text"], form.cleaned_data["version"]
        try:
            answer = applying.save_answer(self.link, question, text, version=version)
        except applying.Conflict as conflict:
            return Card(form, theirs=conflict.answer)
        return Card(AnswerForm(question=question, answer=answer))

    def _with_choices(self) -> Any:
        """What was posted; who pressed "keep mine" has seen the other text and goes on from its version."""
        data = self.request.POST.copy()
        question, _colon, version = data.get("mine", "").partition(":")
        if question and f"question-{question}-version" in data:
            data[f"question-{question}-version"] = version
        if theirs := data.get("theirs"):
            data.pop(f"question-{theirs}-version", None)
        return data

    def _save_all(self) -> HttpResponse | None:
        """Save every answer on the page; the page again when one cannot be saved."""
        if not any(name.endswith("-version") for name in self.request.POST):
            return None
        cards = [self._saved(card) for card in self.cards]
        if not any(card.theirs or card.form.errors for card in cards):
            return None
        status = CONFLICT if any(card.theirs for card in cards) else UNPROCESSABLE
        return self.render_to_response(self.get_context_data(cards=cards), status=status)

    def _act(self) -> HttpResponse:
        acts: dict[str, Callable[[], HttpResponse]] = {
            "ask": self._ask_partner,
            "drop": self._drop_partner,
            "send": self._submit,
            "withdraw": self._withdraw,
        }
        for name, act in acts.items():
            if name in self.request.POST:
                return act()
        messages.success(self.request, _("Saved."))
        return redirect(self._address)

    def _ask_partner(self) -> HttpResponse:
        form = PartnerForm(self.request.POST, prefix="partner")
        if form.is_valid():
            try:
                partner = applying.ask_partner(self.link, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(self.request, _("%(name)s gets a mail.") % {"name": partner.name})
                return redirect(self._address + "#partners")
        return self._again(partner_form=form)

    def _drop_partner(self) -> HttpResponse:
        number = row_number(self.request.POST.get("drop", ""))
        partner = self.link.partners.filter(pk=number).first()
        # Ticked, because a scanner that presses every button would empty the list.
        if partner and f"sure-{number}" in self.request.POST:
            applying.drop_partner(partner)
            messages.success(self.request, _("%(name)s is off the list.") % {"name": partner})
        return redirect(self._address + "#partners")

    def _submit(self) -> HttpResponse:
        form = self._tick("submit", self.request.POST)
        if not form.is_valid():
            return self._again(submit_form=form)
        try:
            applying.submit(self.link)
        except PdfError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("Submitted. A copy is on its way to everybody who applies."))
        return redirect(self._address)

    def _withdraw(self) -> HttpResponse:
        form = self._tick("withdraw", self.request.POST)
        if not form.is_valid():
            return self._again(withdraw_form=form)
        applying.withdraw(self.link)
        messages.success(self.request, _("Your proposal is taken back."))
        return redirect(self._address)

    def _again(self, **context: Any) -> HttpResponse:
        self.__dict__.pop("cards", None)  # what was typed is saved by now
        return self.render_to_response(self.get_context_data(**context), status=UNPROCESSABLE)

    @property
    def _address(self) -> str:
        return reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk])


class JointReplyView(LinkView):
    """An organisation reads the proposal in which it is named, and says yes or no."""

    model = Partner
    template_name = "calls/joint_reply.html"

    def get_queryset(self) -> Any:
        return Partner.objects.select_related("proposal__call__space", "proposal__region")

    def person_language(self) -> str:
        return self.link.proposal.language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.link.proposal
        return super().get_context_data(
            space=proposal.call.space,
            asked_name=self.link.name,
            call=proposal.call,
            proposal=proposal,
            partner=self.link,
            answers=document.answers(proposal),
            can_reply=proposal.can_be_written(),
            **{"form": ReplyForm(), **kwargs},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
        try:
            applying.reply(self.link, form.cleaned_data["reply"])
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
