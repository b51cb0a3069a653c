"""The signed charter as a document: made of what is signed now, frozen, and never made again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.models import KIND, Charter, CharterVersion
from charters.signatories import standing
from core import pdf
from core.frozen.models import FrozenDocument, new_code
from core.frozen.services import freeze
from core.text import markdown_to_html
from documents.models import SigningEvent


@dataclass(frozen=True)
class Edition:
    """A signed charter, and whether it was made just now."""

    document: FrozenDocument
    is_new: bool


@transaction.atomic
def make(charter: Charter) -> Edition:
    """Make and freeze the signed charter; the newest one there is, when nothing was signed or withdrawn since.

    Raises ValidationError while nobody has signed, and core.pdf.PdfError.
    """
    locked = Charter.objects.select_for_update().select_related("space").get(pk=charter.pk)
    version, signatures = locked.newest(), standing(locked)
    if version is None or not signatures:
        raise ValidationError(_("Nobody has signed yet."))
    facts = _facts(version, signatures)
    last = locked.editions().first()
    if last is not None and {**last.facts, "edition": 0} == {**facts, "edition": 0}:
        return Edition(last, is_new=False)
    facts["edition"] = locked.editions().count() + 1
    code = new_code()
    content = _pdf(locked, version, signatures, facts["edition"], code)
    document = freeze(
        chain=f"space:{locked.space_id}",
        kind=KIND,
        subject_id=locked.pk,
        title=version.signable.title,
        content=content,
        facts=facts,
        code=code,
    )
    return Edition(document, is_new=True)


def _facts(version: CharterVersion, signatures: list[SigningEvent]) -> dict[str, Any]:
    """What the frozen document is of: no names, only hashes."""
    return {
        "edition": 0,
        "version": version.number,
        "text_sha256": version.signable.sha256,
        "signatures": sorted(signature.entry_hash for signature in signatures),
    }


def _pdf(charter: Charter, version: CharterVersion, signatures: list[SigningEvent], edition: int, code: str) -> bytes:
    versions = {one.signable_id: one.number for one in charter.versions.all()}
    rows = [{"event": one, "version": versions[one.text_id]} for one in signatures]
    context = {
        "title": version.signable.title,
        "space": charter.space,
        "version": version,
        "edition": edition,
        "text_html": markdown_to_html(version.signable.text),
        "rows": rows,
        "has_earlier_versions": any(row["version"] != version.number for row in rows),
        "code": FrozenDocument(code=code).code_to_read,
        "verify_address": settings.SITE_URL + reverse("documents:verify"),
        "made_at": timezone.now(),
    }
    return pdf.render(
        "pdf/charter.html",
        context,
        language=charter.space.language,
        variant="pdf/a-3a",
        attachments=_attachments(version, signatures),
    )


def _attachments(version: CharterVersion, signatures: list[SigningEvent]) -> list[pdf.Attachment]:
    """The text exactly as it was hashed, and the list of signatures for a program; no addresses."""
    listed = [
        {
            "for": one.party_name,
            "person": one.person_name,
            "signed_at": one.created_at.isoformat(timespec="seconds"),
            "text_sha256": one.text_sha256,
            "entry_hash": one.entry_hash,
        }
        for one in signatures
    ]
    return [
        pdf.Attachment(
            "charter.md", version.signable.text.encode(), "The text whose SHA-256 is in the document", "Source"
        ),
        pdf.Attachment("signatures.json", json.dumps(listed, ensure_ascii=False, indent=1).encode(), "Signatures"),
    ]
