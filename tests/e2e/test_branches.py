"""A coordinator notes an activity of a branch in a minute, sees the matrix change, and every page is fit to use."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from spaces.models import Space
from tests.branches.factories import A_MONTH, BranchFactory, activity, mentoring, need, organisation_in
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in, fill, headed, press, says
from tests.spaces.factories import somebody

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONG = "Coöperatieve vereniging voor plattelandsjongerenwerk Noordoost-Vlaanderen en het Land van Saeftinghe"


@pytest.fixture
def space() -> Space:
    """A branch in which something of everything is noted."""
    space: Space = BranchFactory(space__name="Jong op het platteland", space__slug="jong").space
    one = organisation_in(
        space, name=LONG, country="BE", municipality="Beveren-Kruibeke-Zwijndrecht", sectors=["social"]
    )
    other = organisation_in(space, name="Boyle Youth Barn", country="IE", sectors=["culture", "health"])
    done = activity(space, one, other, title="Bevraging van jeugdwerkers", result="Vervoer is het eerste probleem.")
    done.people.add(somebody(space, "member"))
    activity(space, one, number=2, title="Dag van de jeugd")
    activity(space, other, number=3, title="Conferentie", starts_on=timezone.localdate() + A_MONTH)
    mentoring(space, one, outcome="Aanvraag ingediend.")
    need(space, one, text="Iemand die meeleest met de aanvraag")
    need(space, other, answer="Gevonden.", answered_on=timezone.localdate())
    return space


def test_an_activity_is_noted_and_the_matrix_shows_it(page: Page, site: str, space: Space) -> None:
    come_in(page, site, space)
    page.goto("/s/jong/")
    row = page.get_by_role("row", name="Boyle Youth Barn")
    expect(row.get_by_text("nothing yet")).to_have_count(3)
    page.get_by_role("link", name="Add an activity").first.click()
    headed(page, "Add an activity")
    fill(page, **{"What is it?": "Gesprek over de evaluatie", "What came of it?": "Contacten houden stand."})
    page.get_by_label("Phase").select_option(label="5. Monitoring and evaluation")
    page.get_by_label("Boyle Youth Barn").check()
    look(page, "branch-activity-add")
    press(page, "Save")
    says(page, "The activity is noted.")
    look(page, "branch-activity")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Overview").click()
    expect(row.get_by_text("nothing yet")).to_have_count(2)
    expect(row.get_by_text("with a result")).to_have_count(2)


def test_every_page_of_a_branch_is_fit_to_use(page: Page, site: str, space: Space) -> None:
    come_in(page, site, space)
    one = space.members.earliest("pk").organisation_id
    pages = {
        "branch": "",
        "branch-nothing-found": "?q=nergens",
        "branch-organisation": f"organisations/{one}/",
        "branch-activities": "activities/",
        "branch-needs": "needs/",
        "branch-need": f"needs/{space.branch.needs.earliest('pk').pk}/",
        "branch-mentoring": f"mentoring/add/?organisation={one}",
    }
    for name, path in pages.items():
        page.goto(f"/s/jong/branch/{path}")
        look(page, name)
    page.goto("/s/jong/branch/")
    walk_with_tab(page)


def test_a_programme_looks_at_its_branches(page: Page, site: str, space: Space) -> None:
    come_in(page, site, space.parent)
    page.goto(f"/p/{space.parent.slug}/branches/")
    look(page, "branches")
    page.get_by_role("link", name="Jong op het platteland").click()
    headed(page, "Jong op het platteland")
    expect(page.get_by_role("link", name="Add an activity")).to_have_count(0)
    look(page, "branch-as-programme")
