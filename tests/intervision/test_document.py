"""What stands in the report, and what does not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from sessions.intervision import document
from sessions.intervision.models import Contribution, Match, Tip
from tests.intervision.factories import ContributionFactory, RoundFactory, held_day
from tests.spaces.factories import MemberFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def html_of(day: object) -> str:
    return render_to_string("pdf/intervision.html", {**document.context(day), "revision": 1})  # type: ignore[arg-type]


def test_a_name_stands_in_the_report_only_with_leave() -> None:
    day = held_day()
    round_ = day.rounds.get()
    shown = PersonFactory(space=day.space, name="Wietske Open")
    hidden = PersonFactory(space=day.space, name="Jelle Verborgen")
    organisation = OrganisationFactory(name="Vzw Geheim")
    for kind in Contribution.Kind:
        ContributionFactory(day=day, round=round_, kind=kind, person=shown, shows_name=True)
        ContributionFactory(day=day, round=round_, kind=kind, person=hidden, organisation=organisation)
    html = html_of(day)
    assert html.count("Wietske Open") == 2
    assert "Jelle Verborgen" not in html
    assert "Vzw Geheim" not in html


def test_the_story_of_a_question_stays_in_the_room_that_of_a_success_does_not() -> None:
    day = held_day()
    round_ = day.rounds.get()
    ContributionFactory(day=day, round=round_, title="Mijn vraag", story="Wat niemand hoeft te weten")
    ContributionFactory(day=day, round=round_, kind="success", title="Mijn succes", story="Wat allen mogen weten")
    html = html_of(day)
    assert "Mijn vraag" in html
    assert "Wat niemand hoeft te weten" not in html
    assert "Wat allen mogen weten" in html


def test_what_stands_in_no_round_or_on_another_day_is_left_out() -> None:
    day = held_day()
    ContributionFactory(day=day, title="Zonder ronde")
    ContributionFactory(round=RoundFactory(), title="Van een andere dag")
    html = html_of(day)
    assert "Zonder ronde" not in html
    assert "Van een andere dag" not in html


def test_a_question_stands_with_the_story_it_was_matched_with_also_from_another_round() -> None:
    day = held_day()
    question = ContributionFactory(day=day, round=day.rounds.get())
    story = ContributionFactory(
        day=day, kind="success", title="De fietscursus", round=RoundFactory(day=day, title="Twee")
    )
    Match.objects.create(question=question, story=story)
    assert html_of(day).count("De fietscursus") == 2


def test_markup_shows_as_text_and_markdown_as_nested_points() -> None:
    day = held_day()
    round_ = day.rounds.get()
    evil = "<script>alert(1)</script><b>x</b>"
    round_.title = round_.content = round_.questions = round_.others_attending = evil
    round_.insights = "- Begin klein\n  - met één gemeente\n  - en één vraag"
    round_.save()
    Tip.objects.create(round=round_, text=evil, url="https://example.org/tip?a=1&b=2", given_by=evil)
    ContributionFactory(day=day, round=round_, title=evil, story=evil, kind="success")
    html = html_of(day)
    assert "<script" not in html
    assert "<b>" not in html
    assert "<ul>\n<li>met één gemeente</li>" in html
    assert 'href="https://example.org/tip?a=1&amp;b=2"' in html


def test_organisations_that_were_there_are_named_members_and_others() -> None:
    day = held_day()
    round_ = day.rounds.get()
    round_.others_attending = "Gasthuis 't Zand"
    round_.save()
    round_.attending.add(MemberFactory(space=day.space, organisation=OrganisationFactory(name="Bibliotheek Joure")))
    assert "Bibliotheek Joure, Gasthuis &#x27;t Zand" in html_of(day)


def test_the_pdf_says_that_it_is_a_draft_until_it_is_finished(tmp_path: Path) -> None:
    day = held_day(title="Samen vooruit")
    path = tmp_path / "report.pdf"
    path.write_bytes(document.render(day, language="en"))
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "Draft: not finished yet" in text
    assert "Samen vooruit" in text
    path.write_bytes(document.render(day, language="en", revision=2))
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "raft" not in text
    assert "corrected: version 2" in text


def test_30_rounds_take_as_many_queries_as_one(django_assert_num_queries) -> None:
    day = held_day()
    for number in range(30):
        round_ = RoundFactory(day=day, host=MemberFactory(space=day.space))
        round_.attending.add(MemberFactory(space=day.space))
        Tip.objects.create(round=round_, text=f"Tip {number}")
        question = ContributionFactory(day=day, round=round_, shows_name=True)
        Match.objects.create(question=question, story=ContributionFactory(day=day, round=round_, kind="success"))
    with django_assert_num_queries(7):
        html_of(day)
