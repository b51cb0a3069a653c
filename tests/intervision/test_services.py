from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from core.frozen.models import FrozenDocument
from core.frozen.services import verify_chain
from core.links import LinkState
from core.mail import expanding
from core.mail.models import Mail, MailJob
from sessions.intervision.models import Contribution, ContributionRequest, DayReport, IntervisionDay, Match, Round, Tip
from sessions.intervision.services import asking, contributing, matching, planning, reporting
from sessions.intervision.services.contributing import Story
from sessions.intervision.services.reporting import TipText
from spaces.models import Person
from spaces.services import end_membership
from tests.intervision.factories import (
    ContributionFactory,
    DayFactory,
    RequestFactory,
    RoundFactory,
    at,
    exists,
    finished_day,
    held_day,
    representative,
)
from tests.spaces.factories import (
    MemberFactory,
    PersonFactory,
    RepresentativeFactory,
    SpaceFactory,
    somebody,
    user_with,
)

pytestmark = pytest.mark.django_db
QUESTION, SUCCESS = Contribution.Kind.QUESTION, Contribution.Kind.SUCCESS


def mails() -> list[Mail]:
    """The mails that the workers make of what is queued."""
    for job in MailJob.objects.all():
        expanding.expand(job.pk)
    return list(Mail.objects.order_by("pk"))


def story(**facts: Any) -> Story:
    return Story(**{"kind": QUESTION, "title": "Hoe bereiken we jonge vaders?", "story": "Al een jaar.", **facts})


# --- planning ---------------------------------------------------------------------------------------
def test_a_day_that_moves_takes_the_links_along() -> None:
    request = RequestFactory()
    day = request.day
    day.starts_at, day.ends_at = at(30, 9), at(30, 17)
    planning.change_day(day)
    assert ContributionRequest.objects.get().expires_at == at(30, 17)


def test_a_day_that_somebody_knows_of_stays() -> None:
    asked, brought, reported = RequestFactory().day, ContributionFactory().day, finished_day()
    for day in (asked, brought, reported):
        with pytest.raises(ValidationError):
            planning.remove_day(day)
    unknown = RoundFactory().day
    planning.remove_day(unknown)
    assert set(IntervisionDay.objects.all()) == {asked, brought, reported}


def test_a_round_with_something_reported_stays_and_one_without_leaves_the_contributions() -> None:
    brought = ContributionFactory()
    brought.round = RoundFactory(day=brought.day)
    brought.save()
    written = RoundFactory(day=brought.day, insights="- Begin klein")
    with pytest.raises(ValidationError):
        planning.remove_round(written)
    planning.remove_round(brought.round)
    assert list(Round.objects.all()) == [written]
    assert Contribution.objects.get().round is None


# --- asking -----------------------------------------------------------------------------------------
def test_those_who_take_part_can_be_asked_each_once() -> None:
    day = DayFactory()
    seat = representative(day.space, name="Bouke")
    RepresentativeFactory(member=MemberFactory(space=day.space), person=seat)
    individual = PersonFactory(space=day.space, name="Anke")
    MemberFactory(space=day.space, organisation=None, individual=individual)
    team = somebody(day.space, "secretary", name="Corrie")
    somebody(day.space, "guest")
    left = representative(day.space)
    end_membership(left.represents.get().member, timezone.localdate() - dt.timedelta(days=1))
    representative(SpaceFactory())
    assert {one.person for one in asking.candidates(day)} == {seat, individual, team}
    asking.ask(day, [individual.pk], by=user_with("coordinator", day.space))
    assert individual not in {one.person for one in asking.candidates(day)}


def test_asking_mails_each_a_link_of_their_own_in_their_language() -> None:
    day = DayFactory(guiding_questions="Wat houdt je tegen?")
    RoundFactory(day=day, title="Partners vinden")
    one, other = representative(day.space, language="en"), representative(day.space)
    by = user_with("coordinator", day.space)
    rows = asking.ask(day, [one.pk, other.pk], by=by)
    sent = mails()
    assert [(mail.to, mail.reply_to, mail.space_id) for mail in sent] == [
        (row.person.email, by.email, day.space_id) for row in rows
    ]
    assert [
        row.placeholder() in mail.text and row.placeholder() in mail.html for row, mail in zip(rows, sent, strict=True)
    ] == [
        True,
        True,
    ]
    assert rows[1].placeholder() not in sent[0].text
    assert sent[0].subject == f"What do you bring to “{day.title}”?"
    assert all(words in sent[0].text for words in (f"Hello {one.name},", "Partners vinden", "Wat houdt je tegen?"))


