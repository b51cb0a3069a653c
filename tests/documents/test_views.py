"""The pages behind the link, as browsers, scanners and strangers meet them; and the public check."""

from __future__ import annotations

import datetime as dt
import hashlib
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.frozen.models import FrozenDocument
from core.frozen.services import freeze
from core.mail.models import Mail
from documents.models import SigningEvent, SigningRequest
from documents.signing import services
from documents.signing.codes import Purpose
from spaces.models import Representative
from tests.documents.factories import (
    a_party,
    a_request,
    a_signature,
    a_text,
    code_for,
    filled_in,
    mailed_code,
    opened,
    page,
    wrong,
)
from tests.spaces.factories import SpaceFactory

pytestmark = pytest.mark.django_db


def errors_of(response: object) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)  # type: ignore[attr-defined]


def test_the_whole_way_read_code_sign_thank_you() -> None:
    request = a_request()
    client = opened(request)
    shown = client.get(page(request)).content.decode()
    assert request.person.name in shown
    assert request.member.name in shown
    assert "<h3>Samen</h3>" in shown
    assert "<em>veel</em>" in shown
    assert client.post(page(request), {"act": "code"}).status_code == 302
    response = client.post(page(request), filled_in(request, mailed_code()))
    assert (response.status_code, response["Location"]) == (302, page(request))
    thanks = client.get(page(request)).content.decode()
    event = SigningEvent.objects.get()
    assert event.text_sha256 in thanks
    assert (event.contact_preference, event.typed_name) == ("phone", "Annelies Vandenbroucke")
    assert request.member.name in event.statement


def test_the_language_of_the_person_is_shown_and_noted() -> None:
    text = a_text()
    request = a_request(text, a_party(text.space, person__language="fr"))
    client = opened(request)
    response = client.get(page(request))
    assert '<html lang="fr">' in response.content.decode()
    assert response["Content-Language"] == "fr"
    client.post(page(request), {"act": "code"})
    client.post(page(request), filled_in(request, mailed_code()))
    assert SigningEvent.objects.get().language == "fr"


def test_looking_changes_nothing() -> None:
    request = a_request()
    before = SigningRequest.objects.filter(pk=request.pk).values().get()
    client = opened(request)
    client.get(page(request))
    client.head(page(request))
    assert SigningRequest.objects.filter(pk=request.pk).values().get() == before


@pytest.mark.parametrize("sent", [{}, {"act": ""}, {"act": "publish"}, {"act": "_page"}, {"act": "get"}])
def test_a_bare_post_does_nothing(sent: dict[str, str]) -> None:
    request = a_request()
    before = SigningRequest.objects.filter(pk=request.pk).values().get()
    assert opened(request).post(page(request), sent).status_code == 400
    assert SigningRequest.objects.filter(pk=request.pk).values().get() == before
    assert SigningEvent.objects.count() == 0


def test_signing_without_a_code_is_refused_beside_the_field() -> None:
    request = a_request()
    response = opened(request).post(page(request), {"act": "sign"})
    assert response.status_code == 422
    assert set(errors_of(response)) == {"code", "typed_name", "contact_preference", "agreed", "text_sha256"}
    assert SigningEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"typed_name": "   "}, "typed_name"),
        ({"typed_name": "\u00a0\u2003"}, "typed_name"),
        ({"typed_name": "12 34"}, "typed_name"),
        ({"typed_name": "x" * 201}, "typed_name"),
        ({"code": ""}, "code"),
        ({"code": "12345"}, "code"),
        ({"code": "１２３４５６"}, "code"),
        ({"agreed": ""}, "agreed"),
        ({"contact_preference": ""}, "contact_preference"),
        ({"contact_preference": "pigeon"}, "contact_preference"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    change: dict[str, str], field: str
) -> None:
    request = a_request()
    client = opened(request)
    sent = filled_in(request, code_for(request)) | change
    response = client.post(page(request), sent)
    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    if "typed_name" not in change:
        assert 'value="Annelies Vandenbroucke"' in response.content.decode()
    request.refresh_from_db()
    assert (request.code_tries, SigningEvent.objects.count()) == (0, 0)


def test_a_wrong_code_keeps_what_was_typed_and_says_how_many_tries_are_left() -> None:
    request = a_request()
    client = opened(request)
    code = code_for(request)
    response = client.post(page(request), filled_in(request, wrong(code)))
    assert response.status_code == 422
    assert "4" in errors_of(response)["code"][0]
    assert 'value="Annelies Vandenbroucke"' in response.content.decode()
    for _try in range(4):
        response = client.post(page(request), filled_in(request, wrong(code)))
    assert client.post(page(request), filled_in(request, code)).status_code == 422
    assert SigningEvent.objects.count() == 0


