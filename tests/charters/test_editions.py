"""The signed charter: what is in it, that it is what was signed, and that an edition never changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import subprocess

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from charters import editions
from charters.models import Charter
from core.frozen.services import verify_chain
from documents.models import SigningRequest
from documents.signing import services as signing
from documents.signing.codes import Purpose
from tests.charters.factories import a_charter, asked, opened, rewritten, signed
from tests.documents.factories import a_party, an_individual, answer, code_for

pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


@pytest.fixture
def charter() -> Charter:
    charter = a_charter(name="Alliantie Waasland-Noord")
    opened(charter)
    return charter


def test_text_signatories_hashes_code_and_address_stand_in_it(charter: Charter, settings: object) -> None:
    organisation, alone = signed(charter), signed(charter, an_individual(charter.space))
    made = editions.make(charter).document
    shown = words(bytes(made.content))
    flat = " ".join(shown.split())
    newest = charter.newest()
    assert newest is not None
    for expected in (
        organisation.party_name,
        alone.typed_name,
        newest.signable.sha256,
        made.code_to_read,
        f"{settings.SITE_URL}/verify/",  # type: ignore[attr-defined]
        "Iedereen hoort erbij.",
    ):
        assert expected in flat
    assert organisation.email not in shown
    assert (made.chain, made.kind, made.subject_id) == (f"space:{charter.space_id}", "charter", charter.pk)
    assert verify_chain(made.chain) == []


def test_the_text_that_was_signed_is_attached_with_its_hash_and_no_address(charter: Charter) -> None:
    event = signed(charter)
    made = editions.make(charter).document
    with pikepdf.open(io.BytesIO(bytes(made.content))) as pdf:
        attached = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert set(attached) == {"charter.md", "signatures.json"}
    assert hashlib.sha256(attached["charter.md"]).hexdigest() == event.text_sha256
    (listed,) = json.loads(attached["signatures.json"])
    assert listed["entry_hash"] == event.entry_hash
    assert event.email not in attached["signatures.json"].decode()


def test_a_second_press_makes_no_second_edition_and_a_new_signature_does(charter: Charter) -> None:
    signed(charter)
    first = editions.make(charter)
    assert (first.is_new, editions.make(charter)) == (True, editions.Edition(first.document, is_new=False))
    before = bytes(first.document.content)
    signed(charter)
    second = editions.make(charter)
    assert (second.is_new, second.document.facts["edition"]) == (True, 2)
    assert bytes(charter.editions().defer(None).get(pk=first.document.pk).content) == before


def test_a_withdrawn_signature_is_not_in_the_next_edition(charter: Charter) -> None:
    stays, goes = signed(charter), signed(charter)
    SigningRequest.objects.update(code_sent_at=timezone.now() - dt.timedelta(hours=1))
    goes.request.refresh_from_db()
    signing.withdraw(goes.request, answer(goes.request, code_for(goes.request, Purpose.WITHDRAW)))
    assert editions.make(charter).document.facts["signatures"] == [stays.entry_hash]


def test_nobody_signed_makes_no_document(charter: Charter) -> None:
    asked(charter)
    with pytest.raises(ValidationError):
        editions.make(charter)


def test_after_a_small_correction_it_says_who_signed_which_version(charter: Charter) -> None:
    early = signed(charter)
    opened(rewritten(charter, charter.text + "\nEen komma.\n"), major=False)
    signed(charter)
    made = editions.make(charter).document
    assert made.facts["version"] == 2
    row = next(line for line in words(bytes(made.content)).splitlines() if early.party_name in line)
    assert row.split()[-1] == "1"


def test_markup_in_names_and_text_does_nothing(charter: Charter) -> None:
    rewritten(charter, "<script>x</script> ![p](http://127.0.0.1:9/x.png) <style>body{display:none}</style>")
    opened(charter)
    signed(charter, a_party(charter.space, member__organisation__name="<b>Vet</b> & zonen"))
    shown = words(bytes(editions.make(charter).document.content))
    assert "<b>Vet</b> & zonen" in shown
    assert "<script>x</script>" in shown
