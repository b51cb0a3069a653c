"""The one word before a call closes: to whom, when, and once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from alliances.founding import found
from core.mail.models import Mail
from programmes.calls import tasks
from programmes.calls.models import Call, Proposal
from programmes.calls.services import applying, reminding
from spaces.models import Space
from tests.at_once import together
from tests.calls.factories import DAY, draft, make_call, region, submitted
from tests.calls.test_views import address
from tests.spaces.factories import client_with

pytestmark = pytest.mark.django_db


def reminded() -> list[str]:
    return list(Mail.objects.filter(kind="proposal reminder").values_list("to", flat=True))


def began_long_ago() -> None:
    Proposal.objects.update(created_at=timezone.now() - 10 * DAY)


def test_a_draft_is_reminded_once() -> None:
    draft(make_call(closes_at=timezone.now() + 3 * DAY))
    began_long_ago()
    assert [tasks.remind(), tasks.remind()] == [1, 0]
    assert reminded() == ["els@example.org"]
    assert "[[link:proposal:" in Mail.objects.get(kind="proposal reminder").text


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_mail_once() -> None:
    draft(make_call(closes_at=timezone.now() + 3 * DAY))
    began_long_ago()
    assert sorted(together(reminding.remind, reminding.remind)) == [0, 1]
    assert reminded() == ["els@example.org"]


def test_only_what_is_still_being_written_and_closes_soon_is_reminded() -> None:
    now = timezone.now()
    call = make_call(closes_at=now + 3 * DAY)
    submitted(call)
    applying.withdraw(draft(call, email="terug@example.org"))
    began_long_ago()
    draft(call, email="nieuw@example.org")  # began just now
    assert reminding.remind() == 0
    began_long_ago()
    for closes_at, number in ((now + 9 * DAY, 0), (now - DAY / 24, 0), (now + 4 * DAY, 1)):
        Call.objects.update(closes_at=closes_at)
        assert reminding.remind() == number, closes_at
    assert reminded() == ["nieuw@example.org"]


def test_who_writes_for_a_region_that_has_its_network_is_not_reminded() -> None:
    call = make_call(closes_at=timezone.now() + 3 * DAY)
    draft(call)
    began_long_ago()
    found(Space(parent=call.space, name="Alliantie", slug="alliantie", kind=Space.Kind.ALLIANCE), [region()])
    assert reminding.remind() == 0


def test_a_run_has_an_end_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminding, "MOST", 2)
    call = make_call(closes_at=timezone.now() + 3 * DAY)
    for number in range(3):
        draft(call, email=f"els{number}@example.org")
    began_long_ago()
    assert [reminding.remind(), reminding.remind(), reminding.remind()] == [2, 1, 0]


def test_the_programme_sees_which_drafts_are_not_in_and_who_was_reminded() -> None:
    call = make_call(closes_at=timezone.now() + 3 * DAY)
    draft(call)
    began_long_ago()
    reminding.remind()
    client = client_with("coordinator", call.space)
    client.cookies["django_language"] = "en"
    assert "reminded on" in client.get(address("call_show", call)).content.decode()
