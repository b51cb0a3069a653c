"""The public page: what everybody reads, and above all what nobody does."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify

from actionplans import services
from actionplans.models import ActionPlan
from alliances import public
from alliances.models import Alliance, AllianceRegion
from alliances.news.models import NewsItem
from alliances.news.services import save_item
from partners.stakeholders.models import Stakeholder
from places.models import Region
from spaces.models import Member, Person
from tests.actionplans.factories import complete_facts, make_action, make_plan, member_of, published
from tests.alliances.factories import open_charter, sign
from tests.meetings.factories import MeetingFactory
from tests.pages import save
from tests.spaces.factories import (
    AllianceFactory,
    MemberFactory,
    OrganisationFactory,
    RepresentativeFactory,
    SpaceFactory,
    client_with,
    somebody,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alliance() -> Alliance:
    """An alliance with everything the public may know, page on."""
    alliance: Alliance = AllianceFactory(
        space__name="Alliantie Waasland-Noord", space__slug="waasland-noord",
        space__why="Niemand vindt hier alleen zijn weg.",
        space__vision="Een streek waar iedereen meedoet.", space__objectives="- Taal oefenen\n- Werk vinden\n",
        public_page=True, contact_email="hallo@example.org",
    )  # fmt: skip
    region = Region.objects.create(name="Waasland", code="be-waasland")
    AllianceRegion.objects.create(alliance=alliance, region=region)
    member_of(alliance.space, name="Welzijnsschakel Noord")
    return alliance


def page_of(alliance: Alliance) -> str:
    response = Client().get(reverse("alliances:public_show", args=[alliance.space.slug]))
    assert response.status_code == 200
    return response.content.decode()


def pdf_status(alliance: Alliance) -> int:
    return Client().get(reverse("alliances:public_plan_pdf", args=[alliance.space.slug])).status_code


def test_everybody_reads_who_they_are_without_signing_in(alliance: Alliance) -> None:
    content = page_of(alliance)
    for words in (
        "Alliantie Waasland-Noord", "Waasland", "Niemand vindt hier alleen zijn weg.",
        "Een streek waar iedereen meedoet.",
        "<li>Taal oefenen</li><li>Werk vinden</li>", "Welzijnsschakel Noord", "mailto:hallo@example.org",
    ):  # fmt: skip
        assert words in content
    assert "<form" not in re.sub(r'<form class="languages".*?</form>', "", content, flags=re.S)


def test_open_graph_says_what_the_page_is(alliance: Alliance) -> None:
    tags = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page_of(alliance)))
    assert tags == {
        "type": "website", "site_name": "Schakel", "title": "Alliantie Waasland-Noord", "locale": "nl_BE",
        "url": "http://localhost:8000/n/waasland-noord/", "description": "Niemand vindt hier alleen zijn weg.",
    }  # fmt: skip


def test_a_page_that_is_off_looks_like_one_that_does_not_exist(alliance: Alliance) -> None:
    plan = make_plan(alliance.space)
    make_action(plan)
    published(plan)
    assert pdf_status(alliance) == 200
    Alliance.objects.update(public_page=False)
    off = Client().get("/n/waasland-noord/")
    nothing = Client().get("/n/no-such-thing/")
    assert off.status_code == nothing.status_code == 404
    assert off.content.replace(b"waasland-noord", b"") == nothing.content.replace(b"no-such-thing", b"")
    assert pdf_status(alliance) == 404


def test_nothing_private_is_on_the_page(alliance: Alliance) -> None:
    space = alliance.space
    secrets = {
        "assessment": "vertrouw hen voor geen cent", "strategy": "paaien met subsidie",
        "notes": "burgemeester ligt dwars",
        "person": "Godelieve Verzwegen-Peeters", "email": "verzwegen@example.org", "phone": "0499 11 22 33",
        "win": "wil vooral beter scoren", "shy": "Vzw Liever Niet Genoemd", "gone": "Stichting Al Lang Weg",
        "individual": "Baldwin Onzichtbaar", "draft": "Geheime nieuwe actie", "draft_title": "Nog niet besproken titel",
        "other": "Iets van de buren",
    }  # fmt: skip
    Stakeholder.objects.create(
        space=space, organisation=OrganisationFactory(), name="Organisatie X", influence="high",
        notes=secrets["notes"], strategy=secrets["strategy"], matters=secrets["assessment"], email="x@example.org",
    )  # fmt: skip
    shown = Member.objects.get(space=space)
    Member.objects.filter(pk=shown.pk).update(win=secrets["win"])
    coordinator = somebody(space, "coordinator", name=secrets["person"], email=secrets["email"], phone=secrets["phone"])
    RepresentativeFactory(member=shown, person=coordinator)
    member_of(space, name=secrets["shy"], shown_publicly=False)
    MemberFactory(
        space=space,
        organisation__name=secrets["gone"],
        shown_publicly=True,
        ends_on="2021-01-01",
        starts_on="2020-01-01",
    )
    individual = Person.objects.create(space=space, name=secrets["individual"])
    Member.objects.create(space=space, individual=individual)
    make_action(make_plan(SpaceFactory(), title=secrets["other"]))
    plan = make_plan(space, title="Plan dat iedereen mag lezen")
    make_action(plan, **complete_facts(space) | {"title": "Actie die iedereen mag lezen"})
    published(plan)
    make_action(plan, title=secrets["draft"])
    changed = ActionPlan.objects.get(pk=plan.pk)
    changed.title = secrets["draft_title"]
    services.save_plan(changed)

    secrets |= {"draft_news": "Nieuws dat nog wacht", "meeting": "Vergadering achter gesloten deuren"}
    save_item(NewsItem(space=space, title=secrets["draft_news"], text="Nog niet", day=dt.date(2026, 1, 2)))
    save_item(NewsItem(space=space, title="Nieuws van ons", text="Goed", day=dt.date(2026, 1, 1)), publish=True)
    MeetingFactory(space=space, title=secrets["meeting"])
    content = page_of(alliance)
    assert "Actie die iedereen mag lezen" in content
    assert "Plan dat iedereen mag lezen" in content
    for address in ("", "en/", "fr/", "news/", "fr/news/", "news/nieuws-van-ons/"):
        response = Client().get(f"/n/waasland-noord/{address}")
        assert response.status_code == 200
        said = f"{response.headers}{response.content.decode()}"
        assert [words for words in secrets.values() if words in said or slugify(words) in said] == []
    assert [
        words for words in secrets.values() if slugify(words) in Client().get("/sitemap.xml").content.decode()
    ] == []
    assert re.findall(r"[\w.]+@[\w.]+", content) == ["hallo@example.org", "hallo@example.org"]


def test_an_adopted_plan_is_not_public_before_it_is_published(alliance: Alliance) -> None:
    plan = make_plan(alliance.space)
    make_action(plan, title="Nog binnenskamers")
    services.adopt(plan, adopted_on=plan.changed_at.date(), by=None)
    assert "Nog binnenskamers" not in page_of(alliance)
    assert pdf_status(alliance) == 404


def test_the_pdf_is_byte_for_byte_what_was_adopted(alliance: Alliance) -> None:
    plan = make_plan(alliance.space)
    make_action(plan)
    version = published(plan)
    make_action(plan, title="Later")
    response = Client().get(reverse("alliances:public_plan_pdf", args=["waasland-noord"]))
    assert response.content == bytes(version.document.content)


def test_who_no_longer_agrees_is_not_named_any_more(alliance: Alliance) -> None:
    plan = make_plan(alliance.space)
    leaving = member_of(alliance.space, name="Vzw Bedenktijd")
    make_action(plan, responsible_member=leaving, responsible_words="mevrouw Claes")
    published(plan)
    assert page_of(alliance).count("Vzw Bedenktijd") == 2
    Member.objects.filter(pk=leaving.pk).update(shown_publicly=False)
    content = page_of(alliance)
    assert "Vzw Bedenktijd" not in content
    assert "Claes" not in content
    assert pdf_status(alliance) == 404


def test_markup_is_shown_as_text(alliance: Alliance) -> None:
    markup = '"><script>alert(1)</script>'
    for name in ("name", "why", "vision", "objectives"):
        setattr(alliance.space, name, markup)
    alliance.space.save()
    plan = make_plan(alliance.space, title=markup, introduction=markup)
    make_action(plan, title=markup, description=markup, problem=markup)
    published(plan)
    assert "<script>alert" not in page_of(alliance)


def test_the_page_speaks_the_language_of_the_reader(alliance: Alliance) -> None:
    client = Client()
    client.post("/language/", {"language": "fr", "next": "/n/waasland-noord/"})
    content = client.get("/n/waasland-noord/").content.decode()
    assert '<html lang="fr">' in content
    assert '<div class="prose public-why" lang="nl">' in content


def test_each_language_has_an_address(alliance: Alliance) -> None:
    client = Client()
    client.post("/language/", {"language": "nl", "next": "/"})
    content = client.get("/n/waasland-noord/fr/").content.decode()
    assert '<html lang="fr">' in content
    own = "http://localhost:8000/n/waasland-noord/fr/"
    assert f'<link rel="canonical" href="{own}">' in content
    assert f'<meta property="og:url" content="{own}">' in content
    assert re.findall(r'<meta property="(og:locale[\w:]*)" content="(\w+)">', content) == [
        ("og:locale:alternate", "nl_BE"), ("og:locale:alternate", "en_GB"), ("og:locale", "fr_BE"),
    ]  # fmt: skip
    assert re.findall(r'<link rel="alternate" hreflang="([\w-]+)"', content) == ["x-default", "nl", "en", "fr"]
    assert client.get("/n/waasland-noord/de/").status_code == 404
    assert '<html lang="nl">' in client.get("/n/waasland-noord/").content.decode()


def test_a_browser_that_has_the_page_is_told_when_nothing_changed(alliance: Alliance) -> None:
    client = Client()
    etag = client.get("/n/waasland-noord/")["ETag"]
    assert client.get("/n/waasland-noord/", headers={"if-none-match": etag}).status_code == 304
    Member.objects.update(shown_publicly=False)
    changed = client.get("/n/waasland-noord/", headers={"if-none-match": etag})
    assert (changed.status_code, "Welzijnsschakel" in changed.content.decode()) == (200, False)


def test_members_are_shown_with_their_sectors(alliance: Alliance) -> None:
    member = Member.objects.get()
    assert member.organisation is not None
    member.organisation.sectors = ["newcomers", "culture"]
    member.organisation.save()
    (shown,) = public.facts_of(alliance).members
    assert [number for number, _label in shown.sectors] == [3, 7]
    assert 'class="sector sector-7"' in page_of(alliance)


def test_the_page_costs_the_same_with_1_and_30_members(alliance: Alliance, django_assert_max_num_queries: Any) -> None:
    plan = make_plan(alliance.space)
    make_action(plan, responsible_member=Member.objects.get())
    published(plan)
    counts = []
    for more in (0, 29):
        for number in range(more):
            make_action(plan, responsible_member=member_of(alliance.space, name=f"Lid {number}"))
        if more:
            published(plan)
        with django_assert_max_num_queries(12) as captured:
            page_of(alliance)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_sitemap_and_robots_name_only_pages_that_are_on(alliance: Alliance) -> None:
    AllianceFactory(space__slug="nog-niet")
    sitemap = Client().get("/sitemap.xml")
    assert sitemap["Content-Type"] == "application/xml"
    content = sitemap.content.decode()
    assert re.findall(r"<loc>(.*?)</loc>", content) == ["http://localhost:8000/n/waasland-noord/"]
    assert re.findall(r'hreflang="(\w+)" href="([^"]+)"', content) == [
        (code, f"http://localhost:8000/n/waasland-noord/{code}/") for code in ("nl", "en", "fr")
    ]
    robots = Client().get("/robots.txt").content.decode().splitlines()
    assert robots == [
        "User-agent: *", "Allow: /c/", "Allow: /n/", "Allow: /static/", "Disallow: /", "", "Sitemap: http://localhost:8000/sitemap.xml",
    ]  # fmt: skip


def test_description_ends_at_a_word(alliance: Alliance) -> None:
    alliance.space.why = "woord " * 100
    description = public.facts_of(alliance).description
    assert len(description) <= 200
    assert description.endswith("woord…")


ROLES = [
    ("coordinator", 200), ("chair", 200), ("secretary", 200), ("communications", 200), ("member", 403), ("guest", 404),
]  # fmt: skip


@pytest.mark.parametrize(("role", "status"), ROLES)
def test_public_page_is_switched_by_the_team(alliance: Alliance, role: str, status: int) -> None:
    client = client_with(role, alliance.space)
    change = reverse("alliances:public_page_change", args=[alliance.space.slug])
    assert client.get(change).status_code == status
    assert client.get(reverse("alliances:public_page_preview", args=[alliance.space.slug])).status_code == status
    response = save(client, change, {"contact_email": "nieuw@example.org"})
    assert response.status_code == (302 if status == 200 else status)
    alliance.refresh_from_db()
    expected = (False, "nieuw@example.org") if status == 200 else (True, "hallo@example.org")
    assert (alliance.public_page, alliance.contact_email) == expected


def test_public_page_preview_shows_the_page_while_it_is_off(alliance: Alliance) -> None:
    Alliance.objects.update(public_page=False)
    response = client_with("chair", alliance.space).get("/s/waasland-noord/public-page/preview/")
    assert "Niemand vindt hier alleen zijn weg." in response.content.decode()
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_another_alliance_cannot_switch_the_page(alliance: Alliance) -> None:
    client = client_with("coordinator", AllianceFactory().space)
    assert client.post("/s/waasland-noord/public-page/", {}).status_code == 404


def test_a_space_that_is_no_alliance_has_no_public_page() -> None:
    space = SpaceFactory(kind="programme")
    client = client_with("coordinator", space)
    assert client.get(reverse("alliances:public_page_change", args=[space.slug])).status_code == 403


def test_the_charter_is_there_with_the_number_of_signatures_and_not_who(alliance: Alliance) -> None:
    charter = open_charter(alliance.space, text="Geheime tekst van het handvest")
    assert "handvest" not in page_of(alliance).lower()
    signature = sign(charter)
    sign(charter)
    content = page_of(alliance)
    assert "Handvest" in content
    facts = public.facts_of(alliance).charter
    assert facts == public.PublicCharter("Handvest", 2)
    for private in ("Geheime tekst", signature.party_name, signature.person_name, signature.email):
        assert private not in content
