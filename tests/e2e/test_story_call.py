"""The story of a call: opened, answered by two municipalities, one granted, one refused kindly; and what the granted
one builds, following nothing but what Schakel suggests."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import partial

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from partners.stakeholders.models import Stakeholder
from partners.stakeholders.services import make_member
from programmes.calls.models import Call, Proposal
from spaces.models import Space
from spaces.services import Mandate
from tests.calls.factories import programme_with_regions
from tests.e2e import world
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in, field, fill, go, headed, press, says, type_code
from tests.e2e.test_roadmap import ACTS, BY_HAND, MOST_SUGGESTIONS, NAMES, STEPS_TO_WALK, space_of, steps_done
from tests.e2e.world import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE = "Networks for 2027"
ELS, KAREL, JAN, AN = "els@example.org", "karel@example.org", "jan@example.org", "an@example.org"
REASON = "Your story is honest and close by. What we missed: who will coordinate. Come to the next call with a name."


@pytest.fixture
def story(chromium: Browser, transactional_db: None) -> Iterator[World]:
    with world.running(chromium) as running:
        yield running
        assert running.console == []


def test_a_call_from_its_opening_to_the_second_step_of_the_network_it_made(story: World) -> None:
    space = programme_with_regions("Waasland", "Kempen")
    Space.objects.update(language="en")
    administrator = open_a_call(story, space)
    apply(story, ELS, "Gemeente Stekene", "Els Maes", with_partner=True)
    apply(story, JAN, "Gemeente Temse", "Jan Smet")
    assess(story, administrator)
    decide(story, administrator)
    build(story)


def open_a_call(story: World, space: Space) -> Page:
    """Whoever runs the programme prepares the call and publishes it."""
    page = story.laptop("administrator")
    come_in(page, story.site, space)
    page.goto(f"/p/{space.slug}/calls/")
    look(page, "calls-empty")
    press(page, "Prepare the first call")
    look(page, "call-add")
    today = timezone.localdate()
    fill(page, Title=TITLE, **{"What it is about": "We look for organisations that want to lead a network."})
    fill(page, **{"Opens on": (today - dt.timedelta(days=1)).isoformat(), "Closes on": today.isoformat()})
    fill(page, **{"Closes on": (today + dt.timedelta(days=20)).isoformat()})
    press(page, "Go on")
    says(page, "Look at what it asks, then publish it.")
    look(page, "call-draft")
    press(page, "Change what it asks")
    look(page, "call-asked")
    press(page, "Save")
    press(page, "Publish the call")
    says(page, "The call has its public page now.")
    press(page, "See the public page")
    headed(page, TITLE)
    look(page, "call-public")
    page.go_back()
    return page


def apply(story: World, email: str, organisation: str, name: str, *, with_partner: bool = False) -> None:
    """A municipality finds the call, gets its link by mail, writes and submits."""
    call = Call.objects.get()
    page = story.phone(name)
    page.goto(f"/c/{call.space.slug}/{call.slug}/")
    press(page, "Apply")
    field(page, "Which region do you want to lead?").select_option("Waasland")
    fill(page, **{"Your organisation": organisation, "Your name": name, "Your e-mail address": email})
    look(page, "call-apply")
    press(page, "Mail me the link")
    headed(page, "Look in your mailbox")
    page.goto(story.mailbox.wait(email, "Your proposal").link())
    headed(page, f"{organisation}, Waasland")
    assert "/l/" in page.url and len(page.url) < 60, "the token is out of the address"
    for question in call.questions.all():
        answer = page.locator(f"#question-{question.pk}")
        answer.get_by_role("textbox").fill(f"What {organisation} has to say to question {question.position}.")
        expect(answer.get_by_text(re.compile("Saved at"))).to_be_visible()
    page.reload()  # what was typed is there without any button
    expect(page.get_by_text("5 of 5 questions answered")).to_be_visible()
    if with_partner:
        apply_jointly(story, page)
    look(page, "proposal-write")
    walk_with_tab(page)
    page.get_by_role("checkbox", name=re.compile("This is our proposal")).check()
    page.set_default_timeout(120_000)  # the first document takes its fonts apart; on a busy machine that is long
    press(page, "Submit the proposal")
    says(page, "Your proposal is submitted.")
    look(page, "proposal-submitted")
    pdf, _part = story.mailbox.wait(email, "is submitted").part("application/pdf")
    assert pdf == bytes(Proposal.objects.get(lead_email=email).document.content)  # type: ignore[union-attr]


def apply_jointly(story: World, page: Page) -> None:
    page.locator("summary", has_text="Ask an organisation to join").click()
    joining = page.get_by_role("region", name="Who applies with you")
    fill(joining, **{"Organisation": "OCMW Lokeren", "Who can say yes for them?": "Karel Peeters"})
    fill(joining, **{"Their e-mail address": KAREL})
    press(joining, "Mail them the link")
    says(page, "OCMW Lokeren has not said yes or no yet.")
    partner = story.phone("Karel")
    partner.goto(story.mailbox.wait(KAREL, "wants to apply together with you").link())
    look(partner, "proposal-joint")
    partner.get_by_label("Yes, we apply together").check()
    press(partner, "Answer")
    says(partner, "You apply together.")
    page.reload()


def assess(story: World, administrator: Page) -> None:
    """Somebody from outside looks at both, by one link."""
    administrator.reload()
    press(administrator, "Ask somebody to assess")
    fill(administrator, Name="An Claes", **{"E-mail address": AN})
    look(administrator, "assessor-ask")
    press(administrator, "Ask them")
    says(administrator, "An Claes gets a mail with a link.")
    page = story.laptop("assessor")
    page.goto(story.mailbox.wait(AN, "Will you look at proposals").link())
    look(page, "assessor-list")
    page.get_by_role("link", name=re.compile("Gemeente Stekene")).click()
    look(page, "assessor-interest")
    page.get_by_label("No, I can look at it freely").check()
    press(page, "Go on")
    says(page, "What Gemeente Stekene has to say to question 1.")
    for group in page.locator("fieldset.scores").all():
        group.get_by_role("radio", name="3").check()
    fill(page, **{"What do you want to say about it?": "Close to the people."})
    look(page, "assessment-write")
    press(page, "Hand it in")
    says(page, "Handed in. Thank you!")
    look(page, "assessment-handed-in")


def decide(story: World, page: Page) -> None:
    """One is granted, the other refused; each hears it by mail."""
    page.get_by_role("link", name="Gemeente Stekene").click()
    says(page, "Close to the people.")
    look(page, "proposal-show")
    press(page, "Grant")
    look(page, "proposal-grant")
    press(page, "Grant it")
    says(page, "Granted. Alliance Waasland is there, and everybody gets a mail.")
    look(page, "proposal-granted")
    for email in (ELS, KAREL):
        assert "You lead the network of Waasland" in " ".join(story.mailbox.wait(email, "Granted").text.split())

    page.get_by_role("link", name=TITLE).first.click()
    look(page, "call-show")
    page.get_by_role("link", name="Gemeente Temse").click()
    press(page, "Refuse")
    fill(page, **{"Why not this time?": REASON})
    look(page, "proposal-refuse")
    press(page, "Refuse, and mail them")
    says(page, "Refused. Everybody who applied gets your words by mail.")
    letter = story.mailbox.wait(JAN, "About your proposal for Waasland")
    assert REASON in letter.text and "Thank you for the work" in letter.text


def build(story: World) -> None:
    """The new coordinator comes in by the mail, and does what the platform suggests, until two steps are done."""
    page = story.laptop("coordinator")
    page.goto(story.mailbox.wait(ELS, "You are invited to Alliance Waasland").link())
    press(page, f"Mail the code to {ELS}")
    type_code(page, story.mailbox, ELS)
    headed(page, "Alliance Waasland")
    look(page, "overview-of-a-granted-network")
    space = Space.objects.get(kind=Space.Kind.ALLIANCE)
    acts = {**ACTS, "Make stakeholders members": make_members, "Agree how you work together": partial(agree, story)}
    done: list[str] = []
    while steps_done(space) < STEPS_TO_WALK and len(done) < MOST_SUGGESTIONS:
        go(page, "Overview")
        suggestion = page.get_by_role("region", name="What is next").get_by_role("listitem").get_by_role("link").first
        words = suggestion.inner_text()
        assert words not in done, f"Suggested again, though it was done: {words}"
        suggestion.click()
        acts[words](page)
        done.append(words)
    assert steps_done(space) == STEPS_TO_WALK, done


def make_members(page: Page) -> None:
    """Six beside the two that applied, each with somebody who may decide for it; two of them by hand."""
    register, space = page.url, space_of(page)
    for number, name in enumerate(NAMES[:BY_HAND]):
        page.goto(register)
        page.get_by_role("link", name=f"Make member {name}").click()
        fill(page, **{"Name": f"Lid {number}", "E-mail address": f"lid{number}@example.org"})
        page.get_by_role("checkbox", name="may decide for the organisation").check()
        press(page, "Make member")
        says(page, name)
    for number, name in enumerate(NAMES[BY_HAND:6], start=BY_HAND):
        entry = Stakeholder.objects.get(space=space, name=name)
        make_member(entry, name=f"Lid {number}", email=f"lid{number}@example.org", mandate=Mandate(may_decide=True))


def agree(story: World, page: Page) -> None:
    """The text as it is offered goes to the members; enough of them agree by the link in their mail."""
    press(page, "Begin with our text")
    headed(page, "Write the agreements")
    press(page, "Save")
    press(page, "Put it before the members")
    press(page, "Put it before the members")
    headed(page, "Ask the members")
    press(page, "Send the requests")
    says(page, "8 people get a mail.")
    for email in (ELS, KAREL, "lid0@example.org", "lid1@example.org", "lid2@example.org"):
        member = story.phone("member")
        member.goto(story.mailbox.wait(email, "Do you agree with").link())
        member.get_by_role("radio", name=re.compile("We agree")).check()
        press(member, "Send my answer")
        says(member, "Thank you, your answer is noted.")
