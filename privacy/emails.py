"""Mails to people about their own data. They are in the words of the space, and say where to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.mail import outbox
from core.mail.render import RenderedMail, render_mail
from partners.stakeholders.models import Stakeholder
from privacy.models import Copy, PersonLink, Wish
from spaces.models import Space
from spaces.services import coordinators_of


@dataclass(frozen=True)
class Words:
    """What the notices of one sending have in common: the space's text, and who coordinates."""

    text: str
    coordinators: list[str]


def words_of(space: Space, text: str) -> Words:
    """``text`` with who coordinates the space today."""
    return Words(text, [role.person.name_and_address for role in coordinators_of(space)])


def notice(
    space: Space, link: PersonLink, entries: Sequence[Stakeholder], words: Words, language: str, by: User
) -> outbox.Letter:
    """The notice to one address, about all its entries. The same collecting of data is told once."""
    since = max(one.since for one in entries)  # type: ignore[attr-defined]
    key = f"privacy-notice:{space.pk}:{_mark(link.email)}:{since}"
    rendered = rendered_notice(space, entries, words, language, link.placeholder())
    return _letter(space, link.email, rendered, key, "notice about personal data", reply_to=by.email)


def rendered_notice(
    space: Space, entries: Sequence[Stakeholder], words: Words, language: str, address: str
) -> RenderedMail:
    """The notice as it is sent; the page where it is looked at first shows the same."""
    with translation.override(language):
        context = {
            "space_name": space.name,
            "name": entries[0].contact_person or (entries[0].name if entries[0].organisation is None else ""),
            "text": words.text,
            "entries": [_of_entry(one) for one in entries],
            "coordinators": words.coordinators,
            "action_label": _("See what we keep"),
            "action_url": address,
            "why": _("You get this mail because the law says that you must know it. It is sent once."),
        }
        return render_mail("privacy_notice", context, language)


def _of_entry(entry: Stakeholder) -> dict[str, Any]:
    is_known = entry.source != Stakeholder.Source.UNKNOWN
    source = str(entry.get_source_display()) if is_known else _("we do not know any more")
    return {
        "organisation": entry.name if entry.organisation else "",
        "kept": ", ".join(map(str, _kept(entry))),
        "source": f"{source} ({entry.source_note})" if entry.source_note else source,
        "ground": entry.get_ground_display() if entry.ground != Stakeholder.Ground.UNKNOWN else "",
    }


def _kept(entry: Stakeholder) -> list[str | Promise]:
    """What of the person is in an entry."""
    named = (
        (entry.contact_person or entry.organisation is None, gettext_lazy("your name")),
        (entry.email, gettext_lazy("your e-mail address")),
        (entry.phone, gettext_lazy("your telephone number")),
    )
    return [words for value, words in named if value]


def send_link(link: PersonLink) -> None:
    """Queue the link to whoever asked what is kept about this address."""
    with translation.override(link.language):
        context = {
            "action_label": _("See what is kept"),
            "action_url": link.placeholder(),
            "why": _("You get this mail because somebody filled in this address on our page. Was it not you? Then you "
                     "need not do anything."),
        }  # fmt: skip
        rendered = render_mail("privacy_link", context, link.language)
    key = f"privacy-link:{link.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    outbox.queue_all([_letter(None, link.email, rendered, key, "link to one's own data")])


def send_wish(wish: Wish) -> None:
    """Queue word to who coordinates the space: what somebody asks, and by when it is answered."""
    outbox.queue_all(_to_coordinator(wish, role.person) for role in coordinators_of(wish.space) if role.person.email)


def _to_coordinator(wish: Wish, person: Any) -> outbox.Letter:
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space_name": wish.space.name,
            "wish": wish,
            "action_label": _("See what they ask"),
            "action_url": settings.SITE_URL + reverse("privacy:wish_show", args=[wish.space.slug, wish.pk]),
            "why": _("You get this mail because you coordinate %(space)s.") % {"space": wish.space.name},
        }
        rendered = render_mail("privacy_wish", context, person.mail_language)
    key = f"privacy-wish:{wish.pk}:{wish.made_at:%Y%m%d%H%M%S%f}:{person.pk}"
    return _letter(wish.space, person.email, rendered, key, "wish about personal data", to_name=person.name)


def send_answer(wish: Wish, address: str) -> None:
    """Queue what came of it to the person who asked."""
    with translation.override(wish.language):
        context = {
            "space_name": wish.space.name,
            "wish": wish,
            "why": _("You get this mail because you asked %(space)s something about your data.")
            % {"space": wish.space.name},
        }
        rendered = render_mail("privacy_answer", context, wish.language)
    key = f"privacy-answer:{wish.pk}"
    # The last word to somebody who was erased is not kept as theirs: it is of no space.
    is_last = wish.kind == Wish.Kind.ERASE and wish.state == Wish.State.DONE
    one = _letter(None if is_last else wish.space, address, rendered, key, "answer about personal data")
    outbox.queue_all([replace(one, from_name=wish.space.name)])


def send_copy(copy: Copy, link: PersonLink) -> None:
    """Queue the link to a copy of everything to the person who asked for it."""
    wish = copy.wish
    with translation.override(wish.language):
        context = {
            "space_name": wish.space.name,
            "until": timezone.localtime(copy.expires_at),
            "action_label": _("Fetch the copy"),
            "action_url": link.placeholder(),
            "why": _("You get this mail because you asked %(space)s for a copy of everything about you.")
            % {"space": wish.space.name},
        }
        rendered = render_mail("privacy_copy", context, wish.language)
    one = _letter(wish.space, copy.email, rendered, f"privacy-copy:{copy.pk}", "copy of personal data")
    outbox.queue_all([replace(one, from_name=wish.space.name)])


def _letter(
    space: Space | None, to: str, rendered: RenderedMail, key: str, kind: str, *, reply_to: str = "", to_name: str = ""
) -> outbox.Letter:
    return outbox.Letter(
        dedupe_key=key,
        kind=kind,
        to=to,
        to_name=to_name,
        from_name=space.name if space else "",
        reply_to=reply_to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        space_id=space.pk if space else None,
    )


def _mark(address: str) -> str:
    """Stands for an address in keys that are kept longer than the address."""
    return salted_hmac("privacy.emails", address, algorithm="sha256").hexdigest()[:32]
