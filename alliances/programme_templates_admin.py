"""Templates of programmes in the administration: each administrator those of their own programmes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from alliances.programme_templates import TITLE_LENGTH, ProgrammeTemplate
from core.forms import OneLine
from spaces.models import Space


class TitledPartForm(forms.ModelForm):
    """A part with its number and its title in each language."""

    number = forms.IntegerField(label=gettext_lazy("Number"), min_value=1, max_value=99)
    title_nl = OneLine(label=gettext_lazy("Title in Dutch"), max_length=TITLE_LENGTH)
    title_en = OneLine(label=gettext_lazy("Title in English"), max_length=TITLE_LENGTH)
    title_fr = OneLine(label=gettext_lazy("Title in French"), max_length=TITLE_LENGTH)

    def validate_constraints(self) -> None:
        """Left to the whole of the forms: two parts may change numbers."""


class PartFormSet(forms.BaseInlineFormSet):
    """At least one part. Django itself sees to numbers that stand twice, and to parts that something hangs on."""

    none_left: Promise

    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and not self.kept():
            raise ValidationError(str(self.none_left))

    def kept(self) -> list[Any]:
        """The forms whose part stays."""
        return [form for form in self.forms if self._stays(form)]

    @staticmethod
    def _stays(form: forms.ModelForm) -> bool:
        data = getattr(form, "cleaned_data", {})
        return bool(data) and not data.get("DELETE")


class OwnTemplates:
    """Mixin: the rights of a template's page and of its parts follow from ``administered_by`` of ``template_model``."""

    template_model: ClassVar[type[ProgrammeTemplate]]

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


def part_count(words: Promise) -> Any:
    """A column with how many parts a template has, called ``words``."""

    @admin.display(description=words, ordering="number_of_parts")
    def count_parts(model_admin: ProgrammeTemplateAdmin, obj: Any) -> int:
        return int(obj.number_of_parts)

    return count_parts


class ProgrammeTemplateAdmin(OwnTemplates, admin.ModelAdmin):
    """A template: made for a programme first, with what is shipped in it, and then changed part by part."""

    part_inline: ClassVar[type[admin.options.InlineModelAdmin]]
    begins_with: ClassVar[Promise]  # said to whoever makes one

    list_display: Any = ("__str__", "count_parts")
    list_select_related = ("programme",)
    search_fields = ("programme__name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        own = super().get_queryset(request).filter(pk__in=self._own(request).values("pk"))
        return own.annotate(number_of_parts=Count(self.template_model.parts_name))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("programme",) if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return (self.part_inline,) if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if not obj:
            field = form.base_fields["programme"]
            field.queryset = self._programmes(request)
            field.required = True
            field.help_text = self.begins_with
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        return form

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        shared = obj is not None and obj.programme_id is None
        return not shared and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            obj.begin_as(self.template_model.objects.shared())  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """On to its parts, which one came for."""
        request.POST = request.POST.copy()
        request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)
