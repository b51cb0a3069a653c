"""Cells as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sheets.errors import CellError
from partners.stakeholders.sheets import cleaning


def cases(*pairs):
    return pytest.mark.parametrize(("raw", "clean"), pairs)


@cases(
    ("AGB Pelt\u00a0", "AGB Pelt"),
    ("PZ Balen:\u00a0Balen,\u00a0Mol", "PZ Balen: Balen, Mol"),
    ("  two   spaces\tand\r\nlines ", "two spaces and lines"),
    ("De\0Brug\x1f\x07", "De Brug"),
    ("\ufeffA\u200bB\u202eC", "ABC"),
    ("می‌روم", "می‌روم"),
    (" \u00a0 ", ""),
)
def test_clean_name(raw, clean):
    assert cleaning.clean_name(raw) == clean


def test_clean_long_text_keeps_lines():
    assert cleaning.clean_long_text(" een \r\n\r\n\r\n\r\n twee\x00 \n") == "een\n\ntwee"


@cases(
    ("", ""),
    ("n.v.t.", ""),
    ("@", ""),
    (" Info@Example.ORG ", "Info@example.org"),
    ("a@x.example; b@y.example", "a@x.example"),
    ("a@x.example / b@y.example", "a@x.example"),
    ("mailto:a@x.example?subject=Hallo", "a@x.example"),
    ("Els Maes <els@x.example>", "els@x.example"),
    ("o'neil+x@sub.x.example", "o'neil+x@sub.x.example"),
)
def test_clean_email(raw, clean):
    assert cleaning.clean_email(raw) == clean


@pytest.mark.parametrize(
    "raw",
    [
        "info",
        "info@",
        "info@?merelbeke.be",
        "a@@b.example",
        "a@b",
        "a b@c.example",
        "contact@gemeente-zonder-punt",
        "a@b.example\nBcc: c@d.example",
        "a@b.example\r\nb@c.example",
        "a\r@b.example",
        "a@b.example\0",
        "é@b.example",
        "x" * 65 + "@b.example",
        "<script>@b.example",
    ],
)
def test_clean_email_refuses(raw):
    with pytest.raises(CellError):
        cleaning.clean_email(raw)


@cases(
    ("tel:+3237606060", "+3237606060"),
    ("tel:+32%2016%2053", "+32 16 53"),
    ("016 53 66 68", "016 53 66 68"),
    ("016/53.66-68", "016 53 66 68"),
    ("+32 (0)16 53 66 68", "+32 16 53 66 68"),
    ("0032 16 53 66 68", "+32 16 53 66 68"),
    ("32211333", "032211333"),
    ("470123456", "0470123456"),
    ("557657539", "0557657539"),
    ("32470123456", "+32470123456"),
    ("3216536668", "+3216536668"),
    ("Tel.: 09 123 45 67", "09 123 45 67"),
    ("06 49 18 00 75 (SMS)", "06 49 18 00 75"),
    ("tel:+3213663416?", "+3213663416"),
    ("05 57 87 02 57 / 05 56 08 98 55", "05 57 87 02 57"),
    ("06.66.37.24.32 ET 09.81.82.79.97", "06 66 37 24 32"),
    ("1750", "1750"),
    ("-", ""),
)
def test_clean_phone(raw, clean):
    assert cleaning.clean_phone(raw) == clean


@pytest.mark.parametrize("raw", ["via het secretariaat", "12", "1" * 16, "+", "09 123 45 67 <b>"])
def test_clean_phone_refuses(raw):
    with pytest.raises(CellError):
        cleaning.clean_phone(raw)


@cases(
    ("abracodabra.fr", "https://abracodabra.fr"),
    ("HTTP://WWW.Example.BE/Pad", "http://www.example.be/Pad"),
    ("https://a.example, https://b.example", "https://a.example"),
    ("https://a.example https://b.example", "https://a.example"),
    ("https://a.examplehttps://b.example", "https://a.example"),
    ("https://a.example\nhttps://b.example", "https://a.example"),
    ("https://a.example/x?b=1,2;3#d", "https://a.example/x?b=1,2;3#d"),
    ("http://90.84.243.68/opac/index.aspx", "http://90.84.243.68/opac/index.aspx"),
    ("https://börse.example:8080/", "https://börse.example:8080/"),
    ("néant", ""),
    ("Facebook : www.facebook.com/debrug", "https://www.facebook.com/debrug"),
    ("facebook: https://www.facebook.com/debrug/", "https://www.facebook.com/debrug/"),
    ("Op Instagram www.instagram.com/debrug", "https://www.instagram.com/debrug"),
)
def test_clean_website(raw, clean):
    assert cleaning.clean_website(raw) == clean


@pytest.mark.parametrize(
    "raw",
    [
        "javascript:alert(1)",
        "info@example.org",
        "Facebook: Espace Social",
        "https://a.example@evil.example/",
        "ftp://a.example",
        "http://",
        "1.5",
        'https://a.example/"><script>',
        "data:text/html,x",
        "//a.example",
    ],
)
def test_clean_website_refuses(raw):
    with pytest.raises(CellError):
        cleaning.clean_website(raw)


@cases(
    ("https://www.Example.org/contact", "example.org"),
    ("http://example.org", "example.org"),
    ("https://example.org:8080?x", "example.org"),
    ("https://sub.example.org", "sub.example.org"),
    ("", ""),
)
def test_website_host(raw, clean):
    assert cleaning.website_host(raw) == clean


@cases(
    ("https://www.facebook.com/debrug", ""),
    ("https://nl-nl.facebook.com/debrug", ""),
    ("https://sites.google.com/site/x", ""),
    ("https://www.politie.be/5388", ""),
    ("https://wordpress.com/x", ""),
    ("http://90.84.243.68/opac", ""),
    ("https://debrug.wordpress.com", "debrug.wordpress.com"),
    ("https://myfacebook.com", "myfacebook.com"),
    ("https://www.debrug.example/nl", "debrug.example"),
)
def test_identifying_host(raw, clean):
    assert cleaning.identifying_host(raw) == clean


@cases(
    ("0738733786", "0738733786"),
    ("738733786", "0738733786"),
    ("738733786.0", "0738733786"),
    ("BE 0738.733.786", "0738733786"),
    ("732 829 320 00074", "73282932000074"),
    ("732829320", "732829320"),
    ("35600000000048", "35600000000048"),
    ("35600000049837", "35600000049837"),
    ("nvt", ""),
    ("12345678", "12345678"),
    ("1234567", "01234567"),
    ("KvK 01 23 45 67", "01234567"),
    ("556036-0793", "5560360793"),
    ("SE 556036-0793", "5560360793"),
)
def test_clean_official_number(raw, clean):
    assert cleaning.clean_official_number(raw) == clean


@pytest.mark.parametrize(
    "raw",
    [
        "0738733787",
        "73282932000075",
        "732829321",
        "12",
        "abc",
        "000000000",
        "7.39E+08",
        "٠٧٣٨٧٣٣٧٨٦",
        "5560360794",
        "8112289874",
    ],
)
def test_clean_official_number_refuses(raw):
    with pytest.raises(CellError):
        cleaning.clean_official_number(raw)


@cases(
    ("9000", "9000"),
    ("9000.0", "9000"),
    ("B-9000", "9000"),
    ("8911 ab", "8911 AB"),
    ("F42 XY00", "F42 XY00"),
    ("nc", ""),
)
def test_clean_postcode(raw, clean):
    assert cleaning.clean_postcode(raw) == clean


@pytest.mark.parametrize("raw", ["CITOU", "9000 Gent-Dampoort", "<b>"])
def test_clean_postcode_refuses(raw):
    with pytest.raises(CellError):
        cleaning.clean_postcode(raw)


@cases(
    ("Laag", "low"),
    ("FAIBLE", "low"),
    ("gemiddeld", "medium"),
    ("moyenne", "medium"),
    ("Hoog", "high"),
    ("élevée", "high"),
    ("Hoog (burgemeester)", "high"),
    ("niet bekend", "unknown"),
    ("?", "unknown"),
    ("Inconnu", "unknown"),
    ("not known", "unknown"),
    ("", ""),
    ("-", ""),
)
def test_clean_influence(raw, clean):
    assert cleaning.clean_influence(raw) == clean


@pytest.mark.parametrize("raw", ["3", "reuzegroot", "laag/hoog", "laag of hoog"])
def test_clean_influence_guesses_nothing(raw):
    with pytest.raises(CellError):
        cleaning.clean_influence(raw)


def test_clean_coordinates():
    assert cleaning.clean_latitude("50,85") == "50.85"
    assert cleaning.clean_longitude("−0.5802") == "-0.5802"
    for raw in ("95", "50.1, 4.3", "noord", "1e5"):
        with pytest.raises(CellError):
            cleaning.clean_latitude(raw)


def test_split_contact_takes_the_template_cell_apart():
    cell = "Els Maes\nTel.: 09 123 45 67\nE-mail: els@brug.example\nwww.brug.example\nMarkt 1, 9000 Gent"
    assert cleaning.split_contact(cell) == {
        "contact_person": "Els Maes, Markt 1, 9000 Gent",
        "phone": "09 123 45 67",
        "email": "els@brug.example",
        "website": "https://www.brug.example",
    }
    assert cleaning.split_contact("Els Maes") == {"contact_person": "Els Maes"}


CLEANERS = [getattr(cleaning, name) for name in dir(cleaning) if name.startswith("clean_")]


@given(st.text(max_size=60))
def test_any_text_is_cleaned_or_refused_and_clean_text_stays_as_it_is(raw):
    for clean in CLEANERS:
        try:
            once = clean(raw)
        except CellError as error:
            assert error.message
            continue
        assert "\0" not in once
        if clean is not cleaning.clean_influence:
            assert clean(once) == once


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("51.0543,3.7174", "51.0543,3.7174"),
        ("(44.8378 ; -0.5792)", "44.8378,-0.5792"),
        ("3.7174, 51.0543", "51.0543,3.7174"),
        ("48.85° 2.35°", "48.85,2.35"),
        ("-", ""),
    ],
)
def test_coordinates_of_one_cell(given, clean):
    assert cleaning.clean_coordinates(given) == clean


@pytest.mark.parametrize("given", ["51.0543", "Gent", "51,0543,3,7174", "151.1,200.2", "1" * 300 + ",2"])
def test_what_are_no_coordinates(given):
    with pytest.raises(CellError):
        cleaning.clean_coordinates(given)
