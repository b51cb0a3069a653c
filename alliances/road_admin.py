"""The steps of programmes in the administration: each administrator those of their own programmes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.forms import SplitArrayField
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.checks import CHECKS
from alliances.models import Alliance, RoadTemplate, TemplateStep
from alliances.programme_templates_admin import (
    OwnTemplates,
    PartFormSet,
    ProgrammeTemplateAdmin,
    TitledPartForm,
    part_count,
)

MOST_CHECKS = 8


def _choices() -> Iterator[tuple[str, str | Promise]]:
    yield "", "–"
    yield from ((check.key, check.title) for check in CHECKS.values())


class TemplateStepForm(TitledPartForm):
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


class TemplateStepFormSet(PartFormSet):
    """Each check once on the whole road, and at least one step."""

    none_left = gettext_lazy("A road has at least one step.")

    def clean(self) -> None:
        super().clean()
        kept = self.kept()
        counts = Counter(key for form in kept for key in form.cleaned_data.get("checks", ()))
        for form in kept:
            for key in form.cleaned_data.get("checks", ()):
                if counts[key] > 1:
                    form.add_error("checks", _("“%(check)s” stands here twice.") % {"check": CHECKS[key].title})


class TemplateStepInline(OwnTemplates, admin.StackedInline):
    template_model = RoadTemplate
    model = TemplateStep
    form = TemplateStepForm
    formset = TemplateStepFormSet
    extra = 0
    fields = (("number", "title_nl", "title_en", "title_fr"), "checks")


@admin.register(RoadTemplate)
class RoadTemplateAdmin(ProgrammeTemplateAdmin):
    """The steps that new alliances get. A running alliance keeps its own until somebody gives it these."""

    template_model = RoadTemplate
    part_inline = TemplateStepInline
    begins_with = gettext_lazy("It begins with the six steps of all programmes, which you then change.")
    count_parts = part_count(gettext_lazy("steps"))
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
