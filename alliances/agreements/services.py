"""What changes an agreement; each in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from alliances.agreements import emails
from alliances.agreements.models import Agreement, AgreementVersion, Answer, ConfirmationRequest, may_decide
from core.text import markdown_to_html
from documents.signing.models import text_sha256
from documents.signing.services import Party
from documents.versions import Change
from spaces.models import Member, Person, Space
from spaces.services import hold

# How long a link to answer works after the last mail about it.
LINK_VALID = dt.timedelta(days=60)


class ChangedMeanwhile(Exception):
    """The text is no longer the one that this person had before them."""


@transaction.atomic
def create(space: Space, kind: str) -> Agreement:
    """The agreement of this kind, our text to begin with in its language; the one there is when there is one."""
    defaults = {}
    if kind == Agreement.Kind.RULES:
        with translation.override(space.language):
            title = _("How we work together in %(name)s") % {"name": space.name}
        text = render_to_string(f"agreements/text/{space.language}.md", {"name": space.name}).strip() + "\n"
        defaults = {"title": title[:200], "text": text}
    return Agreement.objects.get_or_create(space=space, kind=kind, defaults=defaults)[0]


@transaction.atomic
def propose(agreement: Agreement, *, seen: str, by: User, note: str = "", major: bool = True) -> AgreementVersion:
    """Freeze the draft as the next version.

    After a major change what was asked about the version before ends, and its answers stay with it. After a small
    correction the answers count on, who gave them is told, and who was asked finds the new text behind the same link.

    ``seen`` is the ``Draft.sha256`` of what was looked at. Raises ChangedMeanwhile when something else stands there
    by now, and ValidationError for a text that says nothing or nothing new.
    """
    hold(agreement.space_id)
    now = Agreement.objects.select_related("space").get(pk=agreement.pk)
    draft, newest = now.draft, now.newest()
    if draft.sha256 != seen:
        raise ChangedMeanwhile
    if not markdown_to_html(draft.text).strip():
        raise ValidationError(_("There is no text yet."))
    if not now.has_changes_since(newest):
        raise ValidationError(_("This text was put before the members already."))
    version = AgreementVersion.objects.create(
        agreement=now,
        number=newest.number + 1 if newest else 1,
        title=draft.title,
        text=draft.text,
        sha256=text_sha256(draft.text),
        change=Change.to(newest, major=major),
        note=note,
        proposed_by=str(by),
    )
    asked = ConfirmationRequest.objects.open().filter(version__agreement=now)
    if version.is_correction:
        asked.update(version=version)
        emails.send_corrected(version, reply_to=by.email)
    else:
        asked.update(withdrawn_at=timezone.now())
    return version


@transaction.atomic
def ask(version: AgreementVersion, parties: Iterable[Party], *, by: User) -> int:
    """Ask each of ``parties`` by mail what their member says; returns how many that were.

    Who has a link that works is left alone, and so is everybody once a newer version is there.
    """
    hold(version.agreement.space_id)  # two coordinators who press together do not ask twice
    if not _is_newest(version):
        return 0
    now = timezone.now()
    open_ones = version.requests.filter(withdrawn_at=None)
    open_ones.filter(expires_at__lte=now).update(withdrawn_at=now)
    asked = set(open_ones.values_list("member", "person"))
    new = [
        ConfirmationRequest(
            version=version,
            member=one.member,
            person=one.person,
            expires_at=now + LINK_VALID,
            asked_at=now,
            contacted_at=now,
        )
        for one in parties
        if (one.member.pk, one.person.pk) not in asked
    ]
    return emails.send_requests(ConfirmationRequest.objects.bulk_create(new), reply_to=by.email)


@transaction.atomic
def remind(version: AgreementVersion, *, by: User) -> int:
    """Mail everybody whose member said nothing yet and who may be reminded now; returns how many that were."""
    hold(version.agreement.space_id)
    now = timezone.now()
    due = ConfirmationRequest.objects.due_for_reminder(version, now).select_related(*emails.RELATED).order_by("pk")
    active = set(Member.objects.active().filter(space=version.agreement.space_id).values_list("pk", flat=True))
    requests = [one for one in due if one.member_id in active and may_decide(one.person_id, one.member)]
    for one in requests:
        one.reminders += 1
        one.contacted_at, one.expires_at = now, now + LINK_VALID
    ConfirmationRequest.objects.bulk_update(requests, ["reminders", "contacted_at", "expires_at"])
    return emails.send_requests(requests, reply_to=by.email)


@transaction.atomic
def answer(version: AgreementVersion, member: Member, person: Person, *, choice: str, remark: str = "") -> Answer:
    """Note what ``member`` says of ``version``, by ``person``. What it said before stays, and counts no more.

    The same again changes nothing; the coordinators are told of a remark. Raises ValidationError when a newer version
    is there, and when this person does not decide for the member (any more).
    """
    hold(version.agreement.space_id)
    if not _is_newest(version):
        raise ValidationError(_("There is a newer version of this text. Answer that one."))
    if not may_decide(person.pk, member):
        raise ValidationError(_("You can no longer answer for %(member)s.") % {"member": member})
    said = remark if choice == Answer.Choice.REMARK else ""
    before = Answer.objects.of(version).filter(member=member).first()
    now = (version.pk, choice, said, person.pk)
    if before and (before.version_id, before.choice, before.remark, before.person_id) == now:
        return before
    if before:
        Answer.objects.filter(pk=before.pk).update(replaced_at=timezone.now())
    given = Answer.objects.create(
        version=version, member=member, person=person, person_name=person.name, choice=choice, remark=said
    )
    if said:
        emails.tell_remark(given)
    return given


@transaction.atomic
def end_links(people: Collection[int]) -> None:
    """End what was mailed to these people (``spaces.end_links``). What they answered stays."""
    ConfirmationRequest.objects.open().filter(person__in=people).update(withdrawn_at=timezone.now())


def _is_newest(version: AgreementVersion) -> bool:
    return not AgreementVersion.objects.filter(agreement=version.agreement_id, number__gt=version.number).exists()
