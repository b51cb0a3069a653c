"""What the administrations of alliances and programmes share: a space and its coordinators."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.forms import OneLine
from spaces import services
from spaces.models import Role, Space

# The fields that make somebody coordinator; none of them is of the model.
APPOINTMENT = ("coordinator_name", "coordinator_email", "coordinator_reason")
SPACE_FIELDS = ("name", "slug", "language", "starts_on", "ends_on")


class SpaceFieldsForm(forms.ModelForm):
    """A typed model (alliance, programme) edited together with its space.

    ``kind`` is the kind of space that is made. Two more fields invite a coordinator on saving.
    """

    kind: str

    name = OneLine(label=gettext_lazy("Name"), max_length=160)
    slug = forms.SlugField(
        label=gettext_lazy("Short name in addresses"),
        max_length=60,
        help_text=gettext_lazy("Small letters, digits and hyphens. It does not change later."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Space._meta.get_field("language").choices)
    starts_on = forms.DateField(label=gettext_lazy("Starts"), required=False, widget=admin.widgets.AdminDateWidget)
    ends_on = forms.DateField(label=gettext_lazy("Ends"), required=False, widget=admin.widgets.AdminDateWidget)
    coordinator_name = OneLine(label=gettext_lazy("Name"), max_length=200, required=False)
    coordinator_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("Gets a mail with a link to sign in, as soon as you save."),
    )
    coordinator_reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Who coordinates already gets a mail with your name and this reason; both stay visible in the workspace."
        ),
    )
    administrator: User  # who fills in the form; the administration sets it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        space = self.instance.space if self.instance.pk else None
        for name in [name for name in SPACE_FIELDS if name in self.fields]:
            self.fields[name].initial = getattr(space, name, Space._meta.get_field(name).get_default())
        if space:
            self.fields["slug"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("coordinator_email") and not data.get("coordinator_name"):
            self.add_error("coordinator_name", _("Give the name too."))
        self._require_reason(data)
        self.space = self.instance.space if self.instance.pk else Space(kind=self.kind)
        for name in SPACE_FIELDS:
            if name in data:
                setattr(self.space, name, data[name])
        self.space.parent = data.get("programme", self.space.parent)
        try:
            self.instance.space = self.space
            self.space.full_clean(exclude=[name for name in SPACE_FIELDS if name in self.errors])
        except ValidationError as error:
            self.add_error(None, error.messages)
        return data

    def _require_reason(self, data: dict[str, Any]) -> None:
        """Nobody comes in over the heads of those who coordinate, nor appoints themselves, without saying why."""
        email = (data.get("coordinator_email") or "").lower()
        if not email or data.get("coordinator_reason", "").strip():
            return
        known = services.coordinators_of(self.instance.space) if self.instance.pk else Role.objects.none()
        if known.filter(person__email=email).exists():
            return
        if EmailAddress.objects.filter(user=self.administrator, email=email).exists():
            self.add_error("coordinator_reason", _("Say why you take this role yourself."))
        elif known.exists():
            self.add_error("coordinator_reason", _("Say why: those who coordinate already are told."))

    def save(self, commit: bool = True) -> Any:
        if commit:
            self.save_space()
        return super().save(commit)

    def save_space(self) -> None:
        """Save the space itself; the typed model comes after it."""
        self.space.save()
        self.instance.space = self.space


class SpaceFieldsAdmin(admin.ModelAdmin):
    """Base of the two: invites the coordinator on saving, and shows who coordinates.

    Who sees and changes which rows follows from ``administered_by`` of the model's queryset, not
    from Django's permissions: a programme's administrators their alliances, a region's
    administrators those of their region. Only who ``may_invite`` gives somebody a role.
    """

    readonly_fields = ("coordinators",)
    list_select_related = ("space",)
    search_fields = ("space__name", "space__slug")
    ordering = ("space__name", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        own = self.model.objects.administered_by(request.user)
        return super().get_queryset(request).filter(pk__in=own.values("pk"))

    def may_invite(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this administrator may give people a role in ``obj``; without it: may make new ones."""
        return bool(request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not (request.user.is_active and request.user.is_staff):
            return False
        own = self.model.objects.administered_by(request.user)
        return own.filter(pk=obj.pk).exists() if obj else self.may_invite(request) or own.exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_invite(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a space is closed, never deleted with all that hangs on it

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.administrator = request.user
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        first, invite = super().get_fieldsets(request, obj)
        if self.may_invite(request, obj):
            return (first, invite)
        return (first, (gettext_lazy("Coordinators"), {"fields": ("coordinators",)}))

    @admin.display(description=gettext_lazy("coordinators"))
    def coordinators(self, obj: Any) -> str:
        if not obj.pk:
            return "–"
        roles = services.coordinators_of(obj.space)
        return (
            format_html_join("\n", "<div>{} &lt;{}&gt;</div>", ((r.person.name, r.person.email) for r in roles)) or "–"
        )

    @admin.display(description=gettext_lazy("name"), ordering="space__name")
    def space_name(self, obj: Any) -> str:
        return obj.space.name

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # Here and not when the form makes the object: the rows below may still be refused.
        form.save_space()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        email = form.cleaned_data.get("coordinator_email")
        if email and self.may_invite(request, form.instance):
            role = services.appoint_coordinator(
                form.instance.space,
                name=form.cleaned_data["coordinator_name"],
                email=email,
                by=request.user,  # type: ignore[arg-type]
                reason=form.cleaned_data["coordinator_reason"].strip(),
            )
            messages.success(request, _("%(person)s is invited to coordinate.") % {"person": role.person})
