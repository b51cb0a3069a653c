"""A messy sheet becomes a register: preview, apply, report; all or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from partners.organisations.models import Organisation
from partners.stakeholders import exporting, importing, tasks
from partners.stakeholders.columns import Chosen, columns_of
from partners.stakeholders.models import Stakeholder, StakeholderImport
from partners.stakeholders.sheets import writing
from tests.spaces.factories import AllianceFactory, OrganisationFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

# A look-alike of what coordinators have: Windows-1252, semicolons, a title above, trailing spaces
# in a header, tel:, a no-break space, an enterprise number without its zero.
MESSY = (
    "Lijst van partners;;;;;;\r\n"
    ";;;;;;\r\n"
    "Naam organisatie ;Type;Ondernemingsnummer;Gemeente;Telefoon;E-mail;Website\r\n"
    "Café\xa0Wereld;vzw;0207451227;Liège;tel:+3242211333;info@cafewereld.example.org;https://cafewereld.example.org/contact\r\n"
    "OCMW Ninove;OCMW;207451425;Ninove;;;\r\n"
    "Dubbel;vzw;;Gent;;info@cafewereld.example.org;\r\n"
    ";vzw;;Gent;;naamloos@example.org;\r\n"
    "Fout adres;vzw;;Gent;;geen adres;\r\n"
).encode("cp1252")


@pytest.fixture
def space():
    return AllianceFactory().space


@pytest.fixture
def client(space):
    return client_with("coordinator", space)


def upload(client, space, data: bytes, name: str = "partners.csv"):
    return client.post(
        reverse("stakeholders:import_upload", args=[space.slug]), {"file": SimpleUploadedFile(name, data)}
    )


def running(space, data: bytes = MESSY) -> StakeholderImport:
    _table, mapping = importing.guess_mapping(space, data, "x.csv", 10**7)
    return StakeholderImport.objects.create(
        space=space, filename="x.csv", content=data, mapping=mapping, state=StakeholderImport.State.RUNNING
    )


def test_preview_judges_each_row(client, space) -> None:
    response = upload(client, space, MESSY)
    page = client.get(response.url)
    work, groups = page.context["work"], page.context["groups"]
    assert [row.values["name"] for row in work.new.values()] == ["Café Wereld", "OCMW Ninove", "Dubbel", "Fout adres"]
    assert [row.number for row in work.errors] == [7]
    assert [one.row.number for one in page.context["warned"]] == [8]
    assert "geen adres" in page.content.decode()
    ((key, total),) = [(shown.key, shown.total) for shown in groups]
    assert (key, total) == ("file-alike", 1)  # "Dubbel" has the mailbox of another row, and another name
    assert not Stakeholder.objects.exists()


def test_apply_brings_in_the_new_rows_and_reports_the_rest(space) -> None:
    done = importing.apply(running(space))
    assert (done.state, done.rows, done.created, done.merged, done.skipped, done.error_count) == (
        "applied", 5, 4, 0, 0, 1,
    )  # fmt: skip
    assert bytes(done.content) == b""
    entry = Stakeholder.objects.select_related("organisation").get(name="Café Wereld")
    assert entry.organisation.municipality == "Liège"
    assert entry.organisation.official_number == "0207451227"
    assert entry.organisation.website_host == "cafewereld.example.org"
    assert entry.organisation.sectors == ["social"]
    assert entry.email == "info@cafewereld.example.org"
    assert ([one["row"] for one in done.row_errors], [one["row"] for one in done.warnings]) == ([7], [8])
    assert Stakeholder.objects.get(name="Fout adres").notes.endswith(": geen adres")


def test_apply_twice_does_it_once(space) -> None:
    first = running(space)
    importing.apply(first)
    importing.apply(first)
    assert Stakeholder.objects.filter(space=space).count() == 4


def test_the_same_number_never_comes_in_twice(space) -> None:
    importing.apply(running(space))
    again = running(space)
    again.choices = {"rows": {"4": "new", "5": "new"}}
    again.save()
    assert importing.apply(again).created == 0


def test_the_same_file_again_brings_in_nothing(space) -> None:
    importing.apply(running(space))
    assert importing.apply(running(space)).created == 0


def test_apply_takes_an_organisation_that_the_directory_knows_by_number(space) -> None:
    known = OrganisationFactory(name="Wereldcafé Luik", official_number="0207451227")
    StakeholderFactory(organisation=known, notes="wat de buren denken")
    importing.apply(running(space))
    entry = Stakeholder.objects.get(space=space, name="Café Wereld")
    assert (entry.organisation, entry.notes) == (known, "")
    assert Organisation.objects.filter(official_number="0207451227").count() == 1


def test_preview_does_not_tell_what_another_alliance_knows(client, space) -> None:
    StakeholderFactory(
        organisation__name="Geheim", organisation__official_number="0207451227", email="info@cafewereld.example.org"
    )
    page = client.get(upload(client, space, MESSY).url)
    assert len(page.context["new"]) == 3
    assert [shown.key for shown in page.context["groups"]] == ["file-alike"]
    assert "Geheim" not in page.content.decode()


def test_all_or_nothing(space, monkeypatch) -> None:
    def fail(*args, **kwargs):
        raise RuntimeError("halfway")

    monkeypatch.setattr(importing, "_finish", fail)
    uploaded = running(space)
    with pytest.raises(RuntimeError):
        tasks.apply_import(uploaded.pk, "nl")
    uploaded.refresh_from_db()
    assert uploaded.state == StakeholderImport.State.FAILED
    assert not Stakeholder.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "leeg.csv"),
        (b"PK\x03\x04rubbish", "stuk.xlsx"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\xff" * 500, "foto.csv"),
        (b"12;13\r\n14;15\r\n", "geen-koppen.csv"),
    ],
)
def test_a_file_that_cannot_be_used_gets_a_reason_and_leaves_nothing(client, space, data, name) -> None:
    response = upload(client, space, data, name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not StakeholderImport.objects.exists()


def test_a_file_that_is_too_large_is_refused(client, space, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    assert upload(client, space, MESSY).status_code == 422
    assert not StakeholderImport.objects.exists()


def test_columns_can_be_said_by_hand(client, space) -> None:
    response = upload(client, space, b"Naam;Iets;Nog iets\r\nHuis;Els;x\r\n")
    client.post(response.url, {"column_0": "name", "column_1": "contact_person", "column_2": ""})
    assert StakeholderImport.objects.get().mapping == {"name": 0, "contact_person": 1}


def test_a_header_means_what_it_meant_the_last_time(client, space) -> None:
    first = StakeholderImport.objects.get(
        pk=upload(client, space, b"Naam;Info;Kleur\nA;laag;rood\n").url.split("/")[-2]
    )
    address = reverse("stakeholders:import_preview", args=[space.slug, first.pk])
    client.post(address, {"column_0": "name", "column_1": "influence", "column_2": ""})
    first.refresh_from_db()
    first.state = StakeholderImport.State.RUNNING
    first.save()
    importing.apply(first)
    upload(client, space, b"Kleur;Info;Naam;E-mail\nrood;hoog;B;b@example.org\n")
    again = StakeholderImport.objects.latest("pk")
    assert again.mapping == {"influence": 1, "name": 2, "email": 3}
    elsewhere = AllianceFactory().space
    upload(client_with("coordinator", elsewhere), elsewhere, b"Kleur;Info;Naam\nrood;hoog;B\n")
    assert StakeholderImport.objects.latest("pk").mapping["notes"] == 1


@pytest.mark.parametrize("choice", [{"column_0": ""}, {"column_0": "name", "column_1": "name"}])
def test_columns_without_a_name_or_twice_the_same_are_refused(client, space, choice) -> None:
    response = upload(client, space, b"Naam;Iets\r\nHuis;Els\r\n")
    assert client.post(response.url, choice).status_code == 422


def test_applying_is_pressed_twice(client, space, django_capture_on_commit_callbacks, monkeypatch) -> None:
    started: list[int] = []
    monkeypatch.setattr(tasks, "start", lambda pk, language: started.append(pk))
    upload(client, space, MESSY)
    uploaded = StakeholderImport.objects.get()
    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("stakeholders:import_apply", args=[space.slug, uploaded.pk]))
    assert started == [uploaded.pk]


def test_an_import_of_another_alliance_does_not_exist(client, space) -> None:
    theirs = running(AllianceFactory().space)
    for name in ("import_preview", "import_apply"):
        assert client.post(reverse(f"stakeholders:{name}", args=[space.slug, theirs.pk])).status_code == 404


@pytest.mark.parametrize("written_in", ["nl", "en", "fr"])
def test_what_we_export_comes_back_as_it_was(space, written_in) -> None:
    for mandate in ("yes", "no", "unknown"):
        StakeholderFactory(
            space=space,
            organisation__name=mandate,
            organisation__sectors=["other", "culture"],
            influence="medium",
            mandate=mandate,
        )
    with translation.override(written_in):
        everything = Chosen(columns_of(()))
        headers, rows = exporting.table_of(Stakeholder.objects.with_membership().order_by("pk"), everything)
        data = b"".join(writing.write_csv(headers, rows))
    elsewhere = AllianceFactory().space
    importing.apply(running(elsewhere, data))
    back = Stakeholder.objects.filter(space=elsewhere).order_by("pk")
    assert [(row.name, row.mandate, row.influence, row.notes, row.organisation.sectors) for row in back] == [
        (mandate, mandate, "medium", "", ["other", "culture"]) for mandate in ("yes", "no", "unknown")
    ]


def test_the_same_file_again_brings_in_nothing_also_of_those_that_share_a_mailbox(space) -> None:
    data = (
        b"Naam;Gemeente;E-mail;Adres\n"
        b"Bibliotheek;Temse;info@temse.example;Dorp 1\nSportdienst;Temse;info@temse.example;Dorp 2\n"
        b"Taalhuis Noord;Temse;;Kaai 1\nTaalhuis Noord;Temse;;Markt 7\nTaalhuis Noorden;Temse;;Veld 3\n"
    )
    first = importing.apply(running(space, data))
    again = importing.apply(running(space, data))
    assert (first.created, again.created, again.merged, again.skipped) == (5, 0, 0, 5)


def test_the_preview_says_the_numbers_that_the_report_will_say(client, space) -> None:
    """Also of a list that is there already and differs: ours stays, and nothing is merged."""
    importing.apply(running(space))
    changed = MESSY.replace(b"OCMW Ninove;OCMW;207451425;Ninove;;;", b"OCMW Ninove;OCMW;207451425;Aalst;;;")
    assert changed != MESSY
    upload(client, space, changed)
    made = StakeholderImport.objects.latest("pk")
    work = client.get(reverse("stakeholders:import_preview", args=[space.slug, made.pk])).context["work"]
    told = (len(work.new), work.merging, work.nothing_new + len(work.left_out), len(work.errors))
    made.state = StakeholderImport.State.RUNNING
    made.save()
    done = importing.apply(made)
    assert (done.created, done.merged, done.skipped, done.error_count) == told
    assert work.unchanged
