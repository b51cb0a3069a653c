"""The list for administrators: states and errors, never a body."""

import pytest
from django.contrib.admin.sites import AdminSite
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import User
from core.mail import outbox
from core.mail.admin import MailAdmin
from core.mail.models import Mail
from tests.mail.factories import letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_workers")]

SECRET = "only for the one who reads it"


@pytest.fixture
def request_of_staff():
    request = RequestFactory().get("/")
    request.user = User(email="admin@example.org", is_staff=True, is_superuser=True)
    return request


@pytest.fixture
def mail_admin(monkeypatch):
    page = MailAdmin(Mail, AdminSite())
    monkeypatch.setattr(page, "message_user", lambda *_arguments: None)
    return page


def test_shows_no_body_and_changes_nothing(mail_admin, request_of_staff):
    assert {"text", "html", "calendar", "subject"} & {*mail_admin.list_display, *mail_admin.fields} == set()
    assert mail_admin.has_add_permission(request_of_staff) is False
    assert mail_admin.has_change_permission(request_of_staff) is False
    assert mail_admin.has_delete_permission(request_of_staff) is False
    outbox.queue_all([letter(text=SECRET)])
    assert mail_admin.get_queryset(request_of_staff).get().get_deferred_fields() == {"text", "html", "calendar"}


@pytest.mark.parametrize("page", ["changelist", "change"])
def test_pages_show_the_address_and_no_body(client, monkeypatch, page):
    monkeypatch.setattr(User, "has_second_factor", lambda _self: True)
    client.force_login(User.objects.create(email="admin@example.org", is_staff=True, is_superuser=True))
    outbox.queue_all([letter(to="zoe@example.org", subject=SECRET, text=SECRET, html=SECRET)])
    arguments = [Mail.objects.get().pk] if page == "change" else []
    answer = client.get(reverse(f"admin:mail_mail_{page}", args=arguments))
    assert answer.status_code == 200
    assert ("zoe@example.org" in answer.content.decode(), SECRET in answer.content.decode()) == (True, False)


def test_send_again_and_cancel(mail_admin, request_of_staff):
    outbox.queue_all([letter(), letter(), letter()])
    failed, _waiting, sent = Mail.objects.order_by("pk")
    Mail.objects.filter(pk=failed.pk).update(state="failed", attempts=9, last_error="x")
    Mail.objects.filter(pk=sent.pk).update(state="sent", sent_at=sent.created_at)
    mail_admin.cancel(request_of_staff, mail_admin.get_queryset(request_of_staff))
    mail_admin.send_again(request_of_staff, mail_admin.get_queryset(request_of_staff))
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == ["queued", "cancelled", "sent"]
    failed.refresh_from_db()
    assert (failed.attempts, failed.last_error) == (0, "")


def test_actions_take_the_right_to_change_mails(mail_admin, request_of_staff):
    request_of_staff.user = User.objects.create(email="reader@example.org", is_staff=True)
    assert mail_admin.get_actions(request_of_staff) == {}
