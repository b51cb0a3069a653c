"""The charter: open for signing, everybody asked, some signatures given."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from charters import editions, services
from charters.signatories import overview
from documents.signing import codes
from documents.signing import services as signing
from documents.signing.models import ContactPreference, SigningRequest
from spaces.models import Space


def make(space: Space, by: User, *, signed_by: Collection[str]) -> None:
    charter = services.create(space)
    version = services.open_version(charter, major=True, opened_by=by, revision=charter.revision)
    parties = [signing.Party(one.member, seat.person) for one, seat in overview(charter).seats_to_ask]
    signing.ask(version.signable, parties, counting=charter.counting_texts())
    requests = SigningRequest.objects.filter(text=version.signable, person__name__in=signed_by)
    for request in requests.select_related("text", "member__organisation").order_by("pk"):
        _sign(request, space.language)
    editions.make(charter)


def _sign(request: SigningRequest, language: str) -> None:
    """As on the page, but for the code: it is used at once and never mailed."""
    names = {"title": request.text.title, "organisation": request.member.name}
    with translation.override(language):
        statement = _("I have read “%(title)s” and sign it on behalf of %(organisation)s.") % names
    answer = signing.Answer(
        code=codes.renew(request, codes.Purpose.SIGN),
        typed_name=request.person.name,
        statement=statement,
        language=language,
        text_sha256=request.text.sha256,
        contact_preference=ContactPreference.EMAIL,
    )
    signing.sign(request, answer)
