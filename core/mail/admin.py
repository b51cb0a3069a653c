"""What administrators see of the outbox: whether mails go out, never what is in them."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.mail.models import Arrival, Mail, MailJob


class ReadOnlyAdmin(admin.ModelAdmin):
    """A list to look at: rows are neither made, changed nor deleted by hand."""

    show_full_result_count = False
    ordering: ClassVar[tuple[str, ...]] = ("-created_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "to", "state", "attempts", "sent_at", "last_error")
    list_filter = ("state", "kind")
    search_fields = ("=to",)
    fields = ("kind", "to", "state", "attempts", "created_at", "sent_at", "last_error", "message_id")
    actions = ("send_again", "cancel")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return super().get_queryset(request).without_bodies()  # type: ignore[attr-defined]

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Acting on mails takes the right to change them, though no field can be changed."""
        return request.user.has_perm("mail.change_mail")  # type: ignore[union-attr]

    @admin.action(description=_("Send again what failed"), permissions=["act"])
    def send_again(self, request: HttpRequest, queryset: Any) -> None:
        number = queryset.send_again()
        self.message_user(
            request,
            ngettext("%(number)d mail will be sent again.", "%(number)d mails will be sent again.", number)
            % {"number": number},
            messages.SUCCESS if number else messages.WARNING,
        )

    @admin.action(description=_("Cancel what waits"), permissions=["act"])
    def cancel(self, request: HttpRequest, queryset: Any) -> None:
        number = queryset.cancel()
        self.message_user(
            request,
            ngettext("%(number)d mail was cancelled.", "%(number)d mails were cancelled.", number) % {"number": number},
            messages.SUCCESS if number else messages.WARNING,
        )


@admin.register(MailJob)
class MailJobAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "state", "queued", "refused", "last_error", "finished_at")
    list_filter = ("state", "kind")
    fields = list_display


@admin.register(Arrival)
class ArrivalAdmin(ReadOnlyAdmin):
    """What became of the mails that came in. What somebody wrote is for the space it is about; of a mail that answers
    nothing of ours, who sent it, so that a wrong address in a mail program can be found."""

    list_display = ("arrived_at", "state", "reason", "kind", "stray_sender")
    list_filter = ("state",)
    fields = list_display
    ordering = ("-arrived_at",)

    @admin.display(description=_("from"))
    def stray_sender(self, row: Arrival) -> str:
        return row.sender if row.space_id is None else ""
