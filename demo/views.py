"""The demo's front door and its mailbox. In demo settings only."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override
from django.views.generic import TemplateView, View

from accounts.models import User
from core.guard import Public
from demo import mailbox
from demo.people import demo_people
from spaces.models import Space


class DoorView(Public, TemplateView):
    """Who is in the demo, each with a link that signs in at once."""

    template_name = "demo/door.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=demo_people(), **kwargs)


class SignInView(Public, View):
    """Become one of the demo's people."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk, is_active=True, email__endswith="@example.org")
        login(request, user, backend="accounts.backends.Backend")
        has_a_space = Space.objects.visible_to(user).exists()  # type: ignore[attr-defined]
        return redirect("home" if has_a_space else "admin:index")


class MailboxView(Public, TemplateView):
    """Every mail that was sent, newest first."""

    template_name = "demo/mailbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        to = self.request.GET.get("to", "")
        return super().get_context_data(mails=list(mailbox.kept(to=to)), to=to, **kwargs)


class MailView(Public, TemplateView):
    """One mail as text, with its links to follow."""

    template_name = "demo/mail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = mailbox.find(kwargs["name"])
        if mail is None:
            raise Http404
        return super().get_context_data(mail=mail, **kwargs)


MAIL_POLICY = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "sandbox": ["allow-top-navigation allow-popups"],
}


@method_decorator(csp_override(MAIL_POLICY), name="dispatch")
class MailHtmlView(Public, View):
    """One mail as a mail program would draw it: with its own styles, and nothing that runs."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        mail = mailbox.find(name)
        if mail is None or not mail.body("html"):
            raise Http404
        return HttpResponse(mail.body("html"))
