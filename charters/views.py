"""Pages about the charter of a space."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from charters import editions, services
from charters.forms import AskForm, CharterForm, OpenForm
from charters.models import Charter, CharterVersion
from charters.signatories import overview
from core.frozen.models import FrozenDocument
from core.pdf import PdfError
from core.text import markdown_to_html
from documents.models import SigningRequest
from documents.onpaper import listed
from documents.signing import services as signing
from spaces.pages import SpacePage


class CharterPage(SpacePage):
    """Mixin of the pages about a charter that is there."""

    menu_entry = "charters:charter"

    @cached_property
    def charter(self) -> Charter:
        return get_object_or_404(Charter.objects.select_related("space"), space=self.space)

    @cached_property
    def newest(self) -> CharterVersion | None:
        return self.charter.newest()

    def to_charter(self) -> HttpResponse:
        return redirect("charters:charter", self.space.slug)


class CharterView(SpacePage, TemplateView):
    """The charter: its text, who has signed, and for the coordinator what is next."""

    permission = "charters.view_charter"
    menu_entry = "charters:charter"
    heading = gettext_lazy("Charter")
    template_name = "charters/charter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        charter = Charter.objects.filter(space=self.space).select_related("space").first()
        may_change = self.may("charters.change_charter")
        facts = self._facts(charter, may_change) if charter else {}
        paper = listed.signatures(self.space)
        on_paper = {"paper_signatures": paper, "signed_on_paper": {fact.member_id for fact in paper}}
        return super().get_context_data(charter=charter, may_change=may_change, **on_paper, **facts, **kwargs)

    def _facts(self, charter: Charter, may_change: bool) -> dict[str, Any]:
        newest = charter.newest()
        shown = newest.signable if newest else charter if may_change else None
        picture = overview(charter) if newest else None
        return {
            "newest": newest,
            "shown": shown,
            "text_html": markdown_to_html(shown.text) if shown else "",
            "overview": picture,
            "to_ask": len(picture.seats_to_ask) if picture else 0,
            "has_changes": may_change and charter.has_unopened_changes(newest),
            "editions": charter.editions()[:10],
        }


class CharterCreateView(SpacePage, View):
    """Make the charter from the template."""

    permission = "charters.add_charter"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        services.create(self.space)
        messages.success(request, _("Here is a first text, with your vision and objectives in it. Make it your own."))
        return redirect("charters:charter_change", slug)


class CharterChangeView(CharterPage, FormView):
    """Edit the draft, with a preview beside it."""

    permission = "charters.change_charter"
    heading = gettext_lazy("Edit the charter")
    form_class = CharterForm
    template_name = "charters/charter_change.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "instance": Charter.objects.get(pk=self.charter.pk),
            "initial": {"revision": self.charter.revision},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(charter=self.charter, newest=self.newest, **kwargs)
        text = context["form"]["text"].value() or ""
        return {**context, "preview": markdown_to_html(text[: Charter._meta.get_field("text").max_length])}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" in request.POST:
            return self._preview()
        return super().post(request, *args, **kwargs)

    def _preview(self) -> HttpResponse:
        """The page as it was sent, nothing saved; for htmx only the preview."""
        if self.request.htmx:
            self.template_name = "documents/text_change.html#preview"
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def form_valid(self, form: CharterForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            services.save_draft(self.charter, title=data["title"], text=data["text"], revision=data["revision"])
        except services.SavedMeanwhile:
            self._tell_saved_meanwhile(form)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return self.to_charter()

    def _tell_saved_meanwhile(self, form: CharterForm) -> None:
        form.add_error(
            None,
            _(
                "Somebody else saved this text while you were writing. Yours is still here; "
                "look at theirs in another tab, then save again."
            ),
        )
        form.data = {**form.data.dict(), "revision": self.charter.revision}

    def form_invalid(self, form: CharterForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class VersionOpenView(CharterPage, FormView):
    """Look at the text once more, then open it for signing."""

    permission = "charters.change_charter"
    heading = gettext_lazy("Open for signing")
    form_class = OpenForm
    template_name = "charters/version_open.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "is_first": self.newest is None, "initial": {"revision": self.charter.revision}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(charter=self.charter, text_html=markdown_to_html(self.charter.text), **kwargs)

    def form_valid(self, form: OpenForm) -> HttpResponse:
        try:
            services.open_version(
                self.charter,
                major=form.is_major,
                opened_by=self.request.user,
                revision=form.cleaned_data["revision"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        except services.SavedMeanwhile:
            form.add_error(None, _("Somebody changed the text just now. Go back and look at it once more."))
        else:
            messages.success(self.request, _("The charter is open for signing. Now ask for signatures."))
            return self.to_charter()
        return self.form_invalid(form)

    def form_invalid(self, form: OpenForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class VersionView(CharterPage, TemplateView):
    """A version that was opened for signing, as it was."""

    permission = "charters.view_charter"
    template_name = "charters/version.html"

    @cached_property
    def version(self) -> CharterVersion:
        versions = CharterVersion.objects.select_related("signable")
        return get_object_or_404(versions, charter=self.charter, number=self.kwargs["number"])

    def get_heading(self) -> str:
        return self.version.signable.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text_html = markdown_to_html(self.version.signable.text)
        return super().get_context_data(version=self.version, newest=self.newest, text_html=text_html, **kwargs)


class SignaturesAskView(CharterPage, FormView):
    """Who would be asked to sign; trim the list and send."""

    permission = "charters.change_charter"
    heading = gettext_lazy("Ask for signatures")
    form_class = AskForm
    template_name = "charters/signatures_ask.html"

    @cached_property
    def overview(self) -> Any:
        get_object_or_404(CharterVersion, charter=self.charter, number=1)  # nothing can be signed before
        return overview(self.charter)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "seats": self.overview.seats_to_ask}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            overview=self.overview,
            back=reverse("charters:charter", args=[self.space.slug]),
            back_label=_("Go to the charter"),
            nobody_left=_("Everybody who may sign was asked or has signed."),
            paper_signatures=listed.signatures(self.space),
            **kwargs,
        )

    def form_valid(self, form: AskForm) -> HttpResponse:
        asked = signing.ask(self.newest.signable, form.chosen, counting=self.charter.counting_texts())
        words = ngettext("%(count)d person gets a mail.", "%(count)d people get a mail.", asked)
        messages.success(self.request, words % {"count": asked})
        return self.to_charter()

    def form_invalid(self, form: AskForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignaturesRemindView(CharterPage, View):
    """Remind everybody who has not answered; those who heard from us lately are left in peace."""

    permission = "charters.change_charter"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        reminded = signing.remind(self.charter.counting_texts())
        if reminded:
            words = ngettext("%(count)d person gets a reminder.", "%(count)d people get a reminder.", reminded)
            messages.success(request, words % {"count": reminded})
        else:
            messages.info(request, _("Nobody to remind now: at most three reminders each, with three days in between."))
        return self.to_charter()


class RequestTakeBackView(CharterPage, View):
    """The link of one person stops working."""

    permission = "charters.change_charter"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        requests = SigningRequest.objects.filter(text__in=self.charter.counting_texts())
        signing_request = get_object_or_404(requests.select_related("person"), pk=pk)
        if signing.take_back(signing_request):
            messages.success(
                request, _("%(person)s can no longer sign with that link.") % {"person": signing_request.person}
            )
        else:
            messages.error(request, _("%(person)s has signed meanwhile.") % {"person": signing_request.person})
        return self.to_charter()


class EditionMakeView(CharterPage, View):
    """Make the signed charter as a document."""

    permission = "charters.change_charter"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        try:
            edition = editions.make(self.charter)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        except PdfError as error:
            messages.error(request, str(error))
        else:
            if edition.is_new:
                messages.success(request, _("The signed charter is ready to download."))
            else:
                messages.info(request, _("Nothing was signed or withdrawn since the last one; that one still holds."))
        return self.to_charter()


class EditionFileView(CharterPage, View):
    """A signed charter as a PDF, the very bytes that were frozen."""

    permission = "charters.view_charter"

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        made: FrozenDocument = get_object_or_404(self.charter.editions().defer(None), pk=pk)
        name = f"{slugify(made.title) or 'charter'}-{made.facts['edition']}.pdf"
        return HttpResponse(
            bytes(made.content),
            content_type=made.media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
        )