def test_pressing_twice_asks_once() -> None:
    day = DayFactory()
    person = representative(day.space)
    by = user_with("coordinator", day.space)
    assert len(asking.ask(day, [person.pk], by=by)) == 1
    assert asking.ask(day, [person.pk], by=by) == []
    assert len(mails()) == 1


def test_nobody_of_another_space_or_without_an_address_is_asked() -> None:
    day = DayFactory()
    stranger, silent = representative(SpaceFactory()), representative(day.space, email="")
    assert asking.ask(day, [stranger.pk, silent.pk], by=user_with("coordinator", day.space)) == []
    assert (ContributionRequest.objects.count(), MailJob.objects.count()) == (0, 0)


def test_a_day_that_has_begun_asks_nobody() -> None:
    day = DayFactory(starts_at=timezone.now() - dt.timedelta(minutes=1))
    person = representative(day.space)
    with pytest.raises(ValidationError):
        asking.ask(day, [person.pk], by=user_with("coordinator", day.space))


def test_who_is_asked_again_gets_a_new_link_and_a_new_mail() -> None:
    day = DayFactory()
    person = representative(day.space)
    by = user_with("coordinator", day.space)
    (row,) = asking.ask(day, [person.pk], by=by)
    old = row.token()
    mails()
    assert asking.withdraw(row)
    assert not asking.withdraw(row)
    assert ContributionRequest.find(row.pk, old)[1] == LinkState.WITHDRAWN
    (again,) = asking.ask(day, [person.pk], by=by)
    assert again.pk == row.pk
    assert ContributionRequest.find(row.pk, old)[1] == LinkState.REPLACED
    assert ContributionRequest.find(row.pk, again.token())[1] == LinkState.FINE
    assert len(mails()) == 2


def test_who_was_taken_off_before_the_mail_was_made_gets_none() -> None:
    day = DayFactory()
    person = representative(day.space)
    (row,) = asking.ask(day, [person.pk], by=user_with("coordinator", day.space))
    asking.withdraw(row)
    assert mails() == []


# --- contributing -----------------------------------------------------------------------------------
def test_handing_in_notes_the_organisation_they_speak_for() -> None:
    day = DayFactory()
    person = representative(day.space)
    round_ = RoundFactory(day=day)
    made = contributing.hand_in(day, person, story(round=round_, shows_name=True))
    row = Contribution.objects.get()
    assert row == made
    assert (row.person, row.organisation, row.round, row.shows_name) == (
        person, person.represents.get().member.organisation, round_, True,
    )  # fmt: skip


def test_the_same_again_is_handed_in_once() -> None:
    day = DayFactory()
    person = PersonFactory(space=day.space)
    first = contributing.hand_in(day, person, story())
    assert contributing.hand_in(day, person, story()) == first
    assert contributing.hand_in(day, person, story(kind=SUCCESS)) != first
    assert contributing.hand_in(day, PersonFactory(space=day.space), story()) != first
    assert Contribution.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_four_presses_at_once_hand_in_once() -> None:
    day = DayFactory()
    person = PersonFactory(space=day.space)

    def press(_number: int) -> int:
        try:
            return contributing.hand_in(day, person, story()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(press, range(4)))) == 1
    assert Contribution.objects.count() == 1


def test_nobody_hands_in_without_end() -> None:
    day = DayFactory()
    person = PersonFactory(space=day.space)
    ContributionFactory.create_batch(Contribution.MOST_PER_PERSON, day=day, person=person)
    with pytest.raises(ValidationError):
        contributing.hand_in(day, person, story())


def test_correcting_to_another_kind_undoes_its_matches() -> None:
    day = DayFactory()
    question, helpful = ContributionFactory(day=day), ContributionFactory(day=day, kind=SUCCESS)
    matching.arrange(day, {}, [(question.pk, helpful.pk)])
    contributing.correct(question, story(title="Anders"))
    assert Match.objects.count() == 1
    contributing.correct(helpful, story(title="Toch een vraag"))
    assert Match.objects.count() == 0
    assert Contribution.objects.get(pk=helpful.pk).kind == QUESTION