def test_a_new_code_keeps_what_was_typed() -> None:
    request = a_request()
    client = opened(request)
    code_for(request)
    sent = filled_in(request, "", act="code", typed_name="Annelies V.")
    client.post(page(request), sent)
    assert 'value="Annelies V."' in client.get(page(request)).content.decode()


def test_a_code_with_a_space_is_taken() -> None:
    request = a_request()
    code = code_for(request)
    response = opened(request).post(page(request), filled_in(request, f" {code[:3]} {code[3:]} "))
    assert response.status_code == 302
    assert SigningEvent.objects.count() == 1


def test_markup_in_text_title_and_names_is_only_text() -> None:
    text = a_text(
        text="<script>alert(1)</script> [x](javascript:alert(2)) ![p](http://e.example/p.png)", title="<b>T</b>"
    )
    request = a_request(text, a_party(text.space, person__name="<i>Annelies</i>"))
    shown = opened(request).get(page(request)).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "javascript:alert" not in shown.replace("[x](javascript:alert(2))", "")
    assert "<img" not in shown
    assert "<b>T</b>" not in shown
    assert "<i>Annelies</i>" not in shown


def test_the_link_of_another_person_is_not_opened_by_mine() -> None:
    text = a_text()
    mine, theirs = a_request(text), a_request(text)
    client = opened(mine)
    code = code_for(theirs)
    assert client.get(page(theirs)).status_code == 404
    assert client.post(page(theirs), filled_in(theirs, code)).status_code == 404
    stolen = theirs.address().replace(theirs.token(), mine.token())
    assert client.get(stolen).status_code == 404
    assert SigningEvent.objects.count() == 0


def test_the_code_of_another_request_does_not_sign_mine() -> None:
    text = a_text()
    mine, theirs = a_request(text), a_request(text)
    with mock.patch("secrets.randbelow", return_value=111111):
        code_for(mine)
    with mock.patch("secrets.randbelow", return_value=222222):
        code_for(theirs)
    assert opened(mine).post(page(mine), filled_in(mine, "222222")).status_code == 422
    assert SigningEvent.objects.count() == 0


def end_by(what: str, request: SigningRequest) -> None:
    if what == "taken back":
        services.take_back(request)
    elif what == "superseded":
        services.supersede([request.text_id])
    elif what == "expired":
        SigningRequest.objects.update(expires_at=timezone.now())
    else:
        Representative.objects.update(ends_on=timezone.localdate() - dt.timedelta(days=1))


@pytest.mark.parametrize("what", ["taken back", "superseded", "expired", "seat ended"])
def test_a_link_that_ended_shows_and_does_nothing(what: str) -> None:
    request = a_request()
    client = opened(request)
    sent = filled_in(request, code_for(request))
    end_by(what, request)
    assert client.get(page(request)).status_code == 410
    assert client.post(page(request), sent).status_code == 410
    assert Client().get(request.address()).status_code == 410
    assert SigningEvent.objects.count() == 0


def test_a_text_corrected_while_reading_is_read_again_first() -> None:
    request = a_request()
    client = opened(request)
    sent = filled_in(request, code_for(request))
    services.correct([request.text_id], a_text(request.text.space, "Wij beloven alles."))
    response = client.post(page(request), sent)
    assert response.status_code == 422
    assert SigningEvent.objects.count() == 0
    content = client.get(page(request)).content.decode()
    assert "Wij beloven alles." in content


def test_declining_asks_why() -> None:
    request = a_request()
    client = opened(request)
    assert client.post(page(request), {"act": "decline", "decline-reason": "  "}).status_code == 422
    assert client.post(page(request), {"act": "decline", "decline-reason": "Nog niet"}).status_code == 302
    request.refresh_from_db()
    assert (request.decline_reason, SigningEvent.objects.count()) == ("Nog niet", 0)


def test_withdrawing_needs_a_code_of_its_own() -> None:
    event = a_signature()
    request = event.request
    SigningRequest.objects.update(code_sent_at=timezone.now() - dt.timedelta(minutes=2))
    client = opened(request)
    sent = {"act": "withdraw", "typed_name": "Annelies V", "agreed": "on", "reason": "Fusie"}
    assert client.post(page(request), sent).status_code == 422
    client.post(page(request), {"act": "code"})
    assert (
        client.post(page(request), {**sent, "act": "withdraw", "code": mailed_code(), "agreed": ""}).status_code == 422
    )
    response = client.post(page(request), {**sent, "code": mailed_code()})
    assert response.status_code == 200
    assert [one.kind for one in SigningEvent.objects.order_by("position")] == ["signed", "withdrawn"]
    assert client.get(page(request)).status_code == 410


