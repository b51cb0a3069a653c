"""An import undone: what nobody touched goes, what somebody worked on stays and is named."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from partners.organisations.models import Organisation
from partners.stakeholders import assessing, importing, undoing
from partners.stakeholders.models import UNDO_FOR, Stakeholder, StakeholderImport
from partners.stakeholders.services import make_member
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
SHEET = (
    b"Naam;Ondernemingsnummer;Invloed\r\n"
    b"Buurthuis;;hoog\r\nTaalhuis;;\r\nWerkhuis;;\r\nZorghuis;;\r\nOCMW Ninove;0207451425;\r\n"
)


@pytest.fixture
def space() -> Space:
    return AllianceFactory().space


@pytest.fixture
def by() -> User:
    return User.objects.create_user("sanne@example.org", name="Sanne Visser")


@pytest.fixture
def applied(space: Space) -> StakeholderImport:
    _table, mapping = importing.guess_mapping(space, SHEET, "x.csv", 10**7)
    running = StakeholderImport.objects.create(
        space=space, filename="x.csv", content=SHEET, mapping=mapping, state=StakeholderImport.State.RUNNING
    )
    return importing.apply(running)


def names(space: Space) -> list[str]:
    return sorted(Stakeholder.objects.filter(space=space).values_list("name", flat=True))


def undo_address(applied: StakeholderImport) -> str:
    return reverse("stakeholders:import_undo", args=[applied.space.slug, applied.pk])


def test_what_nobody_touched_goes_and_its_organisations_too(space: Space, applied: StakeholderImport, by: User) -> None:
    StakeholderFactory(space=space, organisation__name="Was hier al")
    assert Organisation.objects.count() == 6
    done = undoing.undo(applied, by=by)
    assert (done.state, done.stayed, done.undone_by) == ("undone", [], "Sanne Visser (sanne@example.org)")
    assert names(space) == ["Was hier al"]
    assert [one.name for one in Organisation.objects.all()] == ["Was hier al"]


def test_what_somebody_worked_on_stays(space: Space, applied: StakeholderImport, by: User) -> None:
    rows = {row.name: row for row in Stakeholder.objects.filter(space=space)}
    rows["Taalhuis"].notes = "Bellen op maandag"
    rows["Taalhuis"].save()
    assessing.assess(rows["Buurthuis"], influence="low", interest="high", by=by)
    make_member(rows["Werkhuis"], name="Amina Yusuf", email="amina@example.org")
    done = undoing.undo(applied, by=by)
    assert done.stayed == ["Buurthuis", "Taalhuis", "Werkhuis"]
    assert names(space) == ["Buurthuis", "Taalhuis", "Werkhuis"]
    assert Organisation.objects.count() == 3


def test_what_another_alliance_uses_by_now_stays_in_the_directory(applied: StakeholderImport, by: User) -> None:
    shared = Organisation.objects.get(official_number="0207451425")
    other = StakeholderFactory(organisation=shared)
    undoing.undo(applied, by=by)
    other.refresh_from_db()
    assert list(Organisation.objects.all()) == [shared]


def test_only_once_and_only_for_thirty_days(applied: StakeholderImport, by: User) -> None:
    client = client_with("coordinator", applied.space)
    StakeholderImport.objects.filter(pk=applied.pk).update(applied_at=timezone.now() - UNDO_FOR - dt.timedelta(hours=1))
    assert client.get(undo_address(applied)).status_code == 404
    with pytest.raises(ValidationError):
        undoing.undo(applied, by=by)
    StakeholderImport.objects.filter(pk=applied.pk).update(applied_at=timezone.now())
    Stakeholder.objects.filter(name="Taalhuis").update(changed_at=timezone.now() + dt.timedelta(minutes=1))
    page = client.get(undo_address(applied))
    assert (page.context["going"], page.context["staying"]) == (4, 1)
    for _press in range(2):
        answer = client.post(undo_address(applied), follow=True)
    content = answer.content.decode()
    assert names(applied.space) == ["Taalhuis"] and "Taalhuis" in content


def test_the_page_to_upload_leads_to_what_came_in_before(applied: StakeholderImport) -> None:
    client = client_with("coordinator", applied.space)
    content = client.get(reverse("stakeholders:import_upload", args=[applied.space.slug])).content.decode()
    assert reverse("stakeholders:import_preview", args=[applied.space.slug, applied.pk]) in content


def test_others_cannot_undo_it(applied: StakeholderImport) -> None:
    other = AllianceFactory().space
    address = reverse("stakeholders:import_undo", args=[other.slug, applied.pk])
    assert client_with("coordinator", other).post(address).status_code == 404
    assert client_with("chair", applied.space).post(undo_address(applied)).status_code == 403
    assert len(names(applied.space)) == 5
