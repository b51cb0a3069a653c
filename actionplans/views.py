"""Pages of the action plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, FormView, TemplateView, UpdateView, View

from actionplans import pdf, services
from actionplans.forms import ActionForm, AdoptForm, PlanForm
from actionplans.models import Action, ActionPlan, PlanVersion
from actionplans.slots import PUBLIC_PAGE
from core import slots
from core.downloads import pdf_response
from core.forms import row_number
from core.once import OnlyOnce
from core.pdf import PdfError
from documents.onpaper import listed
from sessions.meetings.models import ActionPoint
from spaces.pages import EditPage, SpacePage


class PlanPage(SpacePage):
    """Mixin for the pages of the action plan."""

    menu_entry = "actionplans:plan_show"

    @cached_property
    def plan(self) -> ActionPlan | None:
        plans = ActionPlan.objects.with_actions().select_related("space")
        return plans.filter(space=self.space).first()

    def require_plan(self) -> ActionPlan:
        if self.plan is None:
            raise Http404
        return self.plan

    def get_version(self) -> PlanVersion:
        versions = PlanVersion.objects.filter(plan__space=self.space).select_related("document", "plan__space")
        return get_object_or_404(versions, number=self.kwargs["number"])

    def public_page(self) -> Any:
        """Where the published plan can be read, as the lower room says it; None where there is no such page."""
        return next((page for page in slots.collect(PUBLIC_PAGE, self.space) if page), None)

    def back(self) -> HttpResponse:
        return redirect("actionplans:plan_show", self.space.slug)


class PlanShowView(PlanPage, TemplateView):
    """The plan as a sheet."""

    permission = "actionplans.view_actionplan"
    heading = gettext_lazy("Action plan")
    template_name = "actionplans/plan_show.html"

    def get_heading(self) -> Any:
        return self.plan.title if self.plan else self.heading

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_change = self.may("actionplans.change_actionplan")
        return super().get_context_data(
            plan=self.plan,
            content=self.plan.content() if self.plan else None,
            public_page=self.public_page(),
            may_change=may_change,
            earlier_plans=listed.plans(self.space),
            **kwargs,
        )


class PlanChangeView(PlanPage, EditPage, UpdateView):
    """Begin the plan, or change its title, introduction and period."""

    permission = "actionplans.change_actionplan"
    form_class = PlanForm
    template_name = "actionplans/plan_change.html"

    def get_heading(self) -> str:
        return _("Title and introduction") if self.plan else _("Begin the action plan")

    def get_object(self, queryset: Any = None) -> ActionPlan:
        plan = ActionPlan.objects.filter(space=self.space).first()
        return plan or ActionPlan(space=self.space, title=_("Action plan of %(space)s") % {"space": self.space})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(plan=self.plan, **kwargs)

    def form_valid(self, form: PlanForm) -> HttpResponse:
        if form.has_changed() or not form.instance.pk:
            services.save_plan(form.instance)
        messages.success(self.request, _("Saved."))
        return self.back()


class ActionFormPage(PlanPage):
    """Mixin for the form of one action."""

    permission = "actionplans.change_actionplan"
    form_class = ActionForm
    template_name = "actionplans/action_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(plan=self.require_plan(), **kwargs)


class ActionAddView(OnlyOnce, ActionFormPage, CreateView):
    """A new action at the end of the plan."""

    heading = gettext_lazy("Add an action")

    @cached_property
    def origin(self) -> ActionPoint | None:
        """The action point of a meeting that the address names."""
        if "from" not in self.request.GET:
            return None
        points = ActionPoint.objects.filter(space=self.space).select_related("meeting__space")
        return get_object_or_404(points, pk=row_number(self.request.GET["from"]))

    def get_initial(self) -> dict[str, Any]:
        point = self.origin
        if point is None:
            return {}
        # Not who took it on: the plan is published, and names organisations rather than people.
        return {"title": point.text[:300], "ends_on": point.due_on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(origin=self.origin, **kwargs)

    def form_valid(self, form: ActionForm) -> HttpResponse:
        form.instance.origin = self.origin
        action = services.add_action(self.require_plan(), form.instance)
        messages.success(self.request, _("Action %(number)d is in the plan.") % {"number": action.number})
        return self.back()


class ActionChangeView(ActionFormPage, EditPage, UpdateView):
    """Change an action."""

    def get_object(self, queryset: Any = None) -> Action:
        actions = Action.objects.filter(plan__space=self.space, removed_at=None)
        actions = actions.select_related("plan", "origin__meeting__space")
        return get_object_or_404(actions, pk=self.kwargs["pk"])

    def get_heading(self) -> str:
        return _("Action %(number)d") % {"number": self.object.number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(origin=self.object.origin, **kwargs)

    def form_valid(self, form: ActionForm) -> HttpResponse:
        if form.has_changed():
            services.change_action(form.instance)
        messages.success(self.request, _("Saved."))
        return self.back()


class ActionAct(PlanPage, View):
    """Mixin for a button that does something with one action."""

    permission = "actionplans.change_actionplan"
    http_method_names = ("post",)

    def get_action(self) -> Action:
        actions = Action.objects.filter(plan__space=self.space).select_related("plan")
        return get_object_or_404(actions, pk=self.kwargs["pk"])


class ActionMoveView(ActionAct):
    """One place up or down."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        direction = request.POST.get("direction")
        if direction not in ("up", "down"):
            return HttpResponse(status=400)
        services.move_action(self.get_action(), direction)
        return self.back()


