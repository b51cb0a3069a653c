"""What we export and read back changes nothing, whatever people wrote in it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.stakeholders import criteria, importing
from partners.stakeholders.columns import columns_of
from partners.stakeholders.criteria import Kind
from partners.stakeholders.judging import Choices
from partners.stakeholders.models import Stakeholder, StakeholderImport
from partners.stakeholders.sheets.cleaning import clean_long_text, clean_text
from partners.stakeholders.sheets.records import UNREAD
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
# What a register holds went through a form or an import, so it is clean; what it says can be anything.
HOSTILE = st.sampled_from(
    [
        "=1+1",
        "+32 3 776 00 00",
        "-",
        "@SUM(A1)",
        "'=x",
        "a;b",
        'zei "ja"',
        "n.v.t.",
        "\u00a0é",
        "#N/A",
        "|cmd",
        "001",
        "%",
    ]
)
WORDS = st.one_of(HOSTILE, st.text(max_size=40)).map(clean_text).filter(lambda text: len(text) < 200)
LONG = st.one_of(HOSTILE, st.text(max_size=80), st.just("één\n\ntwee")).map(clean_long_text)
ENTRY = st.fixed_dictionaries(
    {
        "contact_person": WORDS,
        "contribution": LONG,
        "matters": LONG,
        "strategy": LONG,
        "win": LONG,
        "notes": LONG,
        "influence": st.sampled_from(Stakeholder.Level.values),
        "interest": st.sampled_from(Stakeholder.Level.values),
        "mandate": st.sampled_from(Stakeholder.Mandate.values),
        "phone": st.sampled_from(["", "03 776 00 00", "+32 470 11 22 33"]),
        "email": st.sampled_from(["", "els@huis.example"]),
    }
)


LABELS = ("laag", "Élevé", "-", "=1+1", "n.v.t.", "nee")
NUMBERS = st.one_of(st.integers(1 - 10**9, 10**9 - 1), st.floats(-1e8, 1e8).map(lambda number: round(number, 6) + 0.0))


def own_values(space: Space) -> st.SearchStrategy[dict[str, criteria.Kept]]:
    """A criterion of each kind, and what an entry may say of them."""
    text = criteria.add(space, name="Eigen woorden", kind=Kind.TEXT)
    number = criteria.add(space, name="Aantal vrijwilligers (2026)", kind=Kind.NUMBER)
    choice = criteria.add(space, name="Betrokkenheid bij “Noord”", kind=Kind.CHOICE, labels=LABELS)
    yes_no = criteria.add(space, name="=Heeft een zaal?", kind=Kind.YES_NO)
    return st.fixed_dictionaries(
        {},
        optional={
            criteria.key_of(text.pk): LONG.filter(bool),
            criteria.key_of(number.pk): NUMBERS,
            criteria.key_of(choice.pk): st.sampled_from([key for key, _label in choice.options]),
            criteria.key_of(yes_no.pk): st.booleans(),
        },
    )


def official_number(number: int) -> str:
    """A Belgian enterprise number with its check digits."""
    text = f"0{4_000_000 + number}"
    return f"{text}{97 - int(text) % 97:02}"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    names=st.lists(WORDS.filter(lambda name: any(map(str.isalpha, name))), min_size=1, max_size=3, unique=True),
    entry=ENTRY,
    data=st.data(),
)
def test_export_and_import_changes_nothing(
    form: str, names: list[str], entry: dict[str, str], data: st.DataObject
) -> None:
    space = AllianceFactory().space
    own = own_values(space)
    for number, name in enumerate(names):
        facts = {"organisation__name": name, "organisation__official_number": official_number(space.pk * 10 + number)}
        StakeholderFactory(space=space, organisation__municipality="Temse", **facts, **entry, criteria=data.draw(own))
    client = client_with("coordinator", space)
    columns = [column.key for column in columns_of(criteria.of_space(space.pk))]
    answer = client.get(reverse("stakeholders:export", args=[space.slug, form]), {"columns": ".".join(columns)})
    sheet = b"".join(answer.streaming_content) if answer.streaming else answer.content
    before = list(Stakeholder.objects.filter(space=space).order_by("pk").values())
    client.post(
        reverse("stakeholders:import_upload", args=[space.slug]), {"file": SimpleUploadedFile(f"x.{form}", sheet)}
    )
    uploaded = StakeholderImport.objects.get(space=space)
    assert {one.key for one in criteria.of_space(space.pk)} <= uploaded.mapping.keys()
    judged = importing.preview(space, importing.table_of(uploaded), uploaded.mapping)
    work = importing.work_of(judged, Choices())
    assert (work.same, work.rows, [row.errors for row in work.errors]) == (len(names), 0, [])
    assert not [one.row.values[UNREAD] for one in judged if UNREAD in one.row.values]
    StakeholderImport.objects.filter(pk=uploaded.pk).update(state=StakeholderImport.State.RUNNING)
    importing.apply(uploaded)
    assert list(Stakeholder.objects.filter(space=space).order_by("pk").values()) == before
