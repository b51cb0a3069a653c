"""Accounts in the administration: only platform administrators change them."""

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.services import rights_of

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """An account. Passwords and second factors are the person's own business."""

    list_display = ("email", "name", "is_staff", "is_superuser", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "language", ("last_login", admin.EmptyFieldListFilter))
    search_fields = ("email", "name")
    search_help_text = _("Search by name or e-mail address.")
    date_hierarchy = "date_joined"
    ordering = ("email",)
    actions = ("let_in", "shut_out")
    readonly_fields = ("rights", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "language")}),
        (
            _("Rights"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "rights"),
                "description": _("Roles are given in the spaces themselves; here you see them together."),
            },
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    @admin.display(description=_("roles"))
    def rights(self, obj: User) -> str:
        """What this person may do where, each on a line."""
        lines = rights_of(obj) if obj.pk else []
        return format_html_join("\n", "<div>{}</div>", ((line,) for line in lines)) or "–"

    @admin.action(description=_("Let these people sign in again"), permissions=["change"])
    def let_in(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._switch(request, queryset.filter(is_active=False), is_active=True)

    @admin.action(description=_("Let these people sign in no more"), permissions=["change"])
    def shut_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Nobody shuts out themselves: with them might go the last who can undo it."""
        self._switch(request, queryset.filter(is_active=True).exclude(pk=request.user.pk), is_active=False)

    def _switch(self, request: HttpRequest, users: QuerySet[User], *, is_active: bool) -> None:
        """Each change stands in the history of that account."""
        changed = list(users)
        for user in changed:
            user.is_active = is_active
            user.save(update_fields=["is_active"])
            self.log_change(request, user, [{"changed": {"fields": ["is_active"]}}])
        words = ngettext("%(count)d account was changed.", "%(count)d accounts were changed.", len(changed))
        messages.success(request, words % {"count": len(changed)})

    def save_model(self, request: HttpRequest, obj: User, form: object, change: bool) -> None:
        obj.email = obj.email.strip().lower()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        # Whoever reads the mailbox of an earlier address is somebody else from now on.
        obj.emailaddress_set.exclude(email=obj.email).delete()
        obj.emailaddress_set.update_or_create(email=obj.email, defaults={"verified": True, "primary": True})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)
