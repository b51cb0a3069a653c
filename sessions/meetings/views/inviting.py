"""Pages to invite people, and for them to answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from core.downloads import pdf_response
from core.forms import row_number
from core.links import LinkView
from core.once import OnlyOnce
from core.pdf import PdfError, PdfTooBig
from documents.files.models import FileVersion
from documents.files.views import to_keep
from sessions.meetings import agenda_document, letters, overview
from sessions.meetings.agenda_forms import TopicForm
from sessions.meetings.forms import AnswerForm, InviteForm, WordForm
from sessions.meetings.models import Invitee
from sessions.meetings.services import agendas, answering, attending, feeds, inviting, places, reminding, writing
from sessions.meetings.views.pages import MeetingPage
from sessions.meetings.views.planning import calendar_response

INVITEE = ("person__space", "organisation", "colleague", "meeting__space", "meeting__host__organisation")


class MeetingInviteView(MeetingPage, FormView):
    """Everybody who would be invited; trim, then one button."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Invite people")
    form_class = InviteForm
    template_name = "meetings/meeting_invite.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        self.candidates = inviting.candidates(self.meeting)
        return {**super().get_form_kwargs(), "candidates": self.candidates}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.get_form()
        chosen = set(form.data.getlist("people")) if form.is_bound else None
        rows = [(one, chosen is None or str(one.person.pk) in chosen) for one in self.candidates]
        return super().get_context_data(
            form=form,
            rows=[(one, ticked) for one, ticked in rows if one.person.email],
            by_letter=[(one, ticked) for one, ticked in rows if not one.person.email],
            listed=self.meeting.invitees.on_the_list().count(),  # type: ignore[attr-defined]
            **kwargs,
        )

    def form_valid(self, form: InviteForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            new = inviting.invite(self.meeting, data["people"], by=self.request.user)
            if data["guest_email"]:
                new += inviting.invite_guest(
                    self.meeting, name=data["guest_name"], email=data["guest_email"], by=self.request.user
                )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        self._tell(new)
        return redirect(self.address("meeting_detail"))

    def _tell(self, new: list[Invitee]) -> None:
        letters = sum(not one.person.email for one in new)
        if mails := len(new) - letters:
            words = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", mails)
            messages.success(self.request, words % {"count": mails})
        if letters:
            words = ngettext("%(count)d letter is to be printed.", "%(count)d letters are to be printed.", letters)
            messages.info(self.request, words % {"count": letters})
        if not new:
            messages.info(self.request, _("They were invited already."))


class SendingView(MeetingPage, View):
    """How far the invitations are: a part of the page of the meeting that asks for itself until all are sent."""

    permission = "meetings.change_meeting"
    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = {"sending": overview.sending(self.meeting, timezone.now()), "address": request.path}
        return render(request, "meetings/includes/sending.html", context)


class AskAgainView(MeetingPage, View):
    """Ask everybody who has not answered once more."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            asked = reminding.ask_again(self.meeting, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect(self.address("meeting_detail"))
        if asked:
            words = ngettext("%(count)d person is asked again.", "%(count)d people are asked again.", asked)
            messages.success(request, words % {"count": asked})
        else:
            messages.info(request, _("They were asked not long ago. Give them until tomorrow."))
        return redirect(self.address("meeting_detail"))


class MeetingWriteView(OnlyOnce, MeetingPage, FormView):
    """A mail in one's own words to everybody, or to who gave one answer."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Write to the people of this meeting")
    form_class = WordForm
    template_name = "meetings/meeting_write.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        invited = self.meeting.invitees.invited().exclude(person__email="")  # type: ignore[attr-defined]
        return {**super().get_form_kwargs(), "groups": overview.groups_to_write_to(list(invited))}

    def get_initial(self) -> dict[str, Any]:
        return {"to": self.request.GET.get("to", writing.EVERYBODY), "subject": self.meeting.title}

    def form_valid(self, form: WordForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            to = writing.write(
                self.meeting, data["to"], subject=data["subject"], text=data["text"],
                by=self.request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        words = ngettext(
            "The mail is on its way to %(count)d person.", "The mail is on its way to %(count)d people.", to
        )
        messages.success(self.request, words % {"count": to})
        return redirect(self.address("meeting_detail"))


class InviteeRemoveView(MeetingPage, View):
    """Take one person off the list."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int, invitee: int) -> HttpResponse:
        listed = self.meeting.invitees.on_the_list().select_related("person", "meeting")  # type: ignore[attr-defined]
        row = get_object_or_404(listed, pk=invitee)
        inviting.remove(row, by=request.user)  # type: ignore[arg-type]
        told = _("%(name)s is off the list and is told so.")
        words = told if row.invited_at and not self.meeting.is_over() else _("%(name)s is off the list.")
        messages.success(request, words % {"name": row})
        return redirect(self.address("meeting_detail"))


class InvitationLettersView(MeetingPage, View):
    """The invitations of who has no e-mail address, to be printed; with ``one`` that of one of them."""

    permission = "meetings.change_meeting"
    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = letters.waiting(self.meeting).order_by("person__name", "pk")
        if "one" in request.GET:
            rows = rows.filter(pk=row_number(request.GET["one"]))
        found = list(rows[: letters.MOST])
        if not found:
            raise Http404
        try:
            content = letters.render(self.meeting, found, language=self.space.language)
        except (PdfError, PdfTooBig) as error:
            messages.error(request, str(error))
            return redirect(self.address("meeting_detail"))
        return pdf_response(content, letters.filename(self.meeting))


class AnswerForView(MeetingPage, FormView):
    """Note what somebody said by telephone or on paper."""

    permission = "meetings.change_meeting"
    form_class = AnswerForm
    template_name = "meetings/answer_for.html"

    @cached_property
    def invitee(self) -> Invitee:
        invited = self.meeting.invitees.invited().select_related(*INVITEE)  # type: ignore[attr-defined]
        found: Invitee = get_object_or_404(invited, pk=self.kwargs["invitee"])
        return found

    def get_heading(self) -> str:
        return _("What %(name)s answered") % {"name": self.invitee}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "invitee": self.invitee}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invitee=self.invitee, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            answering.respond(self.invitee, form.reply())
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("The answer of %(name)s is noted.") % {"name": self.invitee})
        return redirect(self.address("meeting_detail"))


class MeetingAnswerView(MeetingPage, FormView):
    """Answer one's own invitation from the workspace."""

    permission = "meetings.view_meeting"
    heading = gettext_lazy("Your answer")
    form_class = AnswerForm
    template_name = "meetings/meeting_answer.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        own = Invitee.objects.invited().of(self.request.user).filter(meeting=self.meeting)  # type: ignore[attr-defined]
        self.invitee = get_object_or_404(own.select_related(*INVITEE))
        return {**super().get_form_kwargs(), "invitee": self.invitee}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(invitee=self.invitee, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            answering.respond(self.invitee, form.reply())
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you, your answer is noted."))
        return redirect(self.address("meeting_detail"))


class InviteeAnswerView(LinkView):
    """The page behind the link in an invitation: one question, an answer, thanks; open until the meeting is over."""

    model = Invitee
    template_name = "meetings/invitee_answer.html"

    def get_queryset(self) -> Any:
        return Invitee.objects.select_related(*INVITEE)

    def person_language(self) -> str:
        return self.link.person.mail_language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Nothing is preselected, also not for who answered before: that answer stands above the form.
        return super().get_context_data(
            meeting=(meeting := self.link.meeting),
            space=meeting.space,
            asked_name=self.link.person.name,
            asked_for=self.link.organisation,
            invitee=self.link,
            agenda=list(meeting.timed_agenda(with_files=True)),
            asks_for_code=meeting.asks_for_code(),
            line=places.place_in_line(self.link) if self.link.answer == Invitee.Answer.WAITLIST else 0,
            is_full=self.link.answer != Invitee.Answer.YES and places.free(meeting) == 0,
            topic_form=kwargs.pop("topic_form", None) or TopicForm(prefix="topic"),
            own=agendas.of_person(meeting.space, self.link.person)[:20],
            proposed="proposed" in self.request.GET,
            is_changing="change" in self.request.GET or kwargs.get("form") is not None,
            **{"form": AnswerForm(invitee=self.link), **kwargs},
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "calendar" in request.GET:
            return calendar_response(self.link)
        if "file" in request.GET:
            return to_keep(self._newest_version(row_number(request.GET["file"])))
        if "agenda" in request.GET:
            return self._agenda()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "follow" in request.POST:
            return redirect(feeds.of(self.link.person).address())
        if "propose" in request.POST:
            return self._propose(request)
        if "here" in request.POST:
            return self._here(request)
        form = AnswerForm(request.POST, invitee=self.link)
        if form.is_valid():
            try:
                answering.respond(self.link, form.reply())
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _propose(self, request: HttpRequest) -> HttpResponse:
        """A topic for this meeting or a later one."""
        form = TopicForm(request.POST, prefix="topic")
        if form.is_valid():
            try:
                agendas.propose(self.link.meeting.space, self.link.person, form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                address = reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk])
                return redirect(f"{address}?proposed#propose")
        return self.render_to_response(self.get_context_data(topic_form=form), status=422)

    def _here(self, request: HttpRequest) -> HttpResponse:
        """They are in the room: the code says so."""
        try:
            attending.enter_code(self.link, request.POST.get("code", ""))
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(code_error=error.messages[0]), status=422)
        return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))

    def _agenda(self) -> HttpResponse:
        """The agenda as PDF, in the language of the page."""
        meeting = self.link.meeting
        try:
            content = agenda_document.render(meeting, language=get_language() or meeting.space.language)
        except (PdfError, PdfTooBig) as error:
            return self.render_to_response(self.get_context_data(problem=str(error)), status=503)
        return pdf_response(content, agenda_document.filename(meeting))

    def _newest_version(self, number: int | None) -> FileVersion:
        """Of a file that is to be read for this meeting, and of no other."""
        rows = FileVersion.objects.newest().select_related("file")
        to_read = rows.filter(file__agenda_items__meeting=self.link.meeting, file__removed_at=None).distinct()
        return get_object_or_404(to_read, file=number)
