"""The pages about agreements: who sees what, and what happens when something is pressed twice."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from alliances.agreements import services
from alliances.agreements.models import Agreement, AgreementVersion, Answer, ConfirmationRequest
from core.mail.models import Mail
from spaces.models import Space
from tests.agreements.factories import agreed, agreements_of, asked, decider, proposed
from tests.pages import marks_in, save
from tests.spaces.factories import (
    AllianceFactory,
    PersonFactory,
    account_of,
    client_of,
    client_with,
    somebody,
    user_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return AllianceFactory(space__vision="Iedereen hoort erbij.", space__language="en").space


def address(name: str, space: Space, *more: object) -> str:
    return reverse(f"agreements:{name}", args=[space.slug, *more])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_coordinator_begins_writes_puts_forward_and_asks(space: Space) -> None:
    client = client_with("coordinator", space)
    assert "Begin with our text" in text_of(client.get(address("agreement_show", space)))
    client.post(address("agreement_create", space, "rules"))
    page = address("agreement_change", space)
    assert save(client, page, {"title": "Onze regels", "text": "# Geld\r\n\r\nAlles samen."}).status_code == 302
    propose = address("agreement_propose", space, "rules")
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', text_of(client.get(propose)))
    assert seen
    assert client.post(propose, {"seen": seen[1]})["Location"] == address("confirmation_ask", space, "rules")
    seat = decider(space)
    ask = address("confirmation_ask", space, "rules")
    assert client.post(ask, {"parties": [f"{seat.member.pk}-{seat.person.pk}"]}).status_code == 302
    assert client.post(ask, {"parties": [f"{seat.member.pk}-{seat.person.pk}"]}).status_code == 422
    assert Mail.objects.filter(kind="agreement request").count() == 1
    assert AgreementVersion.objects.get().text == "# Geld\n\nAlles samen."


def test_two_who_write_at_once_see_each_other(space: Space) -> None:
    agreements_of(space)
    one, other = client_with("coordinator", space), client_with("coordinator", space)
    page = address("agreement_change", space)
    marks = marks_in(one.get(page))
    save(other, page, {"title": "Regels", "text": "Van de ander."})
    answer = one.post(page, {**marks, "title": "Regels", "text": "Van mij."})
    assert (answer.status_code, "Van de ander." in text_of(answer)) == (422, True)
    assert Agreement.objects.get().text == "Van de ander."


def test_the_preview_saves_nothing(space: Space) -> None:
    agreement = agreements_of(space)
    answer = client_with("coordinator", space).post(
        address("agreement_change", space), {"title": "x", "text": "**vet**", "preview": "1"}
    )
    assert "<strong>vet</strong>" in text_of(answer)
    assert Agreement.objects.get().text == agreement.text


@pytest.mark.parametrize("role", ["chair", "secretary", "communications", "member"])
def test_others_see_no_draft_and_no_remarks(space: Space, role: str) -> None:
    agreement = agreements_of(space)
    client = client_with(role, space)
    show = address("agreement_show", space)
    assert "still writing" in text_of(client.get(show))
    version = proposed(agreement, "Dit staat vast.")
    seat = decider(space)
    services.answer(version, seat.member, seat.person, choice="remark", remark="Alleen voor de coördinator")
    Agreement.objects.update(text="Nog geheim")
    for page in (show, address("agreement_compare", space, "rules") + "?before=1&after=0"):
        shown = text_of(client.get(page))
        assert ("Nog geheim" in shown, "Alleen voor" in shown) == (False, False)
    assert "has a remark" in text_of(client.get(show))
    for name in ("agreement_propose", "confirmation_ask"):
        assert client.get(address(name, space, "rules")).status_code == 403
    assert client.get(address("agreement_change", space)).status_code == 403
    assert client.post(address("confirmation_remind", space, "rules")).status_code == 403


def test_the_coordinator_sees_remarks_and_who_may_not_decide(space: Space) -> None:
    version = proposed(agreements_of(space))
    seat, other = decider(space), decider(space, may_decide=False)
    services.answer(version, seat.member, seat.person, choice="remark", remark="Graag <b>korter</b>")
    shown = text_of(client_with("coordinator", space).get(address("agreement_show", space)))
    assert "Graag &lt;b&gt;korter&lt;/b&gt;" in shown
    assert f'Give somebody the mandate<span class="visually-hidden"> for {other.member.name}' in shown


def test_somebody_signed_in_answers_for_each_of_theirs_and_for_nobody_else(space: Space) -> None:
    version = proposed(agreements_of(space))
    person = somebody(space, "member")
    mine, also, others = decider(space, person=person), decider(space, person=person), decider(space)
    client = client_of(account_of(person))
    shown = text_of(client.get(address("agreement_show", space)))
    assert shown.count("You decide for") == 2
    give = address("confirmation_give", space, "rules", mine.member.pk)
    assert client.post(give, {}).status_code == 422  # nothing is chosen beforehand
    assert client.post(give, {"choice": "agree"}).status_code == 302
    assert (
        client.post(address("confirmation_give", space, "rules", others.member.pk), {"choice": "agree"}).status_code
        == 404
    )
    assert [(one.member, one.version) for one in Answer.objects.all()] == [(mine.member, version)]
    assert also.member.name in text_of(client.get(address("agreement_show", space)))


def test_a_kind_that_does_not_exist_is_not_found(space: Space) -> None:
    client = client_with("coordinator", space)
    for name in ("agreement_show", "agreement_propose", "agreement_compare", "confirmation_ask"):
        assert client.get(address(name, space, "anders")).status_code == 404
    assert client.post(address("agreement_create", space, "anders")).status_code == 404


def test_two_versions_are_compared_and_nonsense_shows_the_usual_two(space: Space) -> None:
    agreement = agreements_of(space)
    proposed(agreement, "Een twee drie vier.")
    proposed(agreement, "Een twee drie vijf.", note="Vier was te weinig")
    client = client_with("member", space)
    for asked_for in ("", "?before=1&after=2", "?before=9&after=x", "?before=1"):
        shown = text_of(client.get(address("agreement_compare", space, "rules") + asked_for))
        if "9" not in asked_for and asked_for != "?before=1":
            assert '<del><span class="visually-hidden">removed: </span>vier.</del>' in shown
            assert '<ins><span class="visually-hidden">added: </span>vijf.</ins>' in shown
    assert "Vier was te weinig" in text_of(client.get(address("agreement_show", space)))


def test_a_version_as_it_was_and_as_a_document(space: Space) -> None:
    agreement = agreements_of(space)
    said = agreed(proposed(agreement, "De eerste."))
    proposed(agreement, "De tweede.")
    client = client_with("member", space)
    shown = text_of(client.get(address("version_show", space, "rules", 1)))
    assert ("De eerste." in shown, said.person_name in shown, "newer version" in shown) == (True, True, True)
    document = client.get(address("version_pdf", space, "rules", 1))
    assert (document["Content-Type"], document.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(address("version_show", space, "rules", 3)).status_code == 404
    assert client.get(address("version_show", space, "vision", 1)).status_code == 404


def opened(request: ConfirmationRequest) -> tuple[Client, str]:
    """A browser that came in with the link, and the page it is led to."""
    client = Client()
    page = client.get(request.address().removeprefix("http://localhost:8000"))
    return client, page["Location"]


def test_the_link_asks_for_whom_and_only_shows_until_a_choice_is_sent(space: Space) -> None:
    version = proposed(agreements_of(space))
    request = asked(version)
    client, page = opened(request)
    shown = text_of(client.get(page))
    assert (f"for {request.member.name}" in shown, "checked" in shown) == (True, False)
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"choice": "remark", "remark": "  "}).status_code == 422
    assert client.post(page, {"choice": "anders"}).status_code == 422
    assert client.post(page, {"choice": "agree\0"}).status_code in (400, 422)
    assert not Answer.objects.exists()
    assert client.post(page, {"choice": "remark", "remark": "Graag tolken."}).status_code == 302
    assert "Graag tolken." in text_of(client.get(page))
    assert client.post(page, {"choice": "agree"}).status_code == 302
    assert client.post(page, {"choice": "agree"}).status_code == 302
    assert [one.choice for one in Answer.objects.order_by("pk")] == ["remark", "agree"]
    assert "We agree" in text_of(client.get(page + "?change"))


def test_who_answered_the_version_before_reads_what_is_new(space: Space) -> None:
    agreement = agreements_of(space)
    first = proposed(agreement, "Een twee drie vier.")
    seat = decider(space)
    agreed(first, seat.member, seat.person)
    second = proposed(agreement, "Een twee drie vijf.")
    client, page = opened(asked(second, seat))
    assert "removed: </span>vier." in text_of(client.get(page))
    newcomer, newcomers_page = opened(asked(second))
    assert "removed:" not in text_of(newcomer.get(newcomers_page))


def test_a_link_of_an_earlier_version_or_with_another_token_opens_nothing(space: Space) -> None:
    agreement = agreements_of(space)
    request = asked(proposed(agreement))
    client, page = opened(request)
    proposed(agreement, "Nieuw.")
    assert client.get(page).status_code == 410
    assert client.post(page, {"choice": "agree"}).status_code == 410
    assert Client().get(f"/l/agreement/{request.pk}/{'A' * 43}/").status_code == 404
    assert not Answer.objects.exists()


def test_another_alliances_coordinator_finds_nothing(space: Space) -> None:
    version = proposed(agreements_of(space))
    other = AllianceFactory().space
    client = client_with("coordinator", other)
    assert client.get(address("version_show", space, "rules", version.number)).status_code == 404
    assert client.get(address("version_show", other, "rules", version.number)).status_code == 404


def test_a_programme_has_no_agreements(space: Space) -> None:
    Space.objects.filter(pk=space.pk).update(kind="programme")
    assert client_with("coordinator", space).get(address("agreement_show", space)).status_code == 404


def test_the_page_asks_as_many_queries_with_one_member_as_with_thirty(django_assert_num_queries) -> None:
    counts = []
    for rows in (1, 30):
        space = AllianceFactory(space__language="en").space
        version = proposed(agreements_of(space))
        for _number in range(rows):
            asked(version)
            agreed(version)
        client = client_of(user_with("coordinator", space))
        for page in (address("agreement_show", space), address("confirmation_ask", space, "rules")):
            client.get(page)
            cache.clear()
            with django_assert_num_queries(12, exact=False) as counted:
                assert client.get(page).status_code == 200
            counts.append(len(counted))
    assert counts[:2] == counts[2:]


def test_long_names_and_people_without_an_address(space: Space) -> None:
    version = proposed(agreements_of(space))
    decider(space, person=PersonFactory(space=space, email="", name="Ò" * 200))
    shown = text_of(client_with("coordinator", space).get(address("agreement_show", space)))
    assert "no e-mail address" in shown
    assert version.title in shown
