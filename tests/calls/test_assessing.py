"""Who is asked to look at proposals, and what comes together of what they think."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.mail.models import Mail
from programmes.calls.models import Assessment, Assessor
from programmes.calls.services import assessing
from spaces import services
from tests.calls.factories import assessment, make_call, partner, submitted, written
from tests.spaces.factories import account_of, client_of, somebody, user_with

pytestmark = pytest.mark.django_db


def test_ask_mails_one_link_for_all_proposals_and_not_twice_for_the_same() -> None:
    call = make_call()
    proposals = [submitted(call), submitted(call, email="jan@example.org", organisation="Gemeente Temse")]
    by = user_with("coordinator", call.space)
    assert len(assessing.ask(call, proposals, name="An", email="AN@example.org", by=by)) == 2
    assert assessing.ask(call, proposals, name="An", email="an@example.org", by=by) == []
    mail = Mail.objects.get(kind="assessor request")
    assert "Gemeente Stekene" in mail.text and "Gemeente Temse" in mail.text
    assert Assessor.objects.get().placeholder() in mail.text


def test_who_applies_does_not_assess_it() -> None:
    proposal = written()
    partner(proposal, "yes")
    for email in ("els@example.org", "KAREL@example.org"):
        with pytest.raises(ValidationError, match="applies in the proposal"):
            assessment(proposal, email=email)
    assert Assessor.objects.count() == 0


def test_summary_weighs_and_leaves_out_who_has_an_interest() -> None:
    proposal = submitted()
    criteria = list(proposal.call.criteria.all())  # weights 1, 2, 1, 2
    one, two = assessment(proposal), assessment(proposal, email="bo@example.org", name="Bo")
    waiting = assessment(proposal, email="cas@example.org", name="Cas")
    conflicted = assessment(proposal, email="dan@example.org", name="Dan")
    for row, points in ((one, (4, 2, 4, 2)), (two, (2, 4, 2, 4))):
        assessing.declare(row, "none")
        assessing.write(row, dict(zip(criteria, points, strict=True)), "", hands_in=True)
    assessing.declare(conflicted, "conflict", "Mijn broer werkt er.")
    found = assessing.summary(proposal)
    assert [row.average for row in found.criteria] == [3, 3, 3, 3]
    assert found.average == 3
    assert found.criteria[0].points == [("An Claes", 4), ("Bo", 2)]
    assert (found.waiting, found.conflicts) == ([waiting], [conflicted])


def test_summary_of_nothing_is_nothing() -> None:
    found = assessing.summary(submitted())
    assert (found.average, found.handed_in, {row.average for row in found.criteria}) == (None, [], {None})


def test_the_database_keeps_points_within_the_scale_and_interests_out() -> None:
    row = assessment(submitted())
    assessing.declare(row, "none")
    criterion = row.proposal.call.criteria.first()
    with pytest.raises(IntegrityError, match="score_at_most_four"), transaction.atomic():
        row.scores.create(criterion=criterion, points=5)
    with pytest.raises(IntegrityError, match="assessment_without_an_interest"), transaction.atomic():
        Assessment.objects.update(interest="conflict", handed_in_at=timezone.now())


def test_a_corrected_address_ends_the_link_that_went_to_the_old_one() -> None:
    row = assessment(submitted())
    before = row.assessor.token()
    person = row.assessor.person
    person.email = "nieuw@example.org"
    services.change_person(person)
    assert row.assessor.find(row.assessor.pk, before)[1] == "replaced"


def test_assessor_open_leads_to_ones_own_link_and_nobody_elses() -> None:
    call = make_call()
    proposal = submitted(call)
    person = somebody(call.space, "coordinator", email="ik@example.org")
    user = account_of(person)
    page = f"/p/{call.space.slug}/calls/{call.pk}/assessors/open/"
    assert "/l/" not in client_of(user).post(page)["Location"]
    row = assessment(proposal, email="ik@example.org", name="Ik")
    assert client_of(user).post(page)["Location"] == row.assessor.address()
