"""What must hold however files come and go."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from documents.files import services
from documents.files.models import FileVersion, SharedFile
from documents.files.tasks import forget_thrown_away
from spaces.models import Space
from tests.at_once import together
from tests.files.files import PDF, TEXT, upload
from tests.spaces.factories import AllianceFactory, user_with


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def put(space: Space, *contents: bytes, by: Any = None) -> services.Put:
    incoming = [services.read(upload(f"{number}.pdf", content)) for number, content in enumerate(contents)]
    return services.put(space, incoming, by=by or user_with("secretary", space))


def lying() -> int:
    return len(default_storage.listdir("files")[1]) if default_storage.exists("files") else 0


@pytest.mark.django_db
def test_a_space_has_room_for_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    space = AllianceFactory().space
    monkeypatch.setattr(services, "MOST_FILES", 1)
    with pytest.raises(ValidationError):
        put(space, PDF, TEXT)
    assert (SharedFile.objects.count(), lying()) == (0, 0)
    put(space, PDF)
    with pytest.raises(ValidationError):
        services.put_version(
            SharedFile.objects.get(), services.read(upload("n.txt", TEXT)), by=user_with("chair", space)
        )
    assert (FileVersion.objects.count(), lying()) == (1, 1)


@pytest.mark.django_db
def test_a_space_has_room_for_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    space = AllianceFactory().space
    monkeypatch.setattr(services, "MOST_BYTES", len(PDF) + len(TEXT) - 1)
    put(space, PDF)
    with pytest.raises(ValidationError):
        put(space, TEXT)


@pytest.mark.django_db
def test_what_was_thrown_away_goes_after_thirty_days(django_capture_on_commit_callbacks: Any) -> None:
    space = AllianceFactory().space
    old, lately, kept = put(space, PDF, TEXT, TEXT * 2).new
    for file, days in ((old, 31), (lately, 29)):
        services.throw_away(file, by=user_with("chair", space))
        SharedFile.objects.filter(pk=file.pk).update(removed_at=timezone.now() - dt.timedelta(days=days))
    with django_capture_on_commit_callbacks(execute=True):
        forget_thrown_away()
    assert set(SharedFile.objects.all()) == {lately, kept}
    assert lying() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_lies_there_once() -> None:
    space = AllianceFactory().space
    by = user_with("secretary", space)
    results = together(*[lambda: put(space, PDF, by=by)] * 2)
    assert sorted(len(one.new) for one in results) == [0, 1]
    assert (SharedFile.objects.count(), lying()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_new_versions_at_once_are_two() -> None:
    space = AllianceFactory().space
    by = user_with("secretary", space)
    file = put(space, PDF, by=by).new[0]
    contents = [TEXT, TEXT * 2]
    together(
        *[
            lambda content=content: services.put_version(file, services.read(upload("n.txt", content)), by=by)
            for content in contents
        ]
    )
    assert sorted(FileVersion.objects.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.django_db
def test_it_says_who_put_it_here_by_the_name_of_the_space() -> None:
    space = AllianceFactory().space
    by = user_with("secretary", space)
    put(space, PDF, by=by)
    assert FileVersion.objects.get().put_by_name == services.name_in(space, by)
    assert "@" not in FileVersion.objects.get().put_by_name
