"""A workshop: opened and closed by a coordinator, filled in on phones by whoever is in the room."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from core import qr
from core.forms import UNPROCESSABLE
from core.guard import Public
from core.links import LinkState, LinkView, limits
from core.links.views import WRONG_TOKENS, quietly, telling_nobody
from core.once import OnlyOnce
from partners.analysis import workshops
from partners.analysis.forms import PhoneForm, WorkshopForm
from partners.analysis.models import CODE_LENGTH, InventoryEntry, Workshop
from partners.analysis.part_views import AnalysisPage

SESSION_KEY = "workshops"
# One phone fills in a handful; a whole room shares the address, and its network.
PER_PHONE = 30
PER_ROOM = {"limit": 400, "seconds": 600}


class WorkshopShowView(OnlyOnce, AnalysisPage, FormView):
    """Open a workshop; while it is open the address to show on a screen, and how much came in."""

    permission = "analysis.change_workshop"
    heading = gettext_lazy("Workshop")
    form_class = WorkshopForm
    template_name = "analysis/workshop_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        workshop = workshops.current(self.space)
        if workshop is None:
            return super().get_context_data(workshop=None, **kwargs)
        address = workshops.short_address(workshop)
        entries = InventoryEntry.objects.filter(workshop=workshop)
        return super().get_context_data(
            workshop=workshop,
            before_code=address.rpartition(workshop.code)[0].partition("//")[2],
            squares=qr.squares(address),
            entries=entries.count(),
            waiting=entries.filter(is_waiting=True).count(),
            **kwargs,
        )

    def form_valid(self, form: WorkshopForm) -> HttpResponse:
        by = self.request.user.name_and_address  # type: ignore[union-attr]
        workshops.open_workshop(self.space, lasts=form.lasts(), words=form.cleaned_data["words"], by=by)
        return redirect("analysis:workshop_show", self.space.slug)


class WorkshopCloseView(AnalysisPage, View):
    """Nobody can fill in anything more."""

    permission = "analysis.change_workshop"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if workshops.close(self.space):
            messages.success(request, _("The workshop is closed. What came in waits for your look."))
        return redirect("analysis:inventory_waiting", slug)


@method_decorator([telling_nobody, quietly], name="dispatch")
class WorkshopOpenView(Public, View):
    """The short address on the screen. It leads to the workshop's own link, and changes nothing."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]  # type: ignore[misc]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        workshop = Workshop.objects.filter(code=code.lower()).first() if len(code) <= CODE_LENGTH else None
        if workshop is not None:
            return redirect(workshop.address())
        if limits.is_over(f"workshop-code:{limits.visitor(request)}", **WRONG_TOKENS):
            return limits.too_many(request, WRONG_TOKENS["seconds"])
        return render(request, "links/gone.html", {"state": str(LinkState.MISTYPED)}, status=404)


class WorkshopView(OnlyOnce, LinkView):
    """On a phone: who you are, then one programme after another."""

    model = Workshop
    template_name = "analysis/workshop.html"
    posts_per_link = PER_ROOM

    def get_queryset(self) -> Any:
        return Workshop.objects.select_related("space")

    def person_language(self) -> str:
        return str(self.link.space.language)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = InventoryEntry.objects.filter(workshop=self.link, pk__in=self._filled_in()["entries"])
        return super().get_context_data(
            space=self.link.space,
            mine=list(mine.order_by("created_at", "pk").values_list("name", flat=True)),
            **{"form": self._form(), **kwargs},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if form.is_valid():
            try:
                self._fill_in(form)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request, _("“%(title)s” is noted. Do you know another one?") % {"title": form.instance}
                )
                return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def _form(self, data: Any = None) -> PhoneForm:
        known = self._filled_in()
        who = {"filled_in_by": known["by"], "filled_in_for": known["for"]}
        return PhoneForm(data, instance=InventoryEntry(), initial=who)

    def _fill_in(self, form: PhoneForm) -> None:
        known = self._filled_in()
        if len(known["entries"]) >= PER_PHONE:
            raise ValidationError(_("That is a lot from one phone. Tell the rest to whoever invited you."))
        entry = workshops.fill_in(self.link, form.save(commit=False))
        facts = {"by": entry.filled_in_by, "for": entry.filled_in_for, "entries": [*known["entries"], entry.pk]}
        self.request.session[SESSION_KEY] = {str(self.link.pk): facts}

    def _filled_in(self) -> dict[str, Any]:
        """Who holds this phone, as far as they said, and what they filled in."""
        nothing = {"by": "", "for": "", "entries": []}
        known: dict[str, Any] = self.request.session.get(SESSION_KEY, {}).get(str(self.link.pk), nothing)
        return known
