"""What this room, and those above it, know of a stakeholder."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import slots
from core.mail.models import Mail
from documents.signing.models import SigningEvent
from partners.contacts.models import Contact
from partners.contacts.timeline import TIMELINE, Event, Fact, Source, Subject, known
from partners.stakeholders.models import Assessment, Stakeholder
from spaces.joining.models import JoinInvitation, JoinRequest
from spaces.models import Member, Representative

KINDS: dict[str, tuple[str, str | Promise]] = {
    Contact.Kind.CALL: ("telephone", gettext_lazy("Telephone call")),
    Contact.Kind.MAIL: ("envelope", gettext_lazy("E-mail")),
    Contact.Kind.VISIT: ("geo-alt", gettext_lazy("Visit")),
    Contact.Kind.MEETING: ("people", gettext_lazy("Talked at a meeting")),
    Contact.Kind.OTHER: ("chat-dots", gettext_lazy("Contact")),
}


@slots.fill(TIMELINE, order=10)
def contacts(subject: Subject) -> list[Source]:
    rows = Contact.objects.filter(stakeholder=subject.stakeholder)

    def show(fact: Fact) -> Event:
        icon, words = KINDS[fact.facts["kind"]]
        address = reverse("contacts:contact_change", args=[subject.slug, fact.number])
        return Event(icon, words, note=fact.facts["said"], by=fact.facts["by"], change_url=address)

    return [Source(known(rows, day="held_on", moment="created_at", kind="kind", said="said", by="by"), show)]


@slots.fill(TIMELINE, order=20)
def assessments(subject: Subject) -> list[Source]:
    rows = Assessment.objects.filter(stakeholder=subject.stakeholder)
    levels = dict(Stakeholder.Level.choices)

    def show(fact: Fact) -> Event:
        facts = fact.facts
        both = {"influence": levels[facts["influence"]], "interest": levels[facts["interest"]]}
        words = _("Influence %(influence)s, interest %(interest)s") % both
        address = reverse("contacts:assessment_take_back", args=[subject.slug, fact.number])
        return Event("grid-3x3", words, note=facts["note"], by=facts["by"], take_back_url=address)

    facts = {name: name for name in ("influence", "interest", "note", "by")}
    return [Source(known(rows, day="assessed_on", moment="created_at", **facts), show)]


@slots.fill(TIMELINE, order=30)
def membership(subject: Subject) -> list[Source]:
    """Coming, going, and who began to speak for them; the rest stands on the page of the member."""
    stays = Member.objects.filter(pk__in=[stay.pk for stay in subject.stays])
    seats = Representative.objects.filter(member__in=subject.stays)
    first = subject.stays[0].pk if subject.stays else 0

    def page(fact: Fact) -> str:
        return reverse("spaces:member_show", args=[subject.slug, fact.number])

    def came(fact: Fact) -> Event:
        words = _("Became a member") if fact.number == first else _("Became a member again")
        return Event("person-check", words, url=page(fact))

    def left(fact: Fact) -> Event:
        return Event("box-arrow-left", _("Left"), url=page(fact))

    def began(fact: Fact) -> Event:
        return Event("person-badge", _("%(person)s began") % fact.facts, url=page(fact))

    return [
        Source(known(stays, day="starts_on"), came),
        Source(known(stays.exclude(ends_on=None), day="ends_on"), left),
        Source(known(seats, day="starts_on", number="member_id", person="person__name"), began),
    ]


@slots.fill(TIMELINE, order=40)
def joining(subject: Subject) -> list[Source]:
    """Whether they were asked to take part, or asked it themselves, and what came of it."""
    entry = subject.stakeholder
    about = Q(organisation=None, organisation_name="") & subject.in_their_days("person", "invited_at__date")
    if entry.organisation_id:
        about = Q(organisation=entry.organisation_id) | Q(organisation_name__iexact=entry.name)
    asked = JoinInvitation.objects.filter(about, space=subject.space_id)
    asking = JoinRequest.objects.filter(member__in=subject.stays).exclude(confirmed_at=None)
    answers = dict(JoinInvitation.Answer.choices)
    page = reverse("joining:list", args=[subject.slug])

    def invited(fact: Fact) -> Event:
        words = _("%(person)s was asked to take part") % fact.facts
        answer = answers.get(fact.facts["answer"])
        note = _("Answer: %(answer)s") % {"answer": answer} if answer else ""
        return Event("envelope-plus", words, note=note, url=page)

    def wanted(fact: Fact) -> Event:
        return Event("door-open", _("%(person)s asked to take part") % fact.facts, note=fact.facts["words"])

    return [
        Source(known(asked, moment="invited_at", person="person__name", answer="answer"), invited),
        Source(known(asking, moment="confirmed_at", person="name", words="words"), wanted),
    ]


@slots.fill(TIMELINE, order=50)
def signatures(subject: Subject) -> list[Source]:
    events = SigningEvent.objects.filter(request__member__in=subject.stays, space=subject.space_id)

    def show(fact: Fact) -> Event:
        is_signed = fact.facts["kind"] == SigningEvent.Kind.SIGNED
        words = _("Signed: %(title)s") if is_signed else _("Took the signature back: %(title)s")
        return Event("pen", words % fact.facts, note=fact.facts["person"])

    return [Source(known(events, moment="created_at", kind="kind", title="text_title", person="person_name"), show)]


@slots.fill(TIMELINE, order=90)
def mails(subject: Subject) -> list[Source]:
    """What was sent to the address in the register, and to those who spoke for them in their days."""
    to: Any = subject.in_their_days("to", "created_at__date", of="email")
    if subject.stakeholder.email:
        to |= Q(to=subject.stakeholder.email)
    sent = Mail.objects.for_space(subject.space_id).filter(to, state=Mail.State.SENT).exclude(to="")

    def show(fact: Fact) -> Event:
        return Event("send", _("Mail: %(subject)s") % fact.facts, note=fact.facts["to"], is_quiet=True)

    return [Source(known(sent, moment="created_at", subject="subject", to="to"), show)]
