"""A register of 20,000 stakeholders against one of the demo's size: a filtered page with the same 50 rows, all counted.

Own criteria are among its filters and columns.
"""

from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from bench import data
from bench.measuring import in_turns, milliseconds, verdict
from bench.pages import timed, warm
from bench.web import product, sign_in
from core.lists import PAGE_SIZE
from core.text import SortKey
from partners.organisations.models import Organisation
from partners.stakeholders import criteria
from partners.stakeholders.models import Criterion, Stakeholder
from spaces.models import Space

TARGET = 1.5
TIMES = 200
SMALL, LARGE = 742, 20_000


def measure() -> dict[str, Any]:
    small, large = (data.alliance(slug, stakeholders=SMALL, members=40) for slug in ("klein", "groot"))
    add_below(large.space, LARGE - SMALL)
    pages = [page_of(ground.space) for ground in (small, large)]
    data.analyse()
    with product() as small_web, product() as large_web:
        sign_in(small_web, small.coordinator)
        sign_in(large_web, large.coordinator)
        for web, (address, expected) in zip((small_web, large_web), pages, strict=True):
            warm(web, address, expected)
        (small_address, _small), (large_address, _large) = pages
        at_small, at_large = in_turns(
            lambda: timed(small_web, small_address), lambda: timed(large_web, large_address), times=TIMES
        )
    raw = {"times": TIMES, "demo_size": milliseconds(at_small), "large": {**milliseconds(at_large), "rows": LARGE}}
    return verdict(median(at_large) / median(at_small), TARGET, raw)


def add_below(space: Space, count: int) -> None:
    """More entries, whose names come after all others."""
    levels = list(Stakeholder.Level.values)
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Zzz {number}", sectors=["social"], municipality="Temse") for number in range(count)
    )
    Stakeholder.objects.bulk_create(
        Stakeholder(space=space, organisation=one, name=one.name, influence=levels[number % 4])
        for number, one in enumerate(organisations)
    )


def page_of(space: Space) -> tuple[str, list[str]]:
    """The list filtered by influence, membership and two criteria, and what must stand on it: 50 names and the count."""
    role = criteria.own(criteria.add(space, name="Rol", kind=Criterion.Kind.CHOICE, labels=["gastheer", "trekker"]))
    helpers = criteria.own(criteria.add(space, name="Vrijwilligers", kind=Criterion.Kind.NUMBER))
    host = role.options[0][0]
    register = Stakeholder.objects.filter(space=space)
    criteria.set_values(register, role.key, role.options[1][0])
    criteria.set_values(register.filter(influence__in=("high", "medium")), role.key, host)
    criteria.set_values(register, helpers.key, 12.5)
    columns = ("name", "sectors", "municipality", "influence", role.key, helpers.key, "member")
    query = {
        "influence": "high", "member": "no", role.key: host, f"{helpers.key}_from": "5",
        "columns": ".".join(columns), "sort": "name", "view": "0",
    }  # fmt: skip
    found = register.filter(influence="high").with_membership().filter(is_member=False)  # type: ignore[attr-defined]
    names = found.order_by(SortKey("name"), "pk").values_list("name", flat=True)[:PAGE_SIZE]
    expected = [f">{name}</a>" for name in names]
    address = f"{reverse('stakeholders:list', args=[space.slug])}?{urlencode(query)}"
    return address, [*expected, f"{found.count()} belanghebbenden"]
