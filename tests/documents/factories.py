"""Texts to sign, people who may sign, and the way through the link."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from documents.models import SignableText, SigningEvent, SigningRequest
from documents.signing import services
from documents.signing.codes import Purpose
from documents.signing.services import Answer, Party
from spaces.models import Space
from tests.spaces.factories import MemberFactory, PersonFactory, RepresentativeFactory, SpaceFactory

CODE = re.compile(r"^([0-9]{6})$", re.M)


def a_text(space: Space | None = None, text: str = "# Samen\n\nWij beloven *veel*.\n", **facts: Any) -> SignableText:
    space = space or SpaceFactory()
    values = {"kind": "charter", "title": "Handvest van Waasland-Noord", "language": "nl", **facts}
    return services.put_forward(space, text=text, **values)


def a_party(space: Space, **mandate: Any) -> Party:
    """A member organisation with a representative who may sign."""
    seat = RepresentativeFactory(member__space=space, may_sign=True, **mandate)
    return Party(seat.member, seat.person)


def an_individual(space: Space) -> Party:
    person = PersonFactory(space=space)
    member = MemberFactory(space=space, organisation=None, individual=person)
    return Party(member, person)


def a_request(text: SignableText | None = None, party: Party | None = None) -> SigningRequest:
    text = text or a_text()
    party = party or a_party(text.space)
    services.ask(text, [party], counting=[text.pk])
    return SigningRequest.objects.get(text=text, member=party.member, person=party.person, withdrawn_at=None)


def mailed_code() -> str:
    """The code in the newest mail."""
    match = CODE.search(mail.outbox[-1].body)
    assert match, mail.outbox[-1].body
    return match[1]


def code_for(request: SigningRequest, purpose: Purpose = Purpose.SIGN) -> str:
    services.send_code(request, purpose)
    return mailed_code()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def answer(request: SigningRequest, code: str, **facts: Any) -> Answer:
    values = {
        "typed_name": "Annelies Vandenbroucke",
        "statement": "Ik teken.",
        "language": "nl",
        "text_sha256": SigningRequest.objects.get(pk=request.pk).text.sha256,
        "contact_preference": "email",
        **facts,
    }
    return Answer(code=code, **values)


def a_signature(request: SigningRequest | None = None, **facts: Any) -> SigningEvent:
    request = request or a_request()
    return services.sign(request, answer(request, code_for(request), **facts))


def opened(request: SigningRequest) -> Client:
    """A browser that came in through the link."""
    client = Client()
    response = client.get(request.address())
    assert response.status_code == 302, response.status_code
    return client


def page(request: SigningRequest) -> str:
    return reverse("links:link_page", args=["signing", request.pk])


def filled_in(request: SigningRequest, code: str, **facts: str) -> dict[str, str]:
    """What the form of step 3 sends."""
    request.refresh_from_db()
    return {
        "act": "sign",
        "code": code,
        "typed_name": "Annelies Vandenbroucke",
        "contact_preference": "phone",
        "agreed": "on",
        "text_sha256": request.text.sha256,
        **facts,
    }
