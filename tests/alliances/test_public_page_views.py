"""The team's pages about the public page, and the picture from upload to everybody's screen."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from alliances.models import Alliance, AlliancePicture
from spaces.models import Space
from tests.pages import save
from tests.pictures.files import SECRETS, a_photograph
from tests.spaces.factories import AllianceFactory, client_with

pytestmark = pytest.mark.django_db
PAGE = "/s/waasland/public-page/picture/"


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def space() -> Space:
    return AllianceFactory(space__slug="waasland", public_page=True).space


@pytest.fixture
def client(space: Space) -> Client:
    return client_with("communications", space)


def upload(client: Client, content: bytes | None = None, **facts: str) -> Any:
    data: dict[str, Any] = {"alternative": "Twintig mensen aan tafel", "credit": "", "focus": "middle", **facts}
    if content is not None:
        data["file"] = SimpleUploadedFile("IMG_0001.jpg", content)
    return save(client, PAGE, data)


def files_of(picture: AlliancePicture) -> list[str]:
    return sorted(default_storage.listdir(picture.path(""))[1])


def test_a_picture_goes_from_the_team_to_everybody(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    assert upload(client, a_photograph((2000, 1200)), credit="Anke de Boer").status_code == 302
    picture = AlliancePicture.objects.get()
    assert (picture.widths, picture.width, picture.height) == ([480, 960, 1600], 1600, 960)
    assert files_of(picture) == ["1600.webp", "480.webp", "960.webp", "share.jpg"]
    page = Client().get("/n/waasland/").content.decode()
    assert 'alt="Twintig mensen aan tafel"' in page
    assert "Anke de Boer" in page
    source = re.search(r'<img class="focus-middle" src="([^"]+)" srcset="([^"]+)"', page)
    assert source is not None
    response = Client().get(source[1])
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["Cache-Control"] == "public, max-age=86400"
    assert Client().get(source[1], headers={"if-none-match": response["ETag"]}).status_code == 304
    assert [part.split()[1] for part in source[2].split(", ")] == ["480w", "960w", "1600w"]
    shared = re.search(r'<meta property="og:image" content="http://localhost:8000([^"]+)">', page)
    assert shared is not None
    with Image.open(io.BytesIO(Client().get(shared[1]).content)) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 630))


def test_nothing_of_where_it_was_made_is_served(client: Client) -> None:
    upload(client, a_photograph((2000, 1200)))
    picture = AlliancePicture.objects.get()
    for name in picture.file_names():
        content = Client().get(f"/n/waasland/picture/{picture.token}/{name}").content
        assert len(content) > 300
        assert [secret for secret in SECRETS if secret in content] == []
        with Image.open(io.BytesIO(content)) as image:
            assert (dict(image.getexif()), sorted(set(image.info) & {"exif", "icc_profile", "xmp", "comment"})) == (
                {},
                [],
            )


@pytest.mark.django_db(transaction=True)
def test_another_picture_has_another_address_and_the_first_one_is_gone(client: Client) -> None:
    upload(client, a_photograph((1000, 600)))
    first = AlliancePicture.objects.get()
    upload(client, a_photograph((1000, 600)), alternative="Een andere")
    second = AlliancePicture.objects.get()
    assert (second.alternative, second.pk) == ("Een andere", first.pk)
    assert Client().get(f"/n/waasland/picture/{first.token}/480.webp").status_code == 404
    assert not default_storage.exists(first.path("480.webp"))
    assert Client().get(f"/n/waasland/picture/{second.token}/480.webp").status_code == 200
    assert client.post(PAGE + "remove/").status_code == 302
    assert not AlliancePicture.objects.exists()
    assert not default_storage.exists(second.path("480.webp"))


def test_words_change_without_another_upload(client: Client) -> None:
    upload(client, a_photograph((1000, 600)))
    token = AlliancePicture.objects.get().token
    assert upload(client, alternative="Betere woorden", focus="top").status_code == 302
    picture = AlliancePicture.objects.get()
    assert (picture.token, picture.alternative, picture.focus) == (token, "Betere woorden", "top")


def test_what_is_refused_leaves_the_picture_that_is_there(client: Client) -> None:
    upload(client, a_photograph((1000, 600)))
    token = AlliancePicture.objects.get().token
    response = upload(client, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    assert response.status_code == 422
    assert "SVG" in response.content.decode()
    assert AlliancePicture.objects.get().token == token


def test_a_picture_needs_words_for_who_cannot_see_it(client: Client) -> None:
    assert upload(client, a_photograph((1000, 600)), alternative=" ").status_code == 422
    assert upload(client).status_code == 422
    assert not AlliancePicture.objects.exists()


def test_before_the_page_is_on_only_the_team_sees_the_picture(client: Client, space: Space) -> None:
    upload(client, a_photograph((1000, 600)))
    Alliance.objects.update(public_page=False)
    picture = AlliancePicture.objects.get()
    assert Client().get(f"/n/waasland/picture/{picture.token}/480.webp").status_code == 404
    own = f"{PAGE}{picture.token}/480.webp"
    assert own in client.get("/s/waasland/public-page/preview/").content.decode()
    response = client.get(own)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")
    assert client_with("member", space).get(own).status_code == 403
    assert client_with("coordinator", AllianceFactory().space).get(own).status_code == 404


@pytest.mark.parametrize("path", ["share.jpg", "480.webp"])
def test_a_token_opens_the_pictures_of_its_own_alliance_only(client: Client, path: str) -> None:
    upload(client, a_photograph((1000, 600)))
    AllianceFactory(space__slug="buren", public_page=True)
    token = AlliancePicture.objects.get().token
    assert Client().get(f"/n/buren/picture/{token}/{path}").status_code == 404
    assert Client().get(f"/n/waasland/picture/{token}/1600.webp").status_code == 404


def test_a_file_that_got_lost_is_not_an_error(client: Client) -> None:
    upload(client, a_photograph((1000, 600)))
    picture = AlliancePicture.objects.get()
    default_storage.delete(picture.path("480.webp"))
    assert Client().get(f"/n/waasland/picture/{picture.token}/480.webp").status_code == 404


def test_when_saving_fails_no_file_stays_behind(client: Client, space: Space, monkeypatch: Any) -> None:
    def fails(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(AlliancePicture, "save", fails)
    with pytest.raises(RuntimeError):
        upload(client, a_photograph((1000, 600)))
    folders = default_storage.listdir("alliances/pictures")[0]
    assert [files for folder in folders if (files := default_storage.listdir(f"alliances/pictures/{folder}")[1])] == []
