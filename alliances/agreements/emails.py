"""Mails about agreements, each in the language of who gets it: the question to a member, and what follows."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from alliances.agreements.models import AgreementVersion, Answer, ConfirmationRequest
from core.mail import outbox
from core.mail.render import render_mail
from spaces.emails import letter
from spaces.models import Role
from spaces.services import coordinators_of

RELATED = ("version__agreement__space", "member__organisation", "member__individual", "person__space")


def send_requests(requests: Iterable[ConfirmationRequest], *, reply_to: str) -> int:
    """Queue the mail that asks, or reminds; returns how many. Replies go to ``reply_to``."""
    return outbox.queue_all(_letter(request, reply_to) for request in requests)


def _letter(request: ConfirmationRequest, reply_to: str) -> outbox.Letter:
    version, person = request.version, request.person
    space = version.agreement.space
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "title": version.title,
            "number": version.number,
            "note": version.note,
            "organisation": request.member.name if request.for_organisation else "",
            "is_reminder": bool(request.reminders),
            "last_day": request.expires_at,
            "action_label": _("Read and answer"),
            "action_url": request.placeholder(),
            "why": _("You get this mail because you decide for %(member)s in %(space)s.")
            % {"member": request.member, "space": space.name}
            if request.for_organisation
            else _("You get this mail because you are a member of %(space)s.") % {"space": space.name},
        }
        rendered = render_mail("agreement_request", context, person.mail_language)
    key = f"agreement-request:{request.pk}:{request.revision}:{request.reminders}"
    kind = "agreement reminder" if request.reminders else "agreement request"
    return letter(space, person, rendered, kind=kind, key=key, reply_to=reply_to)


def send_corrected(version: AgreementVersion, *, reply_to: str) -> int:
    """Queue to whoever answered that their answer stays after the small correction that ``version`` is; returns how
    many. Who was asked by a link gets that one; who answered signed in, the address of the page."""
    said = Answer.objects.of(version).select_related("member__organisation", "member__individual", "person__space")
    links = {(one.member_id, one.person_id): one for one in ConfirmationRequest.objects.open().filter(version=version)}
    return outbox.queue_all(
        _corrected(version, answer, links.get((answer.member_id, answer.person_id)), reply_to)
        for answer in said.order_by("pk")
        if answer.person.email
    )


def _corrected(
    version: AgreementVersion, answer: Answer, link: ConfirmationRequest | None, reply_to: str
) -> outbox.Letter:
    person, space = answer.person, version.agreement.space
    page = reverse("agreements:version_show", args=[space.slug, version.agreement.kind, version.number])
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "title": version.title,
            "note": version.note,
            "organisation": answer.member.name if answer.member.organisation_id else "",
            "agrees": answer.agrees,
            "action_label": pgettext("button in a mail", "See what changed"),
            "action_url": link.placeholder() if link else settings.SITE_URL + page,
            "why": _("You get this mail because you answered about this text of %(space)s.") % {"space": space.name},
        }
        rendered = render_mail("agreement_corrected", context, person.mail_language)
    key = f"agreement-corrected:{version.pk}:{answer.member_id}:{person.pk}"
    return letter(space, person, rendered, kind="agreement corrected", key=key, reply_to=reply_to)


def tell_remark(answer: Answer) -> int:
    """Queue to each coordinator what remark a member has; replies go to who gave it. Returns how many."""
    roles = coordinators_of(answer.version.agreement.space)
    return outbox.queue_all(_remark(answer, role) for role in roles if role.person.email)


def _remark(answer: Answer, role: Role) -> outbox.Letter:
    version, person = answer.version, role.person
    space = version.agreement.space
    page = reverse("agreements:agreement_show", args=[space.slug, version.agreement.kind])
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "title": version.title,
            "number": version.number,
            "member": answer.member.name,
            "who": answer.person_name,
            "remark": answer.remark,
            "action_label": pgettext("button in a mail", "See all answers"),
            "action_url": settings.SITE_URL + page,
            "why": _("You get this mail because you coordinate %(space)s.") % {"space": space.name},
        }
        rendered = render_mail("agreement_remark", context, person.mail_language)
    key = f"agreement-remark:{answer.pk}:{person.pk}"
    return letter(space, person, rendered, kind="agreement remark", key=key, reply_to=answer.person.email)
