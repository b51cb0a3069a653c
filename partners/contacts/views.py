"""The page of one stakeholder, the log of contacts with it, and who should be contacted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DeleteView, FormView, TemplateView, UpdateView, View

from core.forms import row_number
from core.lists import page_of
from core.once import OnlyOnce
from partners.contacts import due, services
from partners.contacts.acts import acts_of
from partners.contacts.forms import AssessForm, ContactForm, LogForm, NextForm
from partners.contacts.models import Contact, NextContact
from partners.contacts.services import Planned
from partners.contacts.thoughts import thoughts
from partners.contacts.timeline import subject_of, timeline_of
from partners.stakeholders import assessing
from partners.stakeholders.asked import Asked
from partners.stakeholders.list_views import ListPage
from partners.stakeholders.models import Assessment, Stakeholder
from partners.stakeholders.saved_views import VIEW
from partners.stakeholders.views import RegisterPage
from spaces.pages import EditPage

# How the last contact was held that this person logged, on this device: the next one is probably like it.
LAST_KIND = "last_kind_of_contact"
WEEK = dt.timedelta(days=7)


class OneStakeholder(RegisterPage):
    """Mixin for what is about one entry of the register, whose number stands in the address."""

    @cached_property
    def stakeholder(self) -> Stakeholder:
        found = self.get_stakeholder()
        found.space = self.space
        return found

    def stakeholders(self) -> QuerySet[Stakeholder]:
        return super().stakeholders().select_related("organisation", "next_contact")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stakeholder=self.stakeholder, **kwargs)

    def address(self) -> str:
        """The page of this stakeholder."""
        return reverse("contacts:stakeholder_show", args=[self.space.slug, self.stakeholder.pk])


class StakeholderShowView(OneStakeholder, TemplateView):
    """What is known of a stakeholder: to read first, with one thing to do."""

    permission = "stakeholders.view_stakeholder"
    template_name = "contacts/stakeholder_show.html"

    def get_heading(self) -> str:
        return self.stakeholder.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subject = subject_of(self.stakeholder)
        return super().get_context_data(
            member=subject.member,
            timeline=timeline_of(subject, row_number(self.request.GET.get("page", "")) or 1),
            thoughts=list(thoughts(self.stakeholder)),
            suggested=assessing.suggested(self.stakeholder.influence, self.stakeholder.interest),
            today=timezone.localdate(),
            may_change=self.may("stakeholders.change_stakeholder"),
            acts=acts_of(self.stakeholder),
            **kwargs,
        )


class ContactLogView(OnlyOnce, OneStakeholder, CreateView):
    """Note a contact: today, in the way of the last one, in a few seconds."""

    permission = "contacts.add_contact"
    heading = gettext_lazy("Log a contact")
    form_class = LogForm
    template_name = "contacts/contact_log.html"

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.session.get(LAST_KIND, Contact.Kind.CALL)
        return {"kind": kind, "held_on": timezone.localdate(), **self._still_planned()}

    def _still_planned(self) -> dict[str, Any]:
        """What is planned for a later day stays; what was due is what happens now."""
        planned = getattr(self.stakeholder, "next_contact", None)
        if planned is None or planned.planned_on <= timezone.localdate():
            return {}
        return {"planned_on": planned.planned_on, "about": planned.about}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Contact(stakeholder=self.stakeholder)}

    def form_valid(self, form: LogForm) -> HttpResponse:
        contact = services.log(form.instance, form.planned(), by=self.request.user)  # type: ignore[arg-type]
        self.request.session[LAST_KIND] = contact.kind
        messages.success(self.request, _("The contact with %(name)s is noted.") % {"name": self.stakeholder})
        return redirect(self.address())


class OneContact(RegisterPage):
    """Mixin for what is about one contact of the log, whose number stands in the address."""

    def get_object(self, queryset: Any = None) -> Contact:
        contacts = Contact.objects.select_related("stakeholder__space")
        return get_object_or_404(contacts, stakeholder__space=self.space, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        stakeholder = self.object.stakeholder  # type: ignore[attr-defined]
        return reverse("contacts:stakeholder_show", args=[self.space.slug, stakeholder.pk])


class ContactChangeView(OneContact, EditPage, UpdateView):
    """Correct what was noted of a contact."""

    permission = "contacts.change_contact"
    heading = gettext_lazy("Change what was noted")
    form_class = ContactForm
    template_name = "contacts/contact_change.html"

    def form_valid(self, form: ContactForm) -> HttpResponse:
        services.change(form.instance)
        messages.success(self.request, _("Saved."))
        return redirect(self.get_success_url())


class ContactRemoveView(OneContact, DeleteView):
    """Take a contact out of the log, after a question."""

    permission = "contacts.delete_contact"
    heading = gettext_lazy("Remove from the log")
    template_name = "contacts/contact_remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        services.remove(self.object)
        messages.success(self.request, _("The contact is out of the log."))
        return redirect(self.get_success_url())


class NextPlanView(OneStakeholder, FormView):
    """Plan the next contact, or move it."""

    permission = "contacts.add_contact"
    form_class = NextForm
    template_name = "contacts/next_plan.html"

    @cached_property
    def planned(self) -> NextContact | None:
        return getattr(self.stakeholder, "next_contact", None)

    def get_heading(self) -> str:
        return _("Move the next contact") if self.planned else _("Plan the next contact")

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        if self.planned is None:
            return {"planned_on": today + WEEK}
        return {"planned_on": max(self.planned.planned_on, today), "about": self.planned.about}

    def form_valid(self, form: NextForm) -> HttpResponse:
        services.plan(self.stakeholder, form.planned())
        facts = {"name": self.stakeholder, "day": date_format(form.cleaned_data["planned_on"], "DATE_FORMAT")}
        messages.success(self.request, _("Next contact with %(name)s: %(day)s.") % facts)
        return redirect(self.address())


class NextDropView(OneStakeholder, View):
    """The next contact is not needed any more."""

    permission = "contacts.add_contact"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        services.plan(self.stakeholder, Planned())
        messages.success(request, _("No contact with %(name)s is planned any more.") % {"name": self.stakeholder})
        return redirect(self.address())


class DueListView(ListPage, TemplateView):
    """Who to contact: overdue, within a week, later; and those of influence with whom nobody spoke yet.

    Filtered as the list is. Without filters it is about everybody, whatever view the list begins with.
    """

    permission = "stakeholders.view_stakeholder"
    heading = gettext_lazy("Who to contact")
    template_name = "contacts/due_list.html"

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.space, self.request.user, self.request.GET or QueryDict(f"{VIEW}=0"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = self.asked.entries()
        page = page_of(due.planned(entries), self.request.GET.get("page"))
        silent = list(due.silent(entries)[: due.MOST_SILENT + 1]) if page.number == 1 else []
        return super().get_context_data(
            page=page,
            asked=self.asked,
            filter=self.asked.filter,
            query=self.asked.query,
            groups=due.grouped(list(page.object_list), timezone.localdate()),
            silent=silent[: due.MOST_SILENT],
            are_more_silent=len(silent) > due.MOST_SILENT,
            may_change=self.may("contacts.add_contact"),
            **kwargs,
        )


class AssessmentAddView(OnlyOnce, OneStakeholder, FormView):
    """Say how one sees a stakeholder and why; also how it was on an earlier day."""

    permission = "stakeholders.change_stakeholder"
    heading = gettext_lazy("Influence and interest")
    form_class = AssessForm
    template_name = "contacts/assessment_add.html"

    def get_initial(self) -> dict[str, Any]:
        now = self.stakeholder
        return {"influence": now.influence, "interest": now.interest, "assessed_on": timezone.localdate()}

    def form_valid(self, form: AssessForm) -> HttpResponse:
        data = form.cleaned_data
        day = None if data["assessed_on"] == timezone.localdate() else data["assessed_on"]
        facts = {name: data[name] for name in ("influence", "interest", "note")}
        try:
            assessing.assess(self.stakeholder, **facts, on=day, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error("assessed_on", error)
            return self.form_invalid(form)
        messages.success(self.request, _("Noted."))
        return redirect(self.address())


class AssessmentTakeBackView(RegisterPage, View):
    """Take an assessment out again: what the one before it says counts."""

    permission = "stakeholders.change_stakeholder"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        made = get_object_or_404(Assessment.objects.select_related("stakeholder"), stakeholder__space=self.space, pk=pk)
        stakeholder = assessing.take_back(made)
        messages.success(request, _("This assessment is taken back."))
        return redirect("contacts:stakeholder_show", slug, stakeholder.pk)
