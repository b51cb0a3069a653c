"""A beginner builds an alliance through the first two steps, following nothing but what Schakel suggests."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from alliances import roadmap
from alliances.agreements import services
from alliances.agreements.models import AgreementVersion, Answer
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.services import make_member
from spaces.models import Representative, Space
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in, field, fill, go, headed, press, says
from tests.spaces.factories import AllianceFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NAMES = [f"Organisatie voor welkom en wonen {number:02}" for number in range(10)]
STEPS_TO_WALK = 2
MOST_SUGGESTIONS = 12
BY_HAND = 2


def test_a_coordinator_follows_the_suggestions_through_two_steps(page: Page, site: str, console: list[str]) -> None:
    space = AllianceFactory(space__name="Alliantie Welkom in de Kempen", space__slug="kempen").space
    come_in(page, site, space)
    page.goto("/s/kempen/")
    follow(page.get_by_label("Where we are"), "Scope")
    headed(page, "Roadmap")
    look(page, "roadmap-empty")
    page.goto("/s/kempen/roadmap/")  # with a step in the address, Tab begins at that step
    walk_with_tab(page)

    done = []
    while steps_done(space) < STEPS_TO_WALK and len(done) < MOST_SUGGESTIONS:
        # From the overview and from the roadmap in turn: both suggest the same.
        go(page, "Overview")
        if len(done) % 2:
            follow(page.get_by_label("Where we are"), "Scope")
            headed(page, "Roadmap")
        suggestion = page.get_by_role("region", name="What is next").get_by_role("listitem").get_by_role("link").first
        words = suggestion.inner_text()
        suggestion.click()
        ACTS[words](page)
        done.append(words)

    assert done == list(ACTS)
    go(page, "Overview")
    follow(page.get_by_label("Where we are"), "Getting started")
    for step in ("Scope", "Getting started"):
        expect(page.get_by_role("region", name=re.compile(step)).locator(".state-ok")).to_have_count(
            2 if step == "Scope" else 6
        )
    look(page, "roadmap-two-steps")

    page.get_by_role("link", name=re.compile(r"^Pass over\s?: Make the charter$")).click()
    headed(page, "Pass over a check")
    look(page, "roadmap-pass-over")
    press(page, "Pass over")
    says(page, "This field is required.")
    console.clear()  # a browser notes a 422 as an error
    fill(page, **{"Why does this not fit your alliance?": "We signed one on paper in 2024."})
    press(page, "Pass over")
    says(page, "We signed one on paper in 2024.")
    look(page, "roadmap-passed-over")
    page.get_by_role("button", name=re.compile(r"^Take up again\s?: Make the charter$")).click()
    says(page, "Taken up again: Make the charter.")


def steps_done(space: Space) -> int:
    """How many steps in a row are done from the first on."""
    steps = roadmap.progress(roadmap.facts_of(Space.objects.get(pk=space.pk)))
    return next((number for number, step in enumerate(steps) if not step.done), len(steps))


def space_of(page: Page) -> Space:
    """The space whose page it is."""
    return Space.objects.get(slug=page.url.split("/s/")[1].split("/")[0])


def follow(part: Page | Locator, words: str) -> None:
    part.get_by_role("link", name=re.compile(words)).first.click()


def write_why(page: Page) -> None:
    fill(page, **{"Why do you work together?": "Families find help late, and rarely where they live."})
    press(page, "Save")
    says(page, "Saved.")


def list_stakeholders(page: Page) -> None:
    """Two by hand; the form is the same for the others."""
    for name in NAMES[:BY_HAND]:
        press(page, "Add a stakeholder")
        fill(page, Name=name)
        press(page, "Save")
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    for name in NAMES[BY_HAND:]:
        StakeholderFactory(space=space_of(page), organisation__name=name)


def choose_the_mandate(page: Page) -> None:
    today = timezone.localdate()
    fill(
        page,
        **{
            "The mandate starts on": (today - dt.timedelta(days=30)).isoformat(),
            "The mandate ends on": (today + dt.timedelta(days=450)).isoformat(),
        },
    )
    press(page, "Save")
    says(page, "Saved.")


def make_members(page: Page) -> None:
    """Eight members: two by hand, the others as that form does it."""
    register, space = page.url, space_of(page)
    for number, name in enumerate(NAMES[:BY_HAND]):
        page.goto(register)
        page.get_by_role("link", name=f"Make member {name}").click()
        fill(page, **{"Name": f"Lid {number}", "E-mail address": f"lid{number}@example.org"})
        press(page, "Make member")
        says(page, name)
    for number, name in enumerate(NAMES[BY_HAND:8], start=BY_HAND):
        make_member(
            Stakeholder.objects.get(space=space, name=name), name=f"Lid {number}", email=f"lid{number}@example.org"
        )


def invite(name: str, email: str, role: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        fill(page, **{"Name": name, "E-mail address": email})
        field(page, "Role").select_option(role)
        press(page, "Send the invitation")
        says(page, "gets a mail")

    return act


def meet(page: Page) -> None:
    """They met last week already: the meeting and who was there are noted afterwards."""
    press(page, "Plan a meeting")
    day = timezone.localdate() - dt.timedelta(days=7)
    fill(page, Title="First meeting", Date=day.isoformat(), From="09:30", Until="11:30", Place="Stadhuis Turnhout")
    press(page, "Plan the meeting")
    go(page, "Meetings")
    page.get_by_role("link", name="First meeting").click()
    press(page, "Note attendance")
    press(page, "Put everybody on the list")
    press(page, "Save the attendance")


def agree(page: Page) -> None:
    """The text as it is offered, put before eight members; half of them agree."""
    Representative.objects.filter(member__space__slug="kempen").update(may_decide=True)
    press(page, "Begin with our text")
    headed(page, "Write the agreements")
    press(page, "Save")
    press(page, "Put it before the members")
    look(page, "agreement-propose")
    press(page, "Put it before the members")
    headed(page, "Ask the members")
    press(page, "Send the requests")
    says(page, "8 people get a mail.")
    look(page, "agreement")
    version = AgreementVersion.objects.get()
    for request in version.requests.select_related("member", "person").order_by("pk")[:4]:
        services.answer(version, request.member, request.person, choice=Answer.Choice.AGREE)


ACTS = {
    "Write why the alliance exists": write_why,
    "List who matters in the region": list_stakeholders,
    "Choose when the mandate starts and ends": choose_the_mandate,
    "Make stakeholders members": make_members,
    "Ask somebody to chair": invite("Hélène D’hondt", "helene@example.org", "chair"),
    "Ask somebody to be secretary": invite("Karel Peeters", "karel@example.org", "secretary"),
    "Plan the first meeting": meet,
    "Agree how you work together": agree,
}