def test_pressing_sign_again_after_signing_does_not_withdraw_or_sign_twice() -> None:
    request = a_request()
    client = opened(request)
    sent = filled_in(request, code_for(request))
    for _press in range(3):
        assert client.post(page(request), sent).status_code == 302
    assert SigningEvent.objects.count() == 1
    assert Mail.objects.filter(kind="signing receipt").count() == 1


def test_asking_for_a_code_in_the_first_minute_again_sends_none(mailoutbox: list[object]) -> None:
    request = a_request()
    client = opened(request)
    for _press in range(3):
        assert client.post(page(request), {"act": "code"}).status_code == 302
    assert len(mailoutbox) == 1


def test_the_mail_with_the_code_speaks_of_what_it_does(mailoutbox: list[object]) -> None:
    event = a_signature(**{})
    SigningRequest.objects.update(code_sent_at=timezone.now() - dt.timedelta(minutes=2))
    services.send_code(event.request, Purpose.WITHDRAW)
    first, second = mailoutbox
    assert first.body != second.body  # type: ignore[attr-defined]


# --- the public check -------------------------------------------------------------------------------
def a_document(content: bytes = b"%PDF charter of 7", **facts: object) -> FrozenDocument:
    space = SpaceFactory(name="Alliantie Waasland-Noord")
    values = {"kind": "charter", "subject_id": 1, "title": "Geheime titel", "facts": {"who": "Annelies"}, **facts}
    return freeze(chain=f"space:{space.pk}", content=content, **values)


def check(**sent: object) -> object:
    return Client().post(reverse("documents:verify"), sent)


def result(response: object) -> str:
    content = response.content.decode()  # type: ignore[attr-defined]
    start = content.index('id="result"')
    return content[start : content.index("<form", start)]


@pytest.mark.parametrize("how", ["code", "code read aloud", "hash", "hash in capitals", "file"])
def test_a_document_of_ours_is_known_by_code_hash_and_file(how: str) -> None:
    document = a_document()
    sent = {
        "code": {"code": document.code_to_read},
        "code read aloud": {"code": document.code.lower().replace("1", "l").replace("0", "o")},
        "hash": {"code": document.sha256},
        "hash in capitals": {"code": f" {document.sha256.upper()} "},
        "file": {"file": SimpleUploadedFile("x.pdf", b"%PDF charter of 7")},
    }[how]
    response = check(**sent)
    assert "notice-success" in response.content.decode()  # type: ignore[attr-defined]
    shown = result(response)
    assert "Alliantie Waasland-Noord" in shown
    assert document.sha256 in shown
    assert "Annelies" not in shown
    assert "Geheime titel" not in shown


@pytest.mark.parametrize(
    "sent",
    [
        {"code": "0000-0000-0000"},
        {"code": hashlib.sha256(b"other").hexdigest()},
        {"code": "<script>alert(1)</script>"},
        {"file": SimpleUploadedFile("x.pdf", b"%PDF charter of 8")},
    ],
)
def test_what_is_not_ours_is_said_so(sent: dict[str, object]) -> None:
    a_document()
    response = check(**sent)
    assert "notice-warning" in response.content.decode()  # type: ignore[attr-defined]
    assert "<script>alert" not in response.content.decode()  # type: ignore[attr-defined]


def test_the_file_counts_when_a_code_was_typed_as_well() -> None:
    document = a_document()
    response = check(code=document.code, file=SimpleUploadedFile("x.pdf", b"forged"))
    assert "notice-warning" in response.content.decode()  # type: ignore[attr-defined]


def test_nothing_asked_and_too_large_a_file_are_told_apart(settings: object) -> None:
    assert check().status_code == 422  # type: ignore[attr-defined]
    settings.UPLOAD_MAX_BYTES = 10  # type: ignore[attr-defined]
    response = check(file=SimpleUploadedFile("x.pdf", b"x" * 11))
    assert (response.status_code, list(errors_of(response))) == (422, ["file"])  # type: ignore[attr-defined]


def test_the_check_is_limited_and_needs_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.views.TRIES", {"limit": 3, "seconds": 600})
    assert Client().get(reverse("documents:verify")).status_code == 200
    codes = [check(code="0000-0000-0000").status_code for _try in range(4)]  # type: ignore[attr-defined]
    assert codes == [200, 200, 200, 429]
