"""Files of a space: put, found, fetched, renewed, thrown away; by those who may, and by nobody else."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliances import ending
from documents.files import services
from documents.files.models import FileVersion, SharedFile
from spaces.models import Space
from tests.files.files import PDF, PNG, TEXT, upload, word
from tests.pages import save
from tests.spaces.factories import AllianceFactory, SpaceFactory, client_of, client_with, user_with

pytestmark = pytest.mark.django_db
LIST = "/s/waasland/files/"
ADD = LIST + "add/"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def space() -> Space:
    return AllianceFactory(space__slug="waasland", space__name="Alliantie Waasland").space


@pytest.fixture
def client(space: Space) -> Client:
    return client_with("coordinator", space)


def send(client: Client, *files: SimpleUploadedFile, **facts: str) -> Any:
    return client.post(ADD, {"files": list(files), "kind": "minutes", "dated_on": "2026-03-03", **facts})


def put(space: Space, name: str = "Verslag.pdf", content: bytes = PDF, **facts: Any) -> SharedFile:
    by = facts.pop("by", None) or user_with("secretary", space)
    return services.put(space, [services.read(upload(name, content))], by=by, **facts).new[0]


def fetched(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_file_add_takes_several_at_once(client: Client) -> None:
    assert send(client, upload(), upload("Foto.png", PNG)).status_code == 302
    assert list(SharedFile.objects.order_by("pk").values_list("title", "kind", "dated_on")) == [
        ("Verslag 3 maart", "minutes", dt.date(2026, 3, 3)),
        ("Foto", "minutes", dt.date(2026, 3, 3)),
    ]
    page = client.get(LIST).content.decode()
    assert "Verslag 3 maart" in page
    assert "3 maart 2026" in page


def test_file_add_without_a_file_says_so(client: Client) -> None:
    assert client.post(ADD, {"kind": "minutes"}).status_code == 422


def test_file_add_names_each_file_that_we_do_not_take_and_puts_none(client: Client) -> None:
    response = send(client, upload(), upload("pagina.html", b"<html></html>"), upload("leeg.pdf", b""))
    page = response.content.decode()
    assert (response.status_code, "pagina.html" in page, "leeg.pdf" in page) == (422, True, True)
    assert SharedFile.objects.count() == 0
    assert _lying() == []


def test_a_name_tells_nothing_about_the_content(client: Client) -> None:
    send(client, upload("verslag.html", PDF), upload("../../../etc/verslag\u202efdp.exe", TEXT))
    names = [version.download_name for version in FileVersion.objects.order_by("pk")]
    assert names == ["verslag.html.pdf", "verslagfdp.exe.txt"]
    assert sorted(_lying()) == sorted(version.token for version in FileVersion.objects.all())


def test_a_huge_file_is_refused_with_its_name(client: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    response = send(client, upload("groot.pdf", PDF + b"0" * 1000))
    assert (response.status_code, "groot.pdf" in response.content.decode()) == (422, True)


def test_too_many_at_once_are_refused(client: Client) -> None:
    assert send(client, *[upload(f"{n}.txt", f"tekst {n}".encode()) for n in range(21)]).status_code == 422


@pytest.mark.parametrize("name", ["x" * 250 + ".pdf", "regel\neinde.pdf", "\u202e.pdf", ".pdf"])
def test_names_that_hurt_become_titles_that_do_not(client: Client, name: str) -> None:
    assert send(client, upload(name)).status_code == 302
    file = SharedFile.objects.get()
    assert file.title
    assert "\n" not in file.title
    response = client.get(f"{LIST}{file.pk}/1/")
    assert response["Content-Disposition"].startswith("attachment; filename")
    fetched(response)


def test_file_download_is_always_to_keep(client: Client, space: Space) -> None:
    file = put(space, "Überblick.docx", word())
    response = client.get(f"{LIST}{file.pk}/1/")
    assert fetched(response) == word()
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%9Cberblick.docx"
    assert response["Content-Length"] == str(len(word()))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"].endswith("wordprocessingml.document")


def test_file_download_of_what_the_disk_lost_is_not_there(client: Client, space: Space) -> None:
    file = put(space)
    default_storage.delete(file.versions.get().path)
    assert client.get(f"{LIST}{file.pk}/1/").status_code == 404


def test_nobody_of_another_space_gets_at_a_file(space: Space) -> None:
    file = put(space)
    other = AllianceFactory(space__slug="elders").space
    addresses = ["", "1/", "change/", "new-version/"]
    for role in ("coordinator", "member"):
        client = client_with(role, other)
        for slug in ("waasland", "elders"):
            found = {client.get(f"/s/{slug}/files/{file.pk}/{end}").status_code for end in addresses}
            acts = {client.post(f"/s/{slug}/files/{file.pk}/{end}/").status_code for end in ("throw-away", "put-back")}
            # A member of the other space may not put back there whatever it is, and is told no more.
            assert (found, acts - {403}) == ({404}, {404})
    assert Client().get(f"{LIST}{file.pk}/1/").status_code == 302
    assert SharedFile.objects.get().removed_at is None


def test_a_guest_gets_at_no_file(space: Space) -> None:
    assert client_with("guest", space).get(f"{LIST}{put(space).pk}/1/").status_code == 404


def test_a_member_changes_what_is_their_own_and_the_team_everything(space: Space) -> None:
    member = user_with("member", space)
    own, other = put(space, by=member), put(space, "Ander.txt", TEXT)
    client = client_of(member)
    assert [client.get(f"{LIST}{file.pk}/change/").status_code for file in (own, other)] == [200, 403]
    assert client.get(f"{LIST}{other.pk}/new-version/").status_code == 403
    assert client.post(f"{LIST}{other.pk}/new-version/", {"upload": upload()}).status_code == 403
    assert client.post(f"{LIST}{other.pk}/throw-away/").status_code == 403
    assert client_with("secretary", space).get(f"{LIST}{own.pk}/change/").status_code == 200


def test_file_change_saves_title_kind_and_date(client: Client, space: Space) -> None:
    file = put(space)
    answer = save(client, f"{LIST}{file.pk}/change/", {"title": "Charter", "kind": "charter", "dated_on": "2024-01-02"})
    assert answer.status_code == 302
    file.refresh_from_db()
    assert (file.title, file.kind, file.dated_on) == ("Charter", "charter", dt.date(2024, 1, 2))


def test_version_add_keeps_the_earlier_one(client: Client, space: Space) -> None:
    file = put(space)
    client.post(f"{LIST}{file.pk}/new-version/", {"upload": upload("Verslag definitief.odt", TEXT)})
    assert [fetched(client.get(f"{LIST}{file.pk}/{number}/")) for number in (1, 2)] == [PDF, TEXT]
    page = client.get(f"{LIST}{file.pk}/").content.decode()
    assert "Verslag definitief.odt" in page
    assert f'{LIST}{file.pk}/2/"' in client.get(LIST).content.decode()


def test_the_same_is_not_put_here_twice(client: Client, space: Space) -> None:
    send(client, upload())
    page = client.post(ADD, {"files": [upload("Anders.pdf")], "kind": "other"}, follow=True).content.decode()
    assert SharedFile.objects.count() == 1
    assert "Verslag 3 maart" in page
    file = SharedFile.objects.get()
    assert client.post(f"{LIST}{file.pk}/new-version/", {"upload": upload("Nog eens.pdf")}).status_code == 422


def test_file_throw_away_and_put_back(client: Client, space: Space) -> None:
    file = put(space)
    client.post(f"{LIST}{file.pk}/throw-away/")
    assert client.get(f"{LIST}{file.pk}/1/").status_code == 404
    assert "/put-back/" in client.get(LIST).content.decode()
    assert "/put-back/" not in client_with("member", space).get(LIST).content.decode()
    assert client_with("member", space).post(f"{LIST}{file.pk}/put-back/").status_code == 403
    client.post(f"{LIST}{file.pk}/put-back/")
    assert fetched(client.get(f"{LIST}{file.pk}/1/")) == PDF


def test_a_closed_space_is_read_and_not_changed(client: Client, space: Space) -> None:
    file = put(space)
    ending.close(space, ended_on=timezone.localdate(), reason="Klaar.", by=user_with("coordinator", space))
    assert fetched(client.get(f"{LIST}{file.pk}/1/")) == PDF
    assert "/change/" not in client.get(f"{LIST}{file.pk}/").content.decode()
    assert send(client, upload("Nieuw.txt", TEXT)).status_code == 403
    assert client.get(f"{LIST}{file.pk}/change/").status_code == 403
    assert client.post(f"{LIST}{file.pk}/throw-away/").status_code == 403


@pytest.mark.parametrize("kind", Space.Kind.values)
def test_every_kind_of_space_has_files(kind: str) -> None:
    place = SpaceFactory(slug="plek", kind=kind)
    client = client_with("coordinator", place)
    assert client.post("/s/plek/files/add/", {"files": [upload()], "kind": "other"}).status_code == 302
    assert client.get("/s/plek/files/").status_code == 200


def test_search_and_kind_narrow_the_list(client: Client, space: Space) -> None:
    put(space, "Notulen februari.pdf", kind="minutes")
    put(space, "Cijfers.txt", TEXT, kind="report")
    assert "Cijfers" not in client.get(LIST, {"q": "februari"}).content.decode()
    assert "Notulen" not in client.get(LIST, {"kind": "report"}).content.decode()
    nothing = client.get(LIST, {"q": "bestaat niet"})
    assert (nothing.status_code, "Notulen" in nothing.content.decode()) == (200, False)


@pytest.mark.parametrize("sort", ["title", "-title", "date", "-date", "put", "-put", "nonsense"])
def test_each_order_is_a_page(client: Client, space: Space, sort: str) -> None:
    put(space)
    assert client.get(LIST, {"sort": sort}).status_code == 200


def test_a_list_of_thirty_costs_as_much_as_one(client: Client, space: Space) -> None:
    by = user_with("secretary", space)
    put(space, by=by)
    asked = _queries(client)
    for number in range(29):
        put(space, f"{number}.txt", f"tekst {number}".encode(), by=by)
    assert _queries(client) == asked
    assert asked <= 12


def _queries(client: Client) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as found:
        assert client.get(LIST).status_code == 200
    return len(found)


def _lying() -> list[str]:
    return default_storage.listdir("files")[1] if default_storage.exists("files") else []


def test_bytes_are_read_in_pieces(client: Client, space: Space) -> None:
    big = TEXT * 20_000
    file = put(space, "groot.txt", big)
    response = client.get(f"{LIST}{file.pk}/1/")
    assert response.streaming
    assert BytesIO(fetched(response)).getvalue() == big
