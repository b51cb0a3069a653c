"""Pages about what an alliance agrees on: the text, its versions, what changed, and who agreed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, UpdateView, View

from alliances.agreements import document, services
from alliances.agreements.forms import AgreementForm, AnswerForm, CompareForm, ProposeForm
from alliances.agreements.models import Agreement, AgreementVersion, Answer, Draft
from alliances.agreements.standing import Voice, overview, voices_of
from core.differences import Change, corrections, differences
from core.downloads import pdf_response
from core.pdf import PdfError
from core.text import markdown_to_html
from documents.text_forms import PartiesForm
from spaces.pages import EditPage, SpacePage

DRAFT = 0  # stands for the draft where numbers of versions stand


class AgreementPage(SpacePage):
    """Mixin of the pages about one kind of agreement."""

    menu_entry = "agreements:agreement_show"

    @cached_property
    def kind(self) -> Agreement.Kind:
        if self.kwargs["kind"] not in Agreement.Kind.values:
            raise Http404
        return Agreement.Kind(self.kwargs["kind"])

    @cached_property
    def agreement(self) -> Agreement:
        return get_object_or_404(Agreement.objects.select_related("space"), space=self.space, kind=self.kind)

    @cached_property
    def newest(self) -> AgreementVersion | None:
        return self.agreement.newest()

    @cached_property
    def newest_or_404(self) -> AgreementVersion:
        if self.newest is None:
            raise Http404
        return self.newest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, "kind": self.kind})

    def address(self) -> str:
        return reverse("agreements:agreement_show", args=[self.space.slug, self.kind])

    def to_agreement(self) -> HttpResponse:
        return redirect(self.address())


class AgreementShowView(AgreementPage, TemplateView):
    """The text, who agreed, and for the coordinator what is next."""

    permission = "agreements.view_agreement"
    template_name = "agreements/agreement_show.html"

    def get_heading(self) -> str | Promise:
        return self.kind.label

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreement = Agreement.objects.filter(space=self.space, kind=self.kind).first()
        may_change = self.may("agreements.change_agreement")
        if agreement:
            agreement.space = self.space
        facts = self._facts(agreement, may_change) if agreement else {}
        return super().get_context_data(
            agreement=agreement, may_change=may_change, kinds=Agreement.Kind.choices, **facts, **kwargs
        )

    def _facts(self, agreement: Agreement, may_change: bool) -> dict[str, Any]:
        newest = agreement.newest()
        shown = Draft(newest.title, newest.text) if newest else agreement.draft if may_change else None
        if newest is None:
            return {"shown": shown, "text_html": markdown_to_html(shown.text) if shown else "", "has_changes": True}
        newest.agreement = agreement
        picture = overview(newest)
        answers = {one.member.pk: one.answer for one in picture.parties}
        return {
            "newest": newest,
            "shown": shown,
            "text_html": markdown_to_html(newest.text),
            "overview": picture,
            "to_ask": len(picture.seats_to_ask),
            "voices": [(voice, answers.get(voice.member.pk)) for voice in voices_of(self.request.user, self.space)],
            "has_changes": may_change and agreement.has_changes_since(newest),
            "earlier": agreement.versions.filter(number__lt=newest.number).defer("text").order_by("-number")[:20],
        }


class AgreementCreateView(AgreementPage, View):
    """Begin: with our text, or with the vision of the profile."""

    permission = "agreements.change_agreement"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, kind: str) -> HttpResponse:
        services.create(self.space, self.kind)
        if self.kind == Agreement.Kind.VISION:
            return redirect("agreements:agreement_propose", slug, kind)
        messages.success(request, _("Here is a text to begin with. Make it your own: every word can be changed."))
        return redirect("agreements:agreement_change", slug)


class AgreementChangeView(AgreementPage, EditPage, UpdateView):
    """Write the draft, with a preview beside it."""

    permission = "agreements.change_agreement"
    heading = gettext_lazy("Write the agreements")
    form_class = AgreementForm
    template_name = "agreements/agreement_change.html"

    def get_object(self, queryset: Any = None) -> Agreement:
        return get_object_or_404(Agreement, space=self.space, kind=self.kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(newest=self.newest, **kwargs)
        text = context["form"]["text"].value() or ""
        return {**context, "preview": markdown_to_html(text[: Agreement._meta.get_field("text").max_length])}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" in request.POST:
            return self._preview()
        return super().post(request, *args, **kwargs)

    def _preview(self) -> HttpResponse:
        """The page as it was sent, nothing saved; for htmx only the preview."""
        self.object = self.get_object()
        if self.request.htmx:
            self.template_name = "documents/text_change.html#preview"
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return self.address()


class AgreementProposeView(AgreementPage, FormView):
    """Look at the text once more, then put it before the members."""

    permission = "agreements.change_agreement"
    form_class = ProposeForm
    template_name = "agreements/agreement_propose.html"

    def get_heading(self) -> str:
        number = self.newest.number + 1 if self.newest else 1
        return _("Put version %(number)s before the members") % {"number": number}

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"seen": self.agreement.draft.sha256}
        return {**super().get_form_kwargs(), "is_first": self.newest is None, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.agreement.draft
        return super().get_context_data(
            draft=draft,
            text_html=markdown_to_html(draft.text),
            changes=differences(self.newest.text, draft.text) if self.newest else [],
            newest=self.newest,
            **kwargs,
        )

    def form_valid(self, form: ProposeForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            version = services.propose(
                self.agreement,
                seen=data["seen"],
                note=data.get("note", ""),
                major=form.is_major,
                by=self.request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        except services.ChangedMeanwhile:
            form.add_error(None, _("Somebody changed the text just now. Look at it once more, then press again."))
            form.data = {**form.data.dict(), "seen": self.agreement.draft.sha256}
        else:
            if version.is_correction:
                messages.success(self.request, _("The correction stands. Whoever answered gets a mail; answers stay."))
                return self.to_agreement()
            messages.success(self.request, _("This version stands. Now ask the members what they say of it."))
            return redirect("agreements:confirmation_ask", self.space.slug, self.kind)
        return self.form_invalid(form)


class AgreementCompareView(AgreementPage, TemplateView):
    """Two versions beside each other, word by word; for the coordinator the draft as well."""

    permission = "agreements.view_agreement"
    heading = gettext_lazy("What changed")
    template_name = "agreements/agreement_compare.html"

    @cached_property
    def texts(self) -> dict[int, AgreementVersion | Draft]:
        """What can be compared, by number, oldest first."""
        found: dict[int, AgreementVersion | Draft] = {
            one.number: one for one in self.agreement.versions.defer("text").order_by("number")
        }
        if self.may("agreements.change_agreement") and self.agreement.has_changes_since(self.newest):
            found[DRAFT] = self.agreement.draft
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choices = [(number, _words(number)) for number in self.texts]
        usual = dict(zip(("before", "after"), list(self.texts)[-2:], strict=False))
        form = CompareForm(self.request.GET or None, choices=choices, initial=usual)
        chosen = form.cleaned_data if form.is_bound and form.is_valid() else usual
        changes = []
        if len(chosen) == len(usual) == 2:
            changes = differences(self.texts[chosen["before"]].text, self.texts[chosen["after"]].text)
        return super().get_context_data(
            form=form,
            changes=changes,
            can_compare=len(self.texts) > 1,
            before=_words(chosen["before"]) if changes else "",
            after=_words(chosen["after"]) if changes else "",
            **kwargs,
        )


def _words(number: int) -> str:
    return _("version %(number)s") % {"number": number} if number != DRAFT else _("the draft of now")


class ConfirmationAskView(AgreementPage, FormView):
    """Who would be asked; trim the list and send."""

    permission = "agreements.change_agreement"
    heading = gettext_lazy("Ask the members")
    form_class = PartiesForm
    template_name = "agreements/confirmation_ask.html"

    @cached_property
    def overview(self) -> Any:
        return overview(self.newest_or_404)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "seats": self.overview.seats_to_ask}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            overview=self.overview,
            back=self.address(),
            back_label=_("Go back to the text"),
            nobody_left=_("Everybody who may decide was asked, or has answered."),
            **kwargs,
        )

    def form_valid(self, form: PartiesForm) -> HttpResponse:
        asked = services.ask(self.newest_or_404, form.chosen, by=self.request.user)
        words = ngettext("%(count)d person gets a mail.", "%(count)d people get a mail.", asked)
        messages.success(self.request, words % {"count": asked})
        return self.to_agreement()


class ConfirmationRemindView(AgreementPage, View):
    """Remind everybody whose member said nothing yet; those who heard from us lately are left in peace."""

    permission = "agreements.change_agreement"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, kind: str) -> HttpResponse:
        reminded = services.remind(self.newest_or_404, by=request.user)
        if reminded:
            words = ngettext("%(count)d person gets a reminder.", "%(count)d people get a reminder.", reminded)
            messages.success(request, words % {"count": reminded})
        else:
            messages.info(request, _("Nobody to remind now: at most three reminders each, with three days in between."))
        return self.to_agreement()


class ConfirmationGiveView(AgreementPage, FormView):
    """Somebody signed in answers for one member that they decide for."""

    permission = "agreements.answer_agreement"
    form_class = AnswerForm
    template_name = "agreements/confirmation_give.html"

    @cached_property
    def voice(self) -> Voice:
        mine = {voice.member.pk: voice for voice in voices_of(self.request.user, self.space)}
        if self.kwargs["pk"] not in mine:
            raise Http404
        return mine[self.kwargs["pk"]]

    def get_heading(self) -> str:
        return _("Answer for %(member)s") % {"member": self.voice.member}

    def get_form_kwargs(self) -> dict[str, Any]:
        member = self.voice.member
        return {**super().get_form_kwargs(), "member_name": member.name if member.organisation_id else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.newest_or_404
        said = Answer.objects.of(version).filter(member=self.voice.member).first()
        return super().get_context_data(
            version=version, text_html=markdown_to_html(version.text), answer=said, **kwargs
        )

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            services.answer(self.newest_or_404, self.voice.member, self.voice.person, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you, your answer is noted."))
        return self.to_agreement()


class VersionPage(AgreementPage):
    """Mixin of the pages about one version."""

    permission = "agreements.view_agreement"

    @cached_property
    def version(self) -> AgreementVersion:
        versions = AgreementVersion.objects.filter(agreement=self.agreement)
        version: AgreementVersion = get_object_or_404(versions, number=self.kwargs["number"])
        version.agreement = self.agreement
        return version


class VersionShowView(VersionPage, TemplateView):
    """A version as it was put before the members, and what they said of it."""

    template_name = "agreements/version_show.html"

    def get_heading(self) -> str:
        return self.version.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            version=self.version,
            newest=self.newest,
            text_html=markdown_to_html(self.version.text),
            agreed=document.agreed(self.version),
            changes=self._corrections(),
            **kwargs,
        )

    def _corrections(self) -> list[Change]:
        """What a small correction changed in the version before it."""
        if not self.version.is_correction:
            return []
        before = AgreementVersion.objects.get(agreement=self.agreement, number=self.version.number - 1)
        return corrections(before.text, self.version.text)


class VersionPdfView(VersionPage, View):
    """A version as a document, with who agrees with it today."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            content = document.pdf_of(self.version)
        except PdfError as error:
            messages.error(request, str(error))
            return self.to_agreement()
        return pdf_response(content, f"{slugify(self.version.title) or self.kind}-{self.version.number}.pdf")