def test_correcting_into_what_one_handed_in_already_is_refused() -> None:
    day = DayFactory()
    person = PersonFactory(space=day.space)
    contributing.hand_in(day, person, story())
    other = contributing.hand_in(day, person, story(title="Iets anders"))
    with pytest.raises(ValidationError):
        contributing.correct(other, story())
    contributing.correct(other, story(title="Iets anders", shows_name=True))
    assert Contribution.objects.get(pk=other.pk).shows_name


def test_once_the_day_has_begun_nothing_changes() -> None:
    brought = ContributionFactory()
    IntervisionDay.objects.update(starts_at=timezone.now() - dt.timedelta(minutes=1))
    for act in (
        lambda: contributing.hand_in(brought.day, brought.person, story()),
        lambda: contributing.correct(brought, story()),
        lambda: contributing.take_back(brought),
    ):
        with pytest.raises(ValidationError):
            act()
    assert list(Contribution.objects.values_list("title", flat=True)) == [brought.title]


def test_taking_back_removes_it_with_its_matches() -> None:
    day = DayFactory()
    question, helpful = ContributionFactory(day=day), ContributionFactory(day=day, kind=SUCCESS)
    matching.arrange(day, {}, [(question.pk, helpful.pk)])
    contributing.take_back(helpful)
    assert (list(Contribution.objects.all()), Match.objects.count()) == ([question], 0)


def test_a_round_of_another_day_is_refused() -> None:
    day = DayFactory()
    with pytest.raises(ValueError, match="another day"):
        contributing.hand_in(day, PersonFactory(space=day.space), story(round=RoundFactory()))


# --- matching ---------------------------------------------------------------------------------------
def test_arranging_passes_over_what_is_of_another_day_or_no_pair() -> None:
    day = DayFactory()
    round_, elsewhere = RoundFactory(day=day), RoundFactory()
    question, helpful = ContributionFactory(day=day), ContributionFactory(day=day, kind=SUCCESS)
    stranger = ContributionFactory(kind=SUCCESS)
    pairs = [
        (question.pk, helpful.pk),
        (question.pk, helpful.pk),
        (question.pk, stranger.pk),
        (helpful.pk, question.pk),
    ]
    matching.arrange(day, {question.pk: round_.pk, helpful.pk: elsewhere.pk, stranger.pk: round_.pk, 0: None}, pairs)
    rounds = dict(Contribution.objects.values_list("pk", "round"))
    assert rounds == {question.pk: round_.pk, helpful.pk: None, stranger.pk: None}
    assert [(match.question, match.story) for match in Match.objects.all()] == [(question, helpful)]
    matching.arrange(DayFactory(), {}, [], gone=[Match.objects.get().pk])
    assert Match.objects.count() == 1
    matching.arrange(day, {question.pk: None}, [], gone=[Match.objects.get().pk])
    assert (Match.objects.count(), Contribution.objects.get(pk=question.pk).round) == (0, None)


def test_the_story_that_is_most_like_a_question_is_suggested() -> None:
    day = DayFactory()
    question = ContributionFactory(
        day=day,
        title="Hoe vinden we vrijwilligers voor het taalcafé?",
        story="Het taalcafé in Heerenveen zoekt vrijwilligers.",
    )
    ContributionFactory(day=day, title="Wat met de huurprijzen?", story="Woningen zijn te duur voor een eerste jaar.")
    like = ContributionFactory(
        day=day,
        kind=SUCCESS,
        title="Vrijwilligers voor het taalcafé vonden we via de bieb",
        story="We zoeken vrijwilligers samen.",
    )
    ContributionFactory(
        day=day, kind=SUCCESS, title="Een fietscursus", story="Elke lente leren twintig mensen fietsen."
    )
    elsewhere = ContributionFactory(kind=SUCCESS, title=question.title, story=question.story)
    assert exists(elsewhere)
    assert matching.suggestions(day) == {question.pk: like.pk}
    matching.arrange(day, {}, [(question.pk, like.pk)])
    assert matching.suggestions(day) == {}


# --- reporting --------------------------------------------------------------------------------------
TEXT = dict.fromkeys(Round.REPORT, "") | {"content": "Over partners"}


def save(
    round_: Round, *, version: int = 1, tips: list[TipText] | None = None, attending: Any = (), **text: str
) -> Round:
    return reporting.save_report(round_, {**TEXT, **text}, attending=attending, tips=tips or [], version=version)


