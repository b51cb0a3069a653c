"""Programmes in the administration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from alliances.models import RoadTemplate
from programmes.branches.models import PhaseTemplate
from programmes.models import Programme
from spaces.admin import APPOINTMENT, SpaceFieldsAdmin, SpaceFieldsForm
from spaces.models import Space


class ProgrammeForm(SpaceFieldsForm):
    kind = Space.Kind.PROGRAMME

    class Meta:
        model = Programme
        fields = ("funder", "division")


class Part(NamedTuple):
    """Something that belongs to a programme, and where it is looked at or changed."""

    title: str | Promise
    words: str | Promise
    url: str


# The pages of a programme outside the administration: title, words, url name, and the permission that opens them.
PAGES = (
    (_("Regions"), _("See the regions"), "programmes:dashboard", "programmes.view_dashboard"),
    (_("Calls"), _("See the calls"), "calls:call_list", "calls.view_call"),
    (_("Process coaches"), _("See the process coaches"), "coaching:coach_list", "coaching.view_coach"),
    (_("Branches"), _("See the branches"), "branches:branch_list", "branches.view_branches"),
)
# What its new alliances and branches begin with.
TEMPLATES = ((_("steps of new alliances"), RoadTemplate), (_("phases of new branches"), PhaseTemplate))


@admin.register(Programme)
class ProgrammeAdmin(SpaceFieldsAdmin):
    """A programme with all that belongs to it in one place. Its coordinators are the programme's administrators."""

    form = ProgrammeForm
    list_display = ("space_name", "funder", "division", "dashboard")
    list_select_related = ("space", "division")
    autocomplete_fields = ("division",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "funder", "division", "language", "starts_on", "ends_on")}),
        (
            _("Invite an administrator of this programme"),
            {"fields": ("coordinators", *APPOINTMENT)},
        ),
    )

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        programme = kwargs.get("obj")
        context["parts"] = list(self._parts(request, programme)) if programme else []
        return super().render_change_form(request, context, *args, **kwargs)

    def _parts(self, request: HttpRequest, programme: Programme) -> Iterator[Part]:
        """What this administrator can open of the programme."""
        space = programme.space
        for title, words, url_name, permission in PAGES:
            if request.user.has_perm(permission, space):
                yield Part(title, words, reverse(url_name, args=[space.slug]))
        for title, template in TEMPLATES:
            name = f"admin:{template._meta.app_label}_{template._meta.model_name}"
            own = template.objects.filter(programme=space).first()
            if own:
                yield Part(title, _("its own"), reverse(f"{name}_change", args=[own.pk]))
            else:
                words = _("those of all programmes; lay out its own")
                yield Part(title, words, f"{reverse(f'{name}_add')}?programme={space.pk}")
        for title, name in ((_("Make an alliance"), "alliances_alliance"), (_("Make a branch"), "branches_branch")):
            yield Part(title, _("in this programme"), f"{reverse(f'admin:{name}_add')}?programme={space.pk}")

    @admin.display(description=_("dashboard"))
    def dashboard(self, obj: Programme) -> str:
        """A link to all regions of the programme."""
        address = reverse("programmes:dashboard", args=[obj.space.slug])
        return format_html('<a href="{}">{}</a>', address, _("See the regions"))
