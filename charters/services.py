"""What changes a charter; each in one transaction."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from charters.models import KIND, Charter, CharterVersion
from core.text import markdown_to_html
from documents.signing import services as signing
from documents.versions import Change
from spaces.models import Space

# What the template leaves where the coordinator has to write; a text that still has it is not opened.
GAP = "…"


class SavedMeanwhile(Exception):
    """Somebody else saved the draft after this person opened it."""


@transaction.atomic
def create(space: Space) -> Charter:
    """The charter of ``space``, from the template in its language; the one there is when there is one."""
    with translation.override(space.language):
        title = _("Charter of %(name)s") % {"name": space.name}
    charter, _created = Charter.objects.get_or_create(
        space=space, defaults={"title": title[:200], "text": text_from_template(space)}
    )
    return charter


def text_from_template(space: Space) -> str:
    """Our charter text in the space's language, with its vision, objectives and values put in."""
    context = {
        "name": space.name,
        "why": space.why.strip(),
        "vision": space.vision.strip(),
        "objectives": space.objective_lines,
        "values": space.named_values,
        "gap": GAP,
    }
    return render_to_string(f"charters/text/{space.language}.md", context).strip() + "\n"


@transaction.atomic
def save_draft(charter: Charter, *, title: str, text: str, revision: int) -> None:
    """Save the draft that began as ``revision``. Raises SavedMeanwhile and changes nothing."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    saved = Charter.objects.filter(pk=charter.pk, revision=revision).update(
        title=title, text=plain, revision=F("revision") + 1, saved_at=timezone.now()
    )
    if not saved:
        raise SavedMeanwhile


@transaction.atomic
def open_version(charter: Charter, *, major: bool, opened_by: User, revision: int) -> CharterVersion:
    """Freeze the draft as the next version, open for signing.

    After a major change what was asked before ends and everybody signs again; after a minor one
    signatures stay. Raises ValidationError for a text that is not ready or says nothing new, and
    SavedMeanwhile when the draft is no longer the one that was looked at.
    """
    locked = Charter.objects.select_for_update().select_related("space").get(pk=charter.pk)
    if locked.revision != revision:
        raise SavedMeanwhile
    newest = locked.newest()
    _require_ready(locked, newest)
    before = locked.counting_texts()
    version = _next_version(locked, newest, major, opened_by)
    if newest is not None and major:
        signing.supersede(before)
    elif newest is not None:
        signing.correct(before, version.signable)
    return version


def _require_ready(charter: Charter, newest: CharterVersion | None) -> None:
    if not markdown_to_html(charter.text).strip():
        raise ValidationError(_("Write the text of the charter first."))
    if any(line.strip(" -*") == GAP for line in charter.text.splitlines()):
        raise ValidationError(_("Some places still have only “…”. Fill those in first."))
    if not charter.has_unopened_changes(newest):
        raise ValidationError(_("This text is open for signing already."))


def _next_version(charter: Charter, newest: CharterVersion | None, major: bool, opened_by: User) -> CharterVersion:
    signable = signing.put_forward(
        charter.space, kind=KIND, title=charter.title, text=charter.text, language=charter.space.language
    )
    return CharterVersion.objects.create(
        charter=charter,
        number=newest.number + 1 if newest else 1,
        change=Change.to(newest, major=major),
        signable=signable,
        opened_by=str(opened_by),
    )
