"""The pages behind the link in a signing request: read, get a code, sign; decline; withdraw."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.links import LinkView
from core.text import markdown_to_html
from documents.signing import codes, services
from documents.signing.codes import Purpose, Refusal
from documents.signing.forms import DeclineForm, SignForm, WithdrawForm
from documents.signing.models import SigningEvent, SigningRequest

# What was typed beside the code, kept while somebody looks in the mailbox: {"5": {"typed_name": …}}.
TYPED = "signing_typed"
KEPT_FIELDS = ("typed_name", "contact_preference", "reason")


class SigningView(LinkView):
    """One address, one question at a time. ``act`` in a POST says what is done; nothing is done without it."""

    model = SigningRequest
    template_name = "documents/signing.html"
    acts = ("code", "sign", "decline", "withdraw")

    def get_queryset(self) -> Any:
        return SigningRequest.objects.select_related(
            "text__space", "member__organisation", "member__individual", "person__space"
        )

    def person_language(self) -> str:
        return self.link.person.mail_language

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        act = request.POST.get("act", "")
        if act not in self.acts:
            messages.error(request, _("Nothing was done. Choose one of the buttons."))
            return self._page(status=400)
        try:
            return getattr(self, f"_{act}")()
        except services.NotOpen:
            return redirect(self._address)

    # --- what can be done -------------------------------------------------------------------------
    def _code(self) -> HttpResponse:
        self._keep_typed()
        try:
            services.send_code(self.link, self._purpose)
        except services.CodeRefused as refused:
            messages.warning(self.request, self._words(refused))
        except services.CodeNotSent:
            messages.error(self.request, _("The mail with the code could not be sent. Try again in a minute."))
        else:
            words = _("We sent a code to %(address)s. It works for 15 minutes.")
            messages.success(self.request, words % {"address": self.link.person.email})
        return redirect(f"{self._address}#code")

    def _sign(self) -> HttpResponse:
        form = SignForm(self.request.POST, statement=self._statement)
        if form.is_valid():
            try:
                services.sign(self.link, self._answer(form))
            except services.TextChanged:
                form.add_error(None, _("The text was changed while you read it. Read it again, then sign."))
            except services.CodeRefused as refused:
                form.add_error("code", self._words(refused))
            else:
                self._forget_typed()
                return redirect(self._address)
        return self._page(form=form, status=422)

    def _withdraw(self) -> HttpResponse:
        form = WithdrawForm(self.request.POST, statement=self._statement)
        if form.is_valid():
            try:
                services.withdraw(self.link, self._answer(form))
            except services.CodeRefused as refused:
                form.add_error("code", self._words(refused))
            else:
                self._forget_typed()
                self.template_name = "documents/signing_withdrawn.html"
        return self._page(form=form, status=422 if form.errors else 200)

    def _decline(self) -> HttpResponse:
        form = DeclineForm(self.request.POST, prefix="decline")
        if not form.is_valid():
            return self._page(decline_form=form, status=422)
        services.decline(self.link, form.cleaned_data["reason"])
        return redirect(self._address)

    # --- the page -----------------------------------------------------------------------------------
    @cached_property
    def signature(self) -> SigningEvent | None:
        return self.link.signature()

    @property
    def _purpose(self) -> Purpose:
        return Purpose.WITHDRAW if self.signature else Purpose.SIGN

    @property
    def _address(self) -> str:
        return reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk])

    @property
    def _statement(self) -> str:
        names = {"title": self.link.text.title, "organisation": self.link.member.name}
        if self.signature:
            if self.link.for_organisation:
                return _("I withdraw the signature under “%(title)s” on behalf of %(organisation)s.") % names
            return _("I withdraw my signature under “%(title)s”.") % names
        if self.link.for_organisation:
            return _("I have read “%(title)s” and sign it on behalf of %(organisation)s.") % names
        return _("I have read “%(title)s” and sign it for myself.") % names

    def _page(self, *, form: Form | None = None, decline_form: Form | None = None, status: int = 200) -> Any:
        context = self.get_context_data(
            space=self.link.text.space,
            asked_name=self.link.person.name,
            text_html=markdown_to_html(self.link.text.text),
            signature=self.signature,
            form=form or self._empty_form(),
            decline_form=decline_form or DeclineForm(prefix="decline"),
            code_is_waiting=bool(form) or codes.is_waiting(self.link),
        )
        return self.render_to_response(context, status=status)

    def _empty_form(self) -> Form:
        typed = self.request.session.get(TYPED, {}).get(str(self.link.pk), {})
        if self.signature:
            return WithdrawForm(initial=typed, statement=self._statement)
        return SignForm(initial={**typed, "text_sha256": self.link.text.sha256}, statement=self._statement)

    def _answer(self, form: Form) -> services.Answer:
        data = form.cleaned_data
        return services.Answer(
            code=data["code"],
            typed_name=data["typed_name"],
            statement=self._statement,
            language=translation.get_language() or settings.LANGUAGE_CODE,
            text_sha256=data.get("text_sha256", ""),
            contact_preference=data.get("contact_preference", ""),
            reason=data.get("reason", ""),
        )

    def _keep_typed(self) -> None:
        typed = {name: self.request.POST[name][:2_000] for name in KEPT_FIELDS if self.request.POST.get(name)}
        if typed:
            self.request.session[TYPED] = {**self.request.session.get(TYPED, {}), str(self.link.pk): typed}

    def _forget_typed(self) -> None:
        typed = self.request.session.get(TYPED, {})
        if typed.pop(str(self.link.pk), None) is not None:
            self.request.session[TYPED] = typed

    def _words(self, refused: services.CodeRefused) -> str:
        match refused.refusal:
            case Refusal.WRONG:
                words = ngettext(
                    "That is not the code we sent. You have %(left)d more try.",
                    "That is not the code we sent. You have %(left)d more tries.",
                    refused.tries_left,
                )
                return words % {"left": refused.tries_left}
            case Refusal.EXPIRED:
                return _("This code no longer works. Ask for a new one below.")
            case Refusal.TOO_MANY_TRIES:
                return _("That was wrong too often. Ask for a new code below.")
            case Refusal.TOO_SOON:
                return _("We sent a code less than a minute ago. Look in your mailbox first.")
            case Refusal.TOO_MANY_CODES:
                return _("You asked for many codes. Wait an hour, or ask the coordinator for a new link.")
        raise AssertionError(refused.refusal)
