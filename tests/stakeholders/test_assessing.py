"""Assessments: kept, dated, taken back; the matrix that shows them; and what others never see."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from partners.stakeholders import assessing
from partners.stakeholders.matrix import ON_SCREEN, matrix_of
from partners.stakeholders.models import Assessment, Stakeholder
from spaces.models import Space
from tests.pages import save
from tests.spaces.factories import AllianceFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
HIGH, MEDIUM, LOW, UNKNOWN = "high", "medium", "low", "unknown"


@pytest.fixture
def space() -> Space:
    return AllianceFactory().space


@pytest.fixture
def by() -> User:
    return User.objects.create_user("sanne@example.org", name="Sanne Visser")


def levels(stakeholder: Stakeholder) -> tuple[str, str]:
    stakeholder.refresh_from_db()
    return stakeholder.influence, stakeholder.interest


def matrix_address(space: Space, name: str = "matrix", *more: int) -> str:
    return reverse(f"stakeholders:{name}", args=[space.slug, *more])


def test_the_newest_counts_and_the_earlier_are_kept(space: Space, by: User) -> None:
    row = StakeholderFactory(space=space)
    assessing.assess(row, influence=HIGH, interest=LOW, by=by)
    assert assessing.assess(row, influence=HIGH, interest=LOW, by=by) is None  # the same again says nothing new
    assessing.assess(row, influence=HIGH, interest=HIGH, by=by, note="Na het gesprek van maandag")
    assert levels(row) == (HIGH, HIGH)
    kept = row.assessments.values_list("influence", "interest", "note", "assessed_on", "by")
    today, name = timezone.localdate(), "Sanne Visser (sanne@example.org)"
    assert list(kept) == [(HIGH, HIGH, "Na het gesprek van maandag", today, name), (HIGH, LOW, "", today, name)]


def test_one_of_an_earlier_day_does_not_change_what_counts_now(space: Space, by: User) -> None:
    row = StakeholderFactory(space=space)
    assessing.assess(row, influence=HIGH, interest=HIGH, by=by)
    assessing.assess(row, influence=LOW, interest=LOW, by=by, on=timezone.localdate() - dt.timedelta(days=30))
    assert levels(row) == (HIGH, HIGH)
    with pytest.raises(ValidationError):
        assessing.assess(row, influence=LOW, interest=LOW, by=by, on=timezone.localdate() + dt.timedelta(days=1))


def test_taken_back_means_that_the_one_before_counts(space: Space, by: User) -> None:
    row = StakeholderFactory(space=space)
    first = assessing.assess(row, influence=MEDIUM, interest=LOW, by=by)
    second = assessing.assess(row, influence=HIGH, interest=HIGH, by=by)
    assert first and second
    assessing.take_back(second)
    assessing.take_back(second)
    assert levels(row) == (MEDIUM, LOW)
    assessing.take_back(first)
    assert levels(row) == (UNKNOWN, UNKNOWN)


def test_not_known_is_not_low_and_suggests_nothing() -> None:
    assert assessing.suggested(UNKNOWN, LOW) is None
    assert assessing.suggested(LOW, LOW) == assessing.FOLLOWED
    assert assessing.suggested(HIGH, HIGH) == assessing.CLOSELY


def test_the_matrix_names_a_few_and_counts_the_others(space: Space, django_assert_num_queries) -> None:
    for number in range(ON_SCREEN.names + 3):
        StakeholderFactory(space=space, influence=HIGH, interest=LOW, organisation__name=f"Vereniging {number:02}")
    long_name = "Samenwerkingsverband van alle verenigingen van de streek"
    StakeholderFactory(
        space=space, influence=LOW, interest=HIGH, organisation__name=long_name, organisation__sectors=["health"]
    )
    StakeholderFactory(space=space, influence=HIGH)
    StakeholderFactory(influence=HIGH, interest=LOW)
    with django_assert_num_queries(1):
        matrix = matrix_of(Stakeholder.objects.filter(space=space))
    found = {(one.influence, one.interest): one for one in matrix.fields}
    upper_left, lower_right = found[HIGH, LOW], found[LOW, HIGH]
    assert [entry.name for entry in upper_left.entries] == [
        f"Vereniging {number:02}" for number in range(ON_SCREEN.names)
    ]
    assert (upper_left.count, upper_left.more, matrix.count) == (ON_SCREEN.names + 3, 3, ON_SCREEN.names + 4)
    (entry,) = lower_right.entries
    assert (entry.short, entry.colour) == ("Samenwerkingsverband van alle…", 6)
    assert upper_left.x < lower_right.x and upper_left.y < lower_right.y
    inside = upper_left.y + matrix.field_height
    assert upper_left.entries[-1].y < upper_left.more_y < inside


def test_a_coordinator_assesses_in_the_matrix_and_takes_it_back(space: Space) -> None:
    row = StakeholderFactory(space=space, organisation__name="Taalhuis")
    client = client_with("coordinator", space)
    page = client.get(matrix_address(space))
    assert [one.name for one in page.context["page"].object_list] == ["Taalhuis"]
    sent = {"stakeholder": row.pk, "influence": HIGH, "interest": MEDIUM, "group": "to-do", "page": "1"}
    answer = client.post(matrix_address(space, "assess"), sent, follow=True)
    assert levels(row) == (HIGH, MEDIUM)
    content = answer.content.decode()
    assert "<title>Taalhuis</title>" in content and "<strong>Taalhuis</strong>" in content
    assert not answer.context["page"].object_list
    (made,) = row.assessments.all()
    client.post(matrix_address(space, "assessment_take_back", made.pk))
    assert levels(row) == (UNKNOWN, UNKNOWN)


@pytest.mark.parametrize(
    "wrong",
    [
        {"influence": "huge"},
        {"interest": ""},
        {"stakeholder": "0"},
        {"stakeholder": "9" * 40},
        {"stakeholder": "x\0"},
        {"influence": "high\0"},
    ],
)
def test_nonsense_is_refused_and_nothing_noted(space: Space, wrong: dict[str, str]) -> None:
    row = StakeholderFactory(space=space)
    sent = {"stakeholder": str(row.pk), "influence": HIGH, "interest": HIGH}
    answer = client_with("coordinator", space).post(matrix_address(space, "assess"), sent | wrong)
    assert answer.status_code in (400, 404)
    assert (levels(row), row.assessments.count()) == ((UNKNOWN, UNKNOWN), 0)


@pytest.mark.parametrize("query", [{"last": "9" * 30}, {"last": "x"}, {"sector": "'"}, {"group": "\0"}, {"page": "-7"}])
def test_nonsense_in_the_address_shows_the_page(space: Space, query: dict[str, str]) -> None:
    assert client_with("coordinator", space).get(matrix_address(space), query).status_code in (200, 400)


def test_nobody_reaches_what_is_of_another_alliance(space: Space, by: User) -> None:
    row = StakeholderFactory(space=space, organisation__name="Geheime Vrienden")
    made = assessing.assess(row, influence=HIGH, interest=HIGH, by=by)
    assert made
    other = AllianceFactory().space
    client = client_with("coordinator", other)
    client.post(matrix_address(other, "assess"), {"stakeholder": row.pk, "influence": LOW, "interest": LOW})
    assert client.post(matrix_address(other, "assessment_take_back", made.pk)).status_code == 404
    assert "Geheime" not in client.get(matrix_address(other), {"last": made.pk}).content.decode()
    assert (levels(row), Assessment.objects.count()) == ((HIGH, HIGH), 1)


@pytest.mark.parametrize("role", ["chair", "secretary", "member"])
def test_assessments_are_for_coordinators_alone(space: Space, role: str) -> None:
    assert client_with(role, space).get(matrix_address(space)).status_code == 404


def test_a_form_that_changes_the_two_leaves_an_assessment(space: Space) -> None:
    row = StakeholderFactory(space=space, influence=LOW)
    client = client_with("coordinator", space)
    address = reverse("stakeholders:change", args=[space.slug, row.pk])
    form = client.get(address).context["form"]
    filled = {name: form[name].value() for name in form.fields if name != "seen"}
    data = {name: value for name, value in filled.items() if value} | {"interest": HIGH}
    answer = save(client, address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert list(row.assessments.values_list("influence", "interest")) == [(LOW, HIGH)]


def test_the_pages_ask_equally_often_however_many_there_are(space: Space, django_assert_max_num_queries) -> None:
    client = client_with("coordinator", space)
    for number in range(30):
        StakeholderFactory(space=space, influence=HIGH if number % 2 else UNKNOWN, interest=LOW)
    with django_assert_max_num_queries(10):
        client.get(matrix_address(space), {"group": "done"})