def test_a_report_keeps_its_tips_by_number() -> None:
    round_ = held_day().rounds.get()
    save(round_, tips=[TipText("Een"), TipText("Twee", given_by="Hanneke")])
    first, second = round_.tips.all()
    foreign = Tip.objects.create(round=RoundFactory(), text="Elders")
    save(
        round_, version=2, tips=[TipText("Twee!", "https://example.org", pk=second.pk), TipText("Drie", pk=foreign.pk)]
    )
    assert not exists(first)
    assert list(round_.tips.values_list("text", "url", "given_by")) == [
        ("Twee!", "https://example.org", ""),
        ("Drie", "", ""),
    ]
    assert round_.tips.first().pk == second.pk
    assert Tip.objects.get(pk=foreign.pk).text == "Elders"


def test_who_began_from_an_older_version_is_told_and_overwrites_nothing() -> None:
    round_ = held_day().rounds.get()
    save(round_, content="Van Anke", tips=[TipText("Van Anke")])
    with pytest.raises(reporting.Conflict) as conflict:
        save(round_, content="Van Bouke")
    assert conflict.value.round.content == "Van Anke"
    assert (Round.objects.get(pk=round_.pk).content, round_.tips.count()) == ("Van Anke", 1)


def test_finishing_freezes_the_report_for_ever() -> None:
    day = held_day()
    by = user_with("coordinator", day.space)
    report = reporting.finish(day, by=by)
    frozen = report.document
    assert (frozen.chain, frozen.kind, frozen.subject_id) == (f"space:{day.space_id}", DayReport.FROZEN_KIND, day.pk)
    assert bytes(frozen.content).startswith(b"%PDF")
    assert frozen.facts["rounds"] == ["Partners vinden"]
    assert verify_chain(frozen.chain) == []
    for attempt in (
        lambda: reporting.finish(day, by=by),
        lambda: save(day.rounds.get()),
        lambda: planning.change_day(day),
        lambda: planning.save_round(day.rounds.get()),
        lambda: planning.remove_round(day.rounds.get()),
        lambda: matching.arrange(day, {}, []),
    ):
        with pytest.raises(ValidationError):
            attempt()
    assert FrozenDocument.objects.count() == 1


def test_a_correction_makes_a_later_version_and_leaves_the_first() -> None:
    day = finished_day()
    first = bytes(day.reports.get().document.content)
    assert reporting.correct(day)
    assert not reporting.correct(day)
    save(day.rounds.get(), content="Verbeterd")
    reporting.finish(day, by=user_with("coordinator", day.space))
    assert list(day.reports.values_list("revision", flat=True)) == [1, 2]
    assert bytes(day.reports.first().document.content) == first
    assert verify_chain(f"space:{day.space_id}") == []


def test_a_day_before_its_end_or_without_a_round_cannot_be_finished() -> None:
    coming = RoundFactory().day
    empty = DayFactory(starts_at=at(-2, 9), ends_at=at(-2, 17))
    for day in (coming, empty):
        with pytest.raises(ValidationError):
            reporting.finish(day, by=user_with("coordinator", day.space))
    assert DayReport.objects.count() == 0


def test_the_report_goes_to_those_who_were_asked_contributed_or_were_there() -> None:
    day = held_day()
    asked = RequestFactory(day=day).person
    taken_off = RequestFactory(day=day, withdrawn_at=timezone.now()).person
    brought = ContributionFactory(day=day).person
    there, not_there = representative(day.space), representative(day.space)
    day.rounds.get().attending.add(there.represents.get().member)
    assert set(reporting.recipients(day)) == {asked, brought, there}
    assert {taken_off, not_there} <= set(Person.objects.all())


def test_sending_attaches_the_frozen_file_and_sends_each_once() -> None:
    day = finished_day()
    one, other = RequestFactory(day=day).person, RequestFactory(day=day).person
    stranger = PersonFactory()
    report = day.reports.get()
    by = user_with("coordinator", day.space)
    assert reporting.send(report, [one.pk, stranger.pk], by=by) == 1
    assert reporting.send(report, [one.pk, other.pk], by=by) == 2
    sent = mails()
    assert sorted(mail.to for mail in sent) == sorted([one.email, other.email])
    assert [bytes(mail.attachments.get().content) for mail in sent] == [bytes(report.document.content)] * 2
    assert DayReport.objects.get().sent_at is not None


def test_a_version_that_is_being_corrected_is_not_sent() -> None:
    day = finished_day()
    person = RequestFactory(day=day).person
    reporting.correct(day)
    with pytest.raises(ValidationError):
        reporting.send(day.reports.get(), [person.pk], by=user_with("coordinator", day.space))
    assert MailJob.objects.count() == 0
