"""Mails about suggestions, each in the language of who gets it: the question, and what became of one's own."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.mail import outbox
from core.mail.render import render_mail
from partners.suggestions.models import QuestionLink, Suggestion
from spaces.emails import letter


def send_question(links: Iterable[QuestionLink], *, reply_to: str) -> int:
    """Queue the mail that asks, or reminds; returns how many. Replies go to ``reply_to``."""
    return outbox.queue_all(_question(link, reply_to) for link in links)


def _question(link: QuestionLink, reply_to: str) -> outbox.Letter:
    question, person = link.question, link.person
    space = question.space
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "question": question,
            "is_reminder": bool(link.reminders),
            "action_label": _("Name somebody"),
            "action_url": link.placeholder(),
            "why": _("You get this mail because you take part in %(space)s.") % {"space": space.name},
        }
        rendered = render_mail("suggestion_question", context, person.mail_language)
    key = f"suggestion-question:{link.pk}:{link.revision}:{link.reminders}"
    kind = "suggestion reminder" if link.reminders else "suggestion question"
    return letter(space, person, rendered, kind=kind, key=key, reply_to=reply_to)


def send_decision(suggestion: Suggestion, *, by: User) -> int:
    """Queue what was decided to who suggested it; nothing where that is ``by`` or has no address. Returns how many."""
    person, space = suggestion.person, suggestion.space
    if not person.email or person.email == by.email:
        return 0
    template = "suggestion_accepted" if suggestion.is_accepted else "suggestion_declined"
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "suggestion": suggestion,
            "why": _("You get this mail because you suggested somebody to %(space)s.") % {"space": space.name},
        }
        rendered = render_mail(template, context, person.mail_language)
    key = f"suggestion-decision:{suggestion.pk}"
    return outbox.queue_all([letter(space, person, rendered, kind="suggestion decided", key=key, reply_to=by.email)])
