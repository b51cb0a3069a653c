"""Pages for coordinators: who has to be told, the notice, what people ask, and erasing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from core.forms import row_number
from core.lists import page_of
from core.once import OnlyOnce
from core.pdf import PdfError
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.personal import last_day_in_time
from partners.stakeholders.views import RegisterPage
from privacy import copies, emails, notices, old, wishes
from privacy.forms import AnswerForm, EraseForm, HandOverForm, NoticeTextForm
from privacy.models import Wish

LANGUAGES = dict(settings.LANGUAGES)


class NoticeListView(RegisterPage, TemplateView):
    """What people ask about their data, and who has to be told that we have them."""

    permission = "stakeholders.view_stakeholder"
    heading = gettext_lazy("Privacy")
    template_name = "privacy/notice_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = notices.waiting(self.space)
        page = page_of(waiting, self.request.GET.get("page"))
        rows = notices.listed(page.object_list)
        return super().get_context_data(
            page=page,
            rows=rows,
            late=waiting.filter(since__lt=last_day_in_time()).count() if rows else 0,
            wishes=list(Wish.objects.filter(space=self.space).open()),  # type: ignore[attr-defined]
            old=old.waiting(self.space).count(),
            erased=Wish.objects.filter(space=self.space, kind=Wish.Kind.ERASE, state=Wish.State.DONE).count(),
            may_change=self.may("stakeholders.change_stakeholder"),
            **kwargs,
        )


class NoticePage(RegisterPage):
    """Mixin of what is done for some entries, whose numbers come along as ``entry``, in one language."""

    permission = "stakeholders.change_stakeholder"

    def keys(self) -> list[int]:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        found = (row_number(text) for text in sent.getlist("entry")[: notices.MOST])
        return [number for number in found if number is not None]

    @cached_property
    def language(self) -> str:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        wanted = sent.get("language", "")
        return wanted if wanted in LANGUAGES else self.space.language

    def back(self) -> HttpResponse:
        return redirect("privacy:notice_list", self.space.slug)


class NoticeSendView(OnlyOnce, NoticePage, TemplateView):
    """The mail as they will read it, and to whom it goes; then it is sent."""

    heading = gettext_lazy("The notice")
    template_name = "privacy/notice_send.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.entries:
            messages.info(request, _("Tick whom you want to write to: somebody with an e-mail address."))
            return self.back()
        return super().get(request, *args, **kwargs)

    @cached_property
    def entries(self) -> list[Stakeholder]:
        return [one for one in notices.waiting(self.space).filter(pk__in=self.keys()) if one.email]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = self.entries[0]
        words = emails.words_of(self.space, notices.text_of(self.space, self.language))
        page = _("(the address of their own page)")
        return super().get_context_data(
            entries=self.entries,
            language=self.language,
            languages=settings.LANGUAGES,
            chosen="&".join(f"entry={one.pk}" for one in self.entries),
            mail=emails.rendered_notice(self.space, [first], words, self.language, page),
            first=first,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            sent = notices.send(self.space, self.keys(), self.language, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.back()
        words = ngettext("The notice goes to %(n)d person.", "The notice goes to %(n)d people.", sent) % {"n": sent}
        messages.success(request, words)
        return self.back()


class NoticePickView(NoticePage, View):
    """From the list to the mail: by an address without the form's secret, which would stay in the browser's history."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        asked = urlencode([("entry", number) for number in self.keys()])
        return redirect(f"{reverse('privacy:notice_send', args=[slug])}?{asked}")


