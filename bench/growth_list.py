"""The stakeholder list with 100 times the alliances, organisations and stakeholders, same rows shown.

Two databases beside each other, so that they can take turns: one the size of the demo, one with a
hundred times as much in it.
"""

import os
from statistics import median
from typing import Any

import psycopg

from bench import data, growing
from bench.measuring import in_turns, milliseconds, verdict
from bench.page_list import list_page
from bench.pages import timed, warm
from bench.web import product, sign_in

TARGET = 1.2
TIMES = 200
DEMO_ALLIANCES, DEMO_STAKEHOLDERS = 6, 1000  # five alliances beside the one that is looked at
SHOWN = 742
GROWTH = 100
TABLES = ("spaces_space", "alliances_alliance", "organisations_organisation", "stakeholders_stakeholder")


def measure() -> dict[str, Any]:
    ground = data.alliance(stakeholders=SHOWN, members=40)
    for number in range(1, DEMO_ALLIANCES):
        data.alliance(f"streek{number}", stakeholders=(DEMO_STAKEHOLDERS - SHOWN) // (DEMO_ALLIANCES - 1))
    address, expected = list_page(ground.space)
    grow()
    with product() as small_web, product(DATABASE_URL=growing.address()) as big_web:
        sign_in(small_web, ground.coordinator)
        # The session lies in the cache, which both have; its row is in the small database.
        big_web.cookies |= small_web.cookies
        small_page, big_page = (warm(web, address, expected) for web in (small_web, big_web))
        if len(small_page.body) != len(big_page.body):
            raise AssertionError("the two databases do not show the same page")
        small, large = in_turns(lambda: timed(small_web, address), lambda: timed(big_web, address), times=TIMES)
    raw = {
        "times": TIMES,
        "demo_size": {**milliseconds(small), "rows": growing.sizes(os.environ["DATABASE_OWNER_URL"], TABLES)},
        "grown": {**milliseconds(large), "rows": growing.sizes(growing.owner(), TABLES)},
    }
    return verdict(median(large) / median(small), TARGET, raw)


def grow() -> None:
    """A copy of this row's database that holds 100 times as much."""
    data.analyse()
    growing.copy_database()
    with psycopg.connect(growing.owner(), autocommit=True) as owner:
        for statement in GROW:
            owner.execute(statement, {"times": GROWTH - 1})
    growing.analyse()


# Each alliance with its organisations and stakeholders, 99 times more. What is needed to find the
# copy of a row again lies in temporary tables.
GROW = (
    "CREATE TEMP TABLE new_space AS SELECT id AS old, n, nextval('spaces_space_id_seq') AS id"
    " FROM spaces_space, generate_series(1, %(times)s) AS n",
    "CREATE TEMP TABLE new_organisation AS SELECT id AS old, n, nextval('organisations_organisation_id_seq') AS id"
    " FROM organisations_organisation, generate_series(1, %(times)s) AS n",
    "INSERT INTO spaces_space (id, kind, name, slug, why, vision, objectives, starts_on, ends_on, language, time_zone, created_at)"
    " SELECT new.id, kind, name || ' ' || n, slug || '-' || n, why, vision, objectives, starts_on, ends_on, language,"
    " time_zone, created_at FROM new_space AS new JOIN spaces_space AS s ON s.id = new.old",
    "INSERT INTO alliances_alliance (space_id, form, public_page, contact_email)"
    " SELECT new.id, form, public_page, contact_email FROM new_space AS new JOIN alliances_alliance AS a ON a.space_id = new.old",
    "INSERT INTO organisations_organisation (id, name, sectors, website, website_host, official_number, street, postcode,"
    " municipality, country, created_at) SELECT new.id, name || ' ' || n, sectors, website, website_host, official_number,"
    " street, postcode, municipality, country, created_at"
    " FROM new_organisation AS new JOIN organisations_organisation AS o ON o.id = new.old",
    "INSERT INTO stakeholders_stakeholder (space_id, organisation_id, name, contact_person, email, phone, contribution, matters,"
    " influence, strategy, mandate, win, notes, created_at, changed_at) SELECT space.id, organisation.id, name, contact_person,"
    " email, phone, contribution, matters, influence, strategy, mandate, win, notes, created_at, changed_at"
    " FROM stakeholders_stakeholder AS s JOIN new_space AS space ON space.old = s.space_id"
    " JOIN new_organisation AS organisation ON organisation.old = s.organisation_id AND organisation.n = space.n",
)
