"""The steps of programmes in the administration: each administrator those of their own programmes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.forms import SplitArrayField
from django.core.exceptions import ValidationError
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances import roadmap
from alliances.checks import CHECKS
from alliances.models import Alliance, RoadTemplate, TemplateStep
from core.forms import OneLine
from spaces.models import Space

MOST_CHECKS = 8


def _choices() -> Iterator[tuple[str, str | Promise]]:
    yield "", "–"
    yield from ((check.key, check.title) for check in CHECKS.values())


class TemplateStepForm(forms.ModelForm):
    number = forms.IntegerField(label=gettext_lazy("Number"), min_value=1, max_value=99)
    title_nl = OneLine(label=gettext_lazy("Title in Dutch"), max_length=60)
    title_en = OneLine(label=gettext_lazy("Title in English"), max_length=60)
    title_fr = OneLine(label=gettext_lazy("Title in French"), max_length=60)
    checks = SplitArrayField(
        forms.ChoiceField(
            choices=_choices, required=False, widget=forms.Select(attrs={"aria-label": gettext_lazy("check")})
        ),
        size=MOST_CHECKS,
        required=False,  # said by clean_checks, whichever of the eight is empty
        label=gettext_lazy("Checks, in this order"),
    )

    class Meta:
        model = TemplateStep
        fields = ("number", "title_nl", "title_en", "title_fr", "checks")

    def clean_checks(self) -> list[str]:
        checks = [key for key in self.cleaned_data["checks"] if key]
        if not checks:
            raise ValidationError(_("Choose at least one check."))
        return checks

    def validate_constraints(self) -> None:
        """Left to the whole of the forms: two steps may change numbers."""


class TemplateStepFormSet(forms.BaseInlineFormSet):
    """Each check once on the whole road, and at least one step."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if self._stays(form)]
        if not kept and not any(self.errors):
            raise ValidationError(_("A road has at least one step."))
        counts = Counter(key for form in kept for key in form.cleaned_data.get("checks", ()))
        for form in kept:
            for key in form.cleaned_data.get("checks", ()):
                if counts[key] > 1:
                    form.add_error("checks", _("“%(check)s” stands here twice.") % {"check": CHECKS[key].title})

    @staticmethod
    def _stays(form: forms.ModelForm) -> bool:
        data = getattr(form, "cleaned_data", {})
        return bool(data) and not data.get("DELETE")


class OwnTemplates:
    """Mixin: the rights of a template's page and of its parts follow from ``administered_by`` of ``template_model``."""

    template_model: ClassVar[type[Model]] = RoadTemplate

    def _own(self, request: HttpRequest) -> QuerySet[Any]:
        return self.template_model.objects.administered_by(request.user)  # type: ignore[attr-defined]

    def _programmes(self, request: HttpRequest) -> QuerySet[Space]:
        programmes = Space.objects.filter(kind=Space.Kind.PROGRAMME)
        return programmes if request.user.is_superuser else programmes.coordinated_by(request.user)  # type: ignore[attr-defined]

    def _is_staff(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_staff(request) and (request.user.is_superuser or self._programmes(request).exists())

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self._is_staff(request) and self._own(request).filter(pk=obj.pk).exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)


class TemplateStepInline(OwnTemplates, admin.StackedInline):
    model = TemplateStep
    form = TemplateStepForm
    formset = TemplateStepFormSet
    extra = 0
    fields = (("number", "title_nl", "title_en", "title_fr"), "checks")


@admin.register(RoadTemplate)
class RoadTemplateAdmin(OwnTemplates, admin.ModelAdmin):
    """The steps that new alliances get. A running alliance keeps its own until somebody gives it these."""

    list_display = ("__str__", "step_count")
    list_select_related = ("programme",)
    search_fields = ("programme__name",)
    actions = ("give_to_running",)

    class Media:
        css: ClassVar = {"all": ["css/admin_road.css"]}

    fieldsets = (
        (
            None,
            {
                "fields": ("programme",),
                "description": format_lazy(
                    "{} {}",
                    gettext_lazy(
                        "New alliances get these steps. Alliances that exist already keep the steps they have, until "
                        "you choose these steps in the list and give them to all alliances."
                    ),
                    gettext_lazy("Each check is computed from what an alliance really has; nobody can tick it."),
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoadTemplate]:
        own = super().get_queryset(request).filter(pk__in=self._own(request).values("pk"))
        return own.annotate(number_of_steps=Count("steps"))

    @admin.display(description=gettext_lazy("steps"), ordering="number_of_steps")
    def step_count(self, obj: RoadTemplate) -> int:
        return int(obj.number_of_steps)  # type: ignore[attr-defined]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("programme",) if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return (TemplateStepInline,) if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if not obj:
            field = form.base_fields["programme"]
            field.queryset = self._programmes(request)
            field.required = True
            field.help_text = _("It begins with the six steps of all programmes, which you then change.")
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        return form

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        shared = obj is not None and obj.programme_id is None
        return not shared and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: RoadTemplate, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            obj.take(roadmap.steps_for(None))

    def response_add(self, request: HttpRequest, obj: RoadTemplate, post_url_continue: Any = None) -> HttpResponse:
        """On to its steps, which one came for."""
        request.POST = request.POST.copy()
        request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    @admin.action(description=gettext_lazy("Give these steps to the alliances that exist already"))
    def give_to_running(self, request: HttpRequest, queryset: QuerySet[RoadTemplate]) -> None:
        count = sum(template.give_to(self._alliances_of(template)) for template in queryset)
        words = ngettext(
            "%(count)d alliance goes by these steps now.", "%(count)d alliances go by these steps now.", count
        )
        messages.success(request, words % {"count": count})

    @staticmethod
    def _alliances_of(template: RoadTemplate) -> QuerySet[Alliance]:
        if template.programme_id:
            return Alliance.objects.filter(space__parent=template.programme_id)
        own = RoadTemplate.objects.exclude(programme=None).values("programme")
        return Alliance.objects.exclude(space__parent__in=own)