class ActionRemoveView(ActionAct):
    """Out of the plan; it can be put back from the page itself."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        services.remove_action(self.get_action())
        messages.success(request, _("Removed. You can put it back below the table."))
        return self.back()


class ActionRestoreView(ActionAct):
    """Back into the plan, at the end."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        services.restore_action(self.get_action())
        messages.success(request, _("The action is back, at the end of the plan."))
        return self.back()


class PlanAdoptView(PlanPage, FormView):
    """Freeze this version: what the alliance said yes to never changes."""

    permission = "actionplans.adopt_actionplan"
    heading = gettext_lazy("Adopt the plan")
    form_class = AdoptForm
    template_name = "actionplans/plan_adopt.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.require_plan()
        return super().get_context_data(plan=plan, content=plan.content(), **kwargs)

    def form_valid(self, form: AdoptForm) -> HttpResponse:
        try:
            version = services.adopt(
                self.require_plan(), adopted_on=form.cleaned_data["adopted_on"], by=self.request.user
            )
        except (ValidationError, PdfError) as error:
            form.add_error(None, error.messages if isinstance(error, ValidationError) else str(error))
            return self.form_invalid(form)
        messages.success(
            self.request, _("Version %(number)d is adopted and kept as it is.") % {"number": version.number}
        )
        return self.back()


class PlanPublishView(PlanPage, TemplateView):
    """Show an adopted version on the public page."""

    permission = "actionplans.publish_actionplan"
    heading = gettext_lazy("Publish the plan")
    template_name = "actionplans/plan_publish.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.get_version()
        return super().get_context_data(
            version=version,
            not_agreed=services.not_agreed(version),
            may_change_members=self.may("spaces.change_member"),
            public_page=self.public_page(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.get_version()
        try:
            services.publish(version)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("actionplans:plan_publish", self.space.slug, version.number)
        messages.success(request, _("Version %(number)d is published.") % {"number": version.number})
        return self.back()


class PlanWithdrawView(PlanPage, View):
    """Take the published version off the public page."""

    permission = "actionplans.publish_actionplan"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        services.withdraw(self.require_plan())
        messages.success(request, _("The plan is no longer public."))
        return self.back()


class PlanPdfView(PlanPage, View):
    """The plan as it stands now, on paper."""

    permission = "actionplans.view_actionplan"
    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        plan = self.require_plan()
        if plan.current_version:
            return redirect("actionplans:version_pdf", slug, plan.current_version.number)
        try:
            content = pdf.plan_pdf(plan)
        except PdfError as error:
            messages.error(request, str(error))
            return self.back()
        return pdf_response(content, f"{slugify(plan.title)}.pdf")


class VersionPdfView(PlanPage, View):
    """An adopted version, byte for byte as it was frozen."""

    permission = "actionplans.view_actionplan"
    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        version = self.get_version()
        return pdf_response(bytes(version.document.content), f"{slugify(version.document.title)}.pdf")
