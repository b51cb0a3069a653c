"""Every picture that is taken in is written anew; what is none is refused in words."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from PIL import Image

from core.pictures import reading
from core.pictures.reading import Picture, read_picture
from tests.pictures.files import a_bomb, a_photograph, a_png

WIDTHS = (480, 960, 1600)


def opened(picture: Picture, name: str) -> Image.Image:
    return Image.open(io.BytesIO(picture.files[name]))


def refusal(content: bytes) -> str:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        read_picture(content, widths=WIDTHS)
    return str(refused.value.messages[0])


def test_a_small_picture_is_never_blown_up() -> None:
    picture = read_picture(a_photograph((1000, 500)), widths=WIDTHS)
    assert (picture.widths, picture.width, picture.height) == ((480, 960, 1000), 1000, 500)
    assert [opened(picture, f"{width}.webp").size for width in picture.widths] == [(480, 240), (960, 480), (1000, 500)]


def test_a_photograph_of_a_telephone_comes_upright() -> None:
    picture = read_picture(a_photograph((1200, 900), orientation=6), widths=WIDTHS)
    image = opened(picture, "900.webp")
    assert image.size == (900, 1200)
    red, _green, blue = image.getpixel((450, 100))
    assert red > 200 > blue  # what was left is on top


def test_what_is_transparent_gets_white_behind_it() -> None:
    picture = read_picture(a_png((1000, 600)), widths=WIDTHS)
    assert min(opened(picture, "1000.webp").convert("RGB").getpixel((5, 5))) > 250


@pytest.mark.parametrize(("mode", "colour"), [("L", 90), ("P", 3), ("1", 1), ("LA", (90, 128)), ("I;16", 900)])
def test_every_kind_of_png_can_be_read(mode: str, colour: object) -> None:
    assert read_picture(a_png((1000, 600), mode=mode, colour=colour), widths=WIDTHS).width == 1000


def test_a_picture_for_print_gets_the_colours_of_a_screen() -> None:
    output = io.BytesIO()
    Image.new("CMYK", (1000, 600), (0, 255, 255, 0)).save(output, "JPEG")
    red, green, blue = opened(read_picture(output.getvalue(), widths=WIDTHS), "1000.webp").getpixel((5, 5))
    assert red > 200 > green
    assert blue < 100


def test_what_hides_behind_a_picture_in_the_same_file_does_not_come_along() -> None:
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("attack.html", "<script>alert(1)</script>")
    picture = read_picture(a_photograph((1000, 600)) + b"<script>alert(1)</script>" + hidden.getvalue(), widths=WIDTHS)
    for content in picture.files.values():
        assert b"script" not in content
        assert b"PK\x03\x04" not in content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a drawing (SVG)"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", "a drawing (SVG)"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "telephone's own format"),
        (b"GIF89a/*" + b"\0" * 50 + b"*/=1;alert(1)", "not a picture that we can show"),
        (b"%PDF-1.7 whatever", "not a picture that we can show"),
        (b"not at all", "not a picture that we can show"),
        (a_photograph((1000, 600))[:4000], "damaged"),
        (a_png((1000, 600))[:-60], "damaged"),
        (a_photograph((700, 600)), "at least 800 by 400"),
        (a_photograph((2000, 300)), "at least 800 by 400"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = a_bomb(20_000, 20_000)
    assert len(bomb) < 1_000_000
    assert "unpacks to far more" in refusal(bomb)


def test_what_is_too_much_for_the_child_ends_with_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_PIXELS", 10**12)
    monkeypatch.setattr(reading, "CHILD_MEMORY", 256 * 1024 * 1024)
    assert "unpacks to far more" in refusal(a_bomb(20_000, 20_000))


def test_a_file_that_is_too_large_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 1024 * 1024)
    assert "larger than 1 MB" in refusal(b"\xff" * (1024 * 1024 + 1))
