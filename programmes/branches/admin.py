"""Branches and the phases of programmes in the administration: each administrator those of their own programmes."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.admin import programmes_of
from alliances.programme_templates_admin import (
    OwnTemplates,
    PartFormSet,
    ProgrammeTemplateAdmin,
    TitledPartForm,
    part_count,
)
from programmes.branches.models import Branch, Phase, PhaseTemplate, TemplatePhase
from spaces.admin import APPOINTMENT, SpaceFieldsAdmin, SpaceFieldsForm
from spaces.models import Space


class PhaseForm(TitledPartForm):
    class Meta:
        fields = ("number", "title_nl", "title_en", "title_fr", "mentored")


class PhaseFormSet(PartFormSet):
    """At least one phase."""

    none_left = gettext_lazy("There is at least one phase.")


class PhaseInline(admin.TabularInline):
    form = PhaseForm
    formset = PhaseFormSet
    extra = 0
    fields = ("number", "title_nl", "title_en", "title_fr", "mentored")


class TemplatePhaseInline(OwnTemplates, PhaseInline):
    template_model = PhaseTemplate
    model = TemplatePhase


@admin.register(PhaseTemplate)
class PhaseTemplateAdmin(ProgrammeTemplateAdmin):
    """The phases that new branches get. A branch that exists keeps its own: they change on its own page."""

    template_model = PhaseTemplate
    part_inline = TemplatePhaseInline
    begins_with = gettext_lazy("It begins with the five phases of all programmes, which you then change.")
    count_parts = part_count(gettext_lazy("phases"))
    fieldsets = (
        (
            None,
            {
                "fields": ("programme",),
                "description": gettext_lazy(
                    "New branches get these phases. A branch that exists already keeps its own; change those on the "
                    "page of the branch."
                ),
            },
        ),
    )


class BranchForm(SpaceFieldsForm):
    kind = Space.Kind.BRANCH

    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"), queryset=Space.objects.filter(kind=Space.Kind.PROGRAMME)
    )

    class Meta:
        model = Branch
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["programme"].initial = self.instance.space.parent
            # Who may see it hangs on it, and its phases came from it.
            self.fields["programme"].disabled = True


class BranchPhaseInline(PhaseInline):
    """The phases of this one branch."""

    model = Phase

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.get_model_admin(Branch).has_change_permission(request, obj)

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = _may


@admin.register(Branch)
class BranchAdmin(SpaceFieldsAdmin):
    """Make a branch in a programme, and invite who coordinates it."""

    form = BranchForm
    list_display = ("space_name", "programme_name", "page")
    list_filter = (("space__parent", admin.RelatedOnlyFieldListFilter),)
    readonly_fields = (*SpaceFieldsAdmin.readonly_fields, "page")
    fieldsets = (
        (None, {"fields": ("name", "slug", "programme", "language", "starts_on", "ends_on")}),
        (gettext_lazy("Invite a coordinator"), {"fields": ("coordinators", *APPOINTMENT)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Branch]:
        return super().get_queryset(request).select_related("space__parent")

    def may_invite(self, request: HttpRequest, obj: Any = None) -> bool:
        programmes = programmes_of(request).filter(pk=obj.space.parent_id) if obj else programmes_of(request)
        return super().may_invite(request, obj) or programmes.exists()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return (BranchPhaseInline,) if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        # A copy: what one administrator may choose is not for the next.
        programme = form.base_fields["programme"] = deepcopy(form.base_fields["programme"])
        programme.queryset = Space.objects.filter(children=obj.space) if obj else programmes_of(request)
        return form

    @admin.display(description=gettext_lazy("programme"), ordering="space__parent__name")
    def programme_name(self, obj: Branch) -> str:
        return obj.space.parent.name if obj.space.parent else ""

    @admin.display(description=gettext_lazy("page"))
    def page(self, obj: Branch) -> str:
        """A link to the branch itself, for those who may look at it."""
        address = reverse("branches:branch_show", args=[obj.space.slug])
        return format_html('<a href="{}">{}</a>', address, _("See the branch"))