class NoticeTellView(NoticePage, View):
    """They know it already: somebody told them in person, or on the telephone."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        told = notices.tell(self.space, self.keys())
        words = ngettext("Noted: %(n)d person knows it.", "Noted: %(n)d people know it.", told) % {"n": told}
        messages.success(request, words)
        return self.back()


class NoticeTextView(RegisterPage, FormView):
    """The words of the notice, in each language."""

    permission = "stakeholders.change_stakeholder"
    heading = gettext_lazy("Text of the notice")
    form_class = NoticeTextForm
    template_name = "privacy/notice_text.html"

    @cached_property
    def language(self) -> str:
        wanted = self.kwargs["language"]
        if wanted not in LANGUAGES:
            raise Http404
        return str(wanted)

    def get_initial(self) -> dict[str, Any]:
        return {"text": notices.text_of(self.space, self.language)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(language=self.language, languages=settings.LANGUAGES, **kwargs)

    def form_valid(self, form: NoticeTextForm) -> HttpResponse:
        notices.keep_text(self.space, self.language, form.cleaned_data["text"])
        messages.success(self.request, _("Saved."))
        return redirect("privacy:notice_text", self.space.slug, self.language)


class OldListView(NoticePage, TemplateView):
    """Data of people that nobody touched for long; those ticked are kept, or somebody is erased."""

    heading = gettext_lazy("Old data")
    template_name = "privacy/old_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = page_of(old.waiting(self.space), self.request.GET.get("page"))
        return super().get_context_data(page=page, years=old.YEARS, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = old.keep(self.space, self.keys(), by=request.user)  # type: ignore[arg-type]
        words = ngettext("Noted: the data of %(n)d person are kept.", "Noted: the data of %(n)d people are kept.", kept)
        messages.success(request, words % {"n": kept})
        return redirect("privacy:old_list", self.space.slug)


class WishPage(RegisterPage):
    """Mixin of the pages of one wish."""

    permission = "privacy.answer_wish"

    @cached_property
    def wish(self) -> Wish:
        return get_object_or_404(Wish.objects.select_related("space"), space=self.space, pk=self.kwargs["pk"])

    def to_the_list(self) -> HttpResponse:
        return redirect("privacy:notice_list", self.space.slug)


class WishShowView(WishPage, FormView):
    """What somebody asks, and the answer to it."""

    permission = "stakeholders.view_stakeholder"
    form_class = AnswerForm
    template_name = "privacy/wish_show.html"
    headings: Any = {
        Wish.Kind.CORRECT: gettext_lazy("Somebody corrects their data"),
        Wish.Kind.OBJECT: gettext_lazy("Somebody objects"),
        Wish.Kind.ERASE: gettext_lazy("Somebody wants to be erased"),
        Wish.Kind.COPY: gettext_lazy("Somebody wants a copy of everything"),
    }

    def get_heading(self) -> Any:
        return self.headings[self.wish.kind]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            wish=self.wish,
            changes=wishes.changes_of(self.wish),
            entries=Stakeholder.objects.filter(space=self.space, email__iexact=self.wish.email)[:20]
            if self.wish.email
            else [],
            may_answer=self.may("privacy.answer_wish"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404


class WishAcceptView(WishPage, View):
    """Take over what the person corrected, with one press."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        if self.wish.kind != Wish.Kind.CORRECT:
            raise Http404
        try:
            lost = wishes.accept(self.wish, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.to_the_list()
        if lost:
            words = _("Something else stands there since they wrote, and stayed: %(list)s. Look at it yourself.")
            messages.warning(request, words % {"list": ", ".join(lost)})
        else:
            messages.success(request, _("It is corrected, and they are told."))
        return self.to_the_list()


class WishAnswerView(WishPage, FormView):
    """Answer in words: an objection that was dealt with, or what is not done and why."""

    heading = gettext_lazy("Your answer")
    form_class = AnswerForm
    template_name = "privacy/wish_answer.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wish=self.wish, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        state = Wish.State.DONE if self.wish.kind == Wish.Kind.OBJECT else Wish.State.DECLINED
        try:
            wishes.answer(self.wish, state, form.cleaned_data["answer"], by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, _("Your answer is on its way."))
        return self.to_the_list()


class CopyHandOverView(WishPage, FormView):
    """All that a copy would hold, to be read; then it is handed over."""

    heading = gettext_lazy("A copy of everything")
    form_class = HandOverForm
    template_name = "privacy/copy_hand_over.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.wish.kind != Wish.Kind.COPY or self.wish.state != Wish.State.OPEN:
            raise Http404
        return super().get_context_data(
            wish=self.wish, parts=self.parts, seen=copies.mark(self.parts), left_out=self.left_out, **kwargs
        )

    @cached_property
    def parts(self) -> list[copies.Part]:
        return copies.content(self.space, self.wish.email, self.wish.language)

    @property
    def left_out(self) -> set[str]:
        return set(self.request.POST.getlist("leave_out"))

    def form_valid(self, form: HandOverForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            copies.hand_over(
                self.wish,
                seen=data["seen"],
                left_out=self.left_out,
                reason=data["reason"],
                by=self.request.user,  # type: ignore[arg-type]
            )
        except ValidationError as error:
            self.wish.refresh_from_db()
            if self.wish.state != Wish.State.OPEN:
                messages.error(self.request, " ".join(error.messages))
                return self.to_the_list()
            form.add_error(None, error)
            return self.form_invalid(form)
        except PdfError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The copy is handed over: they get a mail with the link to it."))
        return self.to_the_list()


class ErasePage(RegisterPage, FormView):
    """Mixin: look at what goes, what stays and why; then erase. ``address`` says whom."""

    permission = "privacy.answer_wish"
    heading = gettext_lazy("Erase a person")
    form_class = EraseForm
    template_name = "privacy/erase.html"
    address: str

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = wishes.look(self.space, self.address)
        to_read = [one for part in parts for one in part.to_read]
        first = [one.first for one in parts if one.first]
        return super().get_context_data(address=self.address, parts=parts, to_read=to_read, first=first, **kwargs)

    def form_valid(self, form: EraseForm) -> HttpResponse:
        try:
            wishes.erase(self.space, self.address, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("What could go is erased. What stayed, stayed for the reasons you read."))
        return redirect("privacy:notice_list", self.space.slug)


class WishEraseView(ErasePage):
    """Of somebody who asked for it."""

    @cached_property
    def address(self) -> str:  # type: ignore[override]
        open_ones = Wish.objects.filter(space=self.space, state=Wish.State.OPEN)
        return str(get_object_or_404(open_ones, pk=self.kwargs["pk"]).email)


class EntryEraseView(ErasePage):
    """Of the person of an entry, without being asked."""

    @cached_property
    def address(self) -> str:  # type: ignore[override]
        entry = get_object_or_404(Stakeholder.objects.filter(space=self.space), pk=self.kwargs["pk"])
        if not entry.email:
            raise Http404
        return str(entry.email)
