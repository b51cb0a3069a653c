"""Alliances in the administration: public facts, regions and who coordinates. Never what they think."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances import road_admin  # noqa: F401 - the steps of programmes
from alliances.models import Alliance, AllianceRegion
from partners.stakeholders.sheets.answers import sheet_response
from spaces.admin import APPOINTMENT, SpaceFieldsAdmin, SpaceFieldsForm
from spaces.closing import services as closing
from spaces.closing.models import REASON_LENGTH, closing_of
from spaces.models import Space


def programmes_of(request: HttpRequest) -> QuerySet[Space]:
    """The programmes under which this administrator may make alliances."""
    programmes = Space.objects.filter(kind=Space.Kind.PROGRAMME)
    return programmes if request.user.is_superuser else programmes.coordinated_by(request.user)  # type: ignore[attr-defined]


class AllianceForm(SpaceFieldsForm):
    kind = Space.Kind.ALLIANCE

    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Space.objects.filter(kind=Space.Kind.PROGRAMME), required=False
    )
    reopen_because = forms.CharField(
        label=_("Open it again, because"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Saved with a reason here, the alliance works as before. Those who coordinate it are told."),
    )
    field_order = ("name", "slug", "programme")

    class Meta:
        model = Alliance
        fields = ("form",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["programme"].initial = self.instance.space.parent


class RegionsFormSet(forms.BaseInlineFormSet):
    """Says kindly what the database would refuse: a second alliance in a region of the same programme."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            region = form.cleaned_data.get("region") if hasattr(form, "cleaned_data") else None
            if region and not form.cleaned_data.get("DELETE") and self._is_taken(region):
                form.add_error("region", _("This programme already has an alliance in that region."))

    def _is_taken(self, region: Any) -> bool:
        programme = getattr(self.instance, "space", None) and self.instance.space.parent_id
        others = AllianceRegion.objects.filter(region=region, programme=programme).exclude(alliance=self.instance.pk)
        return bool(programme) and others.exists()


class AllianceRegionInline(admin.TabularInline):
    model = AllianceRegion
    formset = RegionsFormSet
    extra = 0
    autocomplete_fields = ("region",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # who sees the alliance, sees its regions

    def _may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.get_model_admin(Alliance).may_invite(request, obj)

    has_add_permission = has_change_permission = has_delete_permission = _may_change


@admin.register(Alliance)
class AllianceAdmin(SpaceFieldsAdmin):
    """Make an alliance in a region, and invite who coordinates it."""

    form = AllianceForm
    list_display = ("space_name", "region_names", "programme_name", "form")
    # Only regions of what is listed: who administers one region reads no names of others.
    list_filter = (("regions", admin.RelatedOnlyFieldListFilter), "form")
    inlines = (AllianceRegionInline,)
    actions = ("export",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "programme", "form", "language", "starts_on", "ends_on")}),
        (
            _("Invite a coordinator"),
            {"fields": ("coordinators", *APPOINTMENT)},
        ),
    )

    readonly_fields = (*SpaceFieldsAdmin.readonly_fields, "how_it_ended")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.space.is_read_only:
            return fieldsets
        fields = ("how_it_ended", "reopen_because") if self.may_invite(request, obj) else ("how_it_ended",)
        return (*fieldsets, (_("This alliance has ended"), {"fields": fields}))

    @admin.display(description=_("Closed by"))
    def how_it_ended(self, obj: Alliance) -> str:
        found = closing_of(obj.space)
        return f"{found.closed_by}, {date_format(found.ended_on)}: {found.reason}" if found else "–"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        reason = form.cleaned_data.get("reopen_because", "").strip()
        if reason and form.instance.space.is_read_only and self.may_invite(request, form.instance):
            closing.reopen(form.instance.space, by=request.user, reason=reason)  # type: ignore[arg-type]
            messages.success(request, _("The alliance is open again. Who coordinates it gets a mail."))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alliance]:
        return super().get_queryset(request).select_related("space__parent").prefetch_related("regions")

    def may_invite(self, request: HttpRequest, obj: Any = None) -> bool:
        """The administrators of its programme too; those of its region change nobody's rights."""
        programmes = programmes_of(request).filter(pk=obj.space.parent_id) if obj else programmes_of(request)
        return super().may_invite(request, obj) or programmes.exists()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        # A copy: what one administrator may choose is not for the next.
        programme = form.base_fields["programme"] = deepcopy(form.base_fields["programme"])
        programme.disabled = bool(obj) and not self.may_invite(request, obj)
        programme.queryset = Space.objects.filter(children=obj.space) if programme.disabled else programmes_of(request)
        programme.required = not (request.user.is_superuser or programme.disabled)
        return form

    @admin.action(description=_("Export to CSV"), permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[Alliance]) -> HttpResponseBase:
        """The chosen alliances as a sheet: public facts, and how many members."""
        headers = [str(words) for words in (_("Alliance"), _("Regions"), _("Programme"), _("Form"), _("Members"))]
        members = Count("space__members", filter=Q(space__members__ends_on=None), distinct=True)
        rows = (
            [row.space.name, self.region_names(row), self.programme_name(row), row.get_form_display(), row.member_count]
            for row in queryset.annotate(member_count=members)
        )
        return sheet_response(headers, rows, "csv", slugify(gettext("Alliances")))

    @admin.display(description=_("regions"))
    def region_names(self, obj: Alliance) -> str:
        return ", ".join(region.name for region in obj.regions.all())

    @admin.display(description=_("programme"), ordering="space__parent__name")
    def programme_name(self, obj: Alliance) -> str:
        return obj.space.parent.name if obj.space.parent else ""
