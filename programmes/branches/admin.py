"""Branches and the phases of programmes in the administration: each administrator those of their own programmes."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.admin import programmes_of
from alliances.road_admin import OwnTemplates
from core.forms import OneLine
from programmes.branches.models import Branch, Phase, PhaseTemplate, TemplatePhase
from programmes.branches.phases import SHIPPED, TITLE_LENGTH
from spaces.admin import APPOINTMENT, SpaceFieldsAdmin, SpaceFieldsForm
from spaces.models import Space


class PhaseForm(forms.ModelForm):
    number = forms.IntegerField(label=gettext_lazy("Number"), min_value=1, max_value=99)
    title_nl = OneLine(label=gettext_lazy("Title in Dutch"), max_length=TITLE_LENGTH)
    title_en = OneLine(label=gettext_lazy("Title in English"), max_length=TITLE_LENGTH)
    title_fr = OneLine(label=gettext_lazy("Title in French"), max_length=TITLE_LENGTH)

    class Meta:
        fields = ("number", "title_nl", "title_en", "title_fr", "mentored")

    def validate_constraints(self) -> None:
        """Left to the whole of the forms: two phases may change numbers."""


class PhaseFormSet(forms.BaseInlineFormSet):
    """At least one phase. Django itself sees to numbers that stand twice, and to phases that something hangs on."""

    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and not any(self._stays(form) for form in self.forms):
            raise ValidationError(_("There is at least one phase."))

    @staticmethod
    def _stays(form: forms.ModelForm) -> bool:
        data = getattr(form, "cleaned_data", {})
        return bool(data) and not data.get("DELETE")


class PhaseInline(admin.TabularInline):
    form = PhaseForm
    formset = PhaseFormSet
    extra = 0
    fields = ("number", "title_nl", "title_en", "title_fr", "mentored")


class TemplatePhaseInline(OwnTemplates, PhaseInline):
    template_model = PhaseTemplate
    model = TemplatePhase


@admin.register(PhaseTemplate)
class PhaseTemplateAdmin(OwnTemplates, admin.ModelAdmin):
    """The phases that new branches get. A branch that exists keeps its own: they change on its own page."""

    template_model = PhaseTemplate
    list_display = ("__str__", "phase_count")
    list_select_related = ("programme",)
    search_fields = ("programme__name",)
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[PhaseTemplate]:
        own = super().get_queryset(request).filter(pk__in=self._own(request).values("pk"))
        return own.annotate(number_of_phases=Count("phases"))

    @admin.display(description=gettext_lazy("phases"), ordering="number_of_phases")
    def phase_count(self, obj: PhaseTemplate) -> int:
        return int(obj.number_of_phases)  # type: ignore[attr-defined]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("programme",) if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return (TemplatePhaseInline,) if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if not obj:
            field = form.base_fields["programme"]
            field.queryset = self._programmes(request)
            field.required = True
            field.help_text = _("It begins with the five phases of all programmes, which you then change.")
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        return form

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        shared = obj is not None and obj.programme_id is None
        return not shared and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: PhaseTemplate, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            obj.take(SHIPPED)

    def response_add(self, request: HttpRequest, obj: PhaseTemplate, post_url_continue: Any = None) -> HttpResponse:
        """On to its phases, which one came for."""
        request.POST = request.POST.copy()
        request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)


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
