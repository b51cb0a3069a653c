"""Mails about signing, each in the language of the person who gets it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from core.mail import outbox
from core.mail.message import mailbox, sender
from core.mail.render import RenderedMail, render_mail
from core.text import markdown_to_html
from documents.signing.codes import Purpose
from documents.signing.models import SignableText, SigningEvent, SigningRequest
from spaces.emails import letter


def send_requests(requests: Iterable[SigningRequest]) -> int:
    """Queue the mail that asks to sign, or reminds of it; returns how many."""
    return outbox.queue_all(_request_letter(request) for request in requests)


def _request_letter(request: SigningRequest) -> outbox.Letter:
    return _letter(
        request,
        "signing_request",
        f"signing-request:{request.pk}:{request.revision}:{request.reminders}",
        "signing reminder" if request.reminders else "signing request",
        action_label=_("Read and sign"),
        is_reminder=bool(request.reminders),
        last_day=request.expires_at,
    )


def send_receipt(event: SigningEvent) -> None:
    """Queue the receipt of a signature: what was signed, with its SHA-256."""
    key = f"signing-receipt:{event.pk}:{event.request.revision}"
    mail = _letter(
        event.request, "signing_receipt", key, "signing receipt", event=event, action_label=_("See what you signed")
    )
    outbox.queue_all([mail])


def send_withdrawal(event: SigningEvent) -> None:
    """Queue the word that the signature was withdrawn, so that nobody does it behind somebody's back."""
    key = f"signing-withdrawn:{event.pk}"
    # No button: the link ended with the signature.
    mail = _letter(event.request, "signing_withdrawn", key, "signing withdrawn", event=event, action_url="")
    outbox.queue_all([mail])


def send_changed(requests: Iterable[SigningRequest], new: SignableText) -> int:
    """Queue the word that a small correction was made in what these people signed; returns how many."""
    return outbox.queue_all(
        _letter(
            request,
            "signing_changed",
            f"signing-changed:{request.pk}:{new.pk}",
            "signing changed",
            action_label=_("See what you signed"),
            new_text=new.text,
            new_text_html=markdown_to_html(new.text),
        )
        for request in requests
    )


def send_code(request: SigningRequest, purpose: Purpose, code: str) -> None:
    """Mail the code at once, past the outbox (docs/decisions/0021). Raises OSError or SMTPException."""
    withdraws = purpose is Purpose.WITHDRAW
    rendered = _render(request, "signing_code", code=code, withdraws=withdraws, action_url="")
    message = EmailMultiAlternatives(
        rendered.subject,
        rendered.text,
        sender(request.text.space.name),
        [mailbox(request.person.name, request.person.email)],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(rendered.html, "text/html")
    message.send()


def _letter(request: SigningRequest, template: str, dedupe_key: str, kind: str, **context: Any) -> outbox.Letter:
    rendered = _render(request, template, **context)
    return letter(request.text.space, request.person, rendered, kind=kind, key=dedupe_key)


def _render(request: SigningRequest, template: str, **context: Any) -> RenderedMail:
    space = request.text.space
    facts = {
        "person": request.person,
        "space": space,
        "space_name": space.name,
        "title": request.text.title,
        "organisation": request.member.name if request.for_organisation else "",
        "sha256": request.text.sha256,
        "action_url": request.placeholder(),
        **context,
    }
    return render_mail(template, facts, request.person.mail_language)
