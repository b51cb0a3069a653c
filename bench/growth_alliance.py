"""The pages of one alliance among 500, with 20,000 organisations and 60,000 memberships, against the demo's size.

The alliance itself is the same in both databases, so both show the same pages. Each page is measured; the one
that grows most is the figure.
"""

import os
from statistics import median
from typing import Any

import psycopg
from django.urls import reverse

from alliances.models import Alliance
from bench import data, growing
from bench.growth_dashboard import add_regions
from bench.measuring import in_turns, milliseconds, verdict
from bench.pages import timed, warm
from bench.web import Web, product, sign_in
from places.models import Division
from programmes.models import Programme
from spaces.models import Space

TARGET = 1.25
TIMES = 100
DEMO_ALLIANCES, ALLIANCES = 5, 500
ORGANISATIONS, MEMBERSHIPS = 20_000, 60_000
MEMBERS = 40
TABLES = ("spaces_space", "organisations_organisation", "spaces_member", "spaces_representative", "spaces_person")


def measure() -> dict[str, Any]:
    programme = Space.objects.create(kind=Space.Kind.PROGRAMME, name="Thuis in de regio", slug="thuis")
    Programme.objects.create(space=programme)
    Division.objects.create(name="Streken", code="streken")
    ground = data.alliance(stakeholders=742, members=MEMBERS)
    Alliance.objects.filter(space=ground.space).update(public_page=True)
    add_regions(programme, range(DEMO_ALLIANCES))
    data.analyse()
    with growing.grown_database():
        add_regions(programme, range(DEMO_ALLIANCES, ALLIANCES))
    add_memberships(ground.space)
    growing.analyse()
    pages = addresses(ground.space)
    with product() as small_web, product(DATABASE_URL=growing.address()) as big_web:
        sign_in(small_web, ground.coordinator)
        # The session lies in the cache, which both have; its row is in the small database.
        big_web.cookies |= small_web.cookies
        measured = {name: compare(small_web, big_web, address, ground.space.name) for name, address in pages.items()}
    worst = max(ratio for ratio, _raw in measured.values())
    raw = {
        "times": TIMES,
        "rows": {
            "demo_size": growing.sizes(os.environ["DATABASE_OWNER_URL"], TABLES),
            "grown": growing.sizes(growing.owner(), TABLES),
        },
        "pages": {name: raw for name, (_ratio, raw) in measured.items()},
    }
    return verdict(worst, TARGET, raw)


def addresses(space: Space) -> dict[str, str]:
    """The pages of an alliance that its people open most."""
    member = space.members.order_by("pk").first()
    named = {
        name: reverse(name, args=[space.slug])
        for name in ("space_home", "alliances:roadmap", "spaces:people", "spaces:chair_show", "alliances:public_show")
    }
    return {**named, "spaces:member_show": reverse("spaces:member_show", args=[space.slug, member.pk])}


def compare(small_web: Web, big_web: Web, address: str, expected: str) -> tuple[float, dict[str, Any]]:
    """How much longer the page takes in the large database, and the figures behind it."""
    small_page, big_page = (warm(web, address, [expected]) for web in (small_web, big_web))
    if len(small_page.body) != len(big_page.body):
        raise AssertionError(f"the two databases do not show the same page at {address}")
    small, large = in_turns(lambda: timed(small_web, address), lambda: timed(big_web, address), times=TIMES)
    ratio = median(large) / median(small)
    return ratio, {"ratio": round(ratio, 3), "demo_size": milliseconds(small), "grown": milliseconds(large)}


def add_memberships(space: Space) -> None:
    """In the larger database: organisations, each a member of a few of the other alliances, with a representative."""
    each = MEMBERSHIPS // (ALLIANCES - 1) + 1
    with psycopg.connect(growing.owner(), autocommit=True) as owner:
        for statement in GROW:
            owner.execute(statement, {"organisations": ORGANISATIONS, "each": each, "space": space.pk})


# Every one is found again by its number: an organisation by its website, a person by their address.
GROW = (
    "INSERT INTO organisations_organisation (name, sectors, website, website_host, official_number, street, postcode,"
    " municipality, country, created_at) SELECT 'Organisatie ' || n, '{}', 'https://o' || n || '.example.org',"
    " 'o' || n || '.example.org', '', '', '9100', 'Lokeren', 'BE', now() FROM generate_series(1, %(organisations)s) AS n",
    "CREATE TEMP TABLE chosen AS SELECT space.id AS space_id, n, organisation.id AS organisation_id"
    " FROM spaces_space AS space CROSS JOIN generate_series(1, %(each)s) AS n JOIN organisations_organisation AS organisation"
    " ON organisation.website_host = 'o' || (space.id * %(each)s + n) %% %(organisations)s + 1 || '.example.org'"
    " WHERE space.kind = 'alliance' AND space.id <> %(space)s",
    "INSERT INTO spaces_person (space_id, name, email, phone, language, source, created_at)"
    " SELECT space_id, 'Fatima Van den Bossche ' || n, 'p' || n || '@s' || space_id || '.example.org', '', '', 'coordinator',"
    " now() FROM chosen",
    "INSERT INTO spaces_member (space_id, organisation_id, involvement, win, shown_publicly, starts_on)"
    " SELECT space_id, organisation_id, '', '', true, '2020-01-01' FROM chosen",
    "INSERT INTO spaces_representative (member_id, person_id, starts_on, may_speak, may_decide, may_sign)"
    " SELECT member.id, person.id, '2020-01-01', true, false, false FROM chosen"
    " JOIN spaces_member AS member USING (space_id, organisation_id)"
    " JOIN spaces_person AS person ON person.email = 'p' || n || '@s' || chosen.space_id || '.example.org'",
)
