"""What every request passes: bodies that are too large."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from partners.stakeholders.models import StakeholderImport
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, client_with

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture
def space() -> Space:
    return AllianceFactory().space


def upload(client: Client, space: Space, size: int) -> tuple[int, str]:
    file = SimpleUploadedFile("groot.csv", b"Naam\n" + b"x" * size, "text/csv")
    answer = client.post(reverse("stakeholders:import_upload", args=[space.slug]), {"file": file})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "Split the file"), ("nl", "plits")])
def test_a_file_of_sixty_megabytes_is_refused_with_a_word(space: Space, language: str, words: str) -> None:
    client = client_with("coordinator", space)
    client.cookies["django_language"] = language
    status, content = upload(client, space, 60 * MEGABYTE)
    assert (status, words in content, StakeholderImport.objects.exists()) == (413, True, False)


def test_a_file_a_little_too_large_is_explained_in_the_form(space: Space) -> None:
    status, content = upload(client_with("coordinator", space), space, 20 * MEGABYTE + 1)
    assert (status, 'name="file"' in content, StakeholderImport.objects.exists()) == (422, True, False)


def test_a_large_form_without_files_is_refused(space: Space) -> None:
    client = client_with("coordinator", space)
    address = reverse("spaces:profile_change", args=[space.slug])
    body = b"why=" + b"x" * (6 * MEGABYTE)
    answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


@pytest.mark.parametrize("stated", ["", "-1", "rubbish", "\u0663", "1e9"])
def test_a_length_that_makes_no_sense_breaks_nothing(space: Space, stated: str) -> None:
    client = client_with("coordinator", space)
    answer = client.post(reverse("spaces:profile_change", args=[space.slug]), {"why": "x"}, CONTENT_LENGTH=stated)
    assert answer.status_code < 500
