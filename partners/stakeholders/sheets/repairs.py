"""What a whole row or column tells about a cell: an address in one cell, degrees the wrong way round, a lost zero."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from partners.stakeholders.sheets.cleaning import EUROPE_SOUTH

if TYPE_CHECKING:
    from partners.stakeholders.sheets.records import CleanRow

# "8 rue de la Boétie - 33000 Bordeaux", "Kerkstraat 12, 9000 Gent", "Wirdumerdijk 1 8911 AB Leeuwarden".
_ADDRESS = re.compile(
    r"(?P<street>\S.*?)(?P<between>\s*[,;–—-]\s*|\s+)(?:[A-Z]{1,2}-)?(?P<postcode>\d{5}|\d{4}(?: ?[A-Z]{2}(?=\s))?)\s+"
    r"(?P<place>[^\W\d_][^\d,;]{1,80})",
    re.DOTALL,
)
_CEDEX = re.compile(r"\s+cedex\b.*", re.IGNORECASE)
_LONGEST_ADDRESS = 300  # characters
_MOST = 0.8  # of the postcodes of a column


def split_address(row: "CleanRow") -> None:
    """Take postcode and municipality out of a street, where the row has no others."""
    street = row.values.get("street", "")
    if len(street) > _LONGEST_ADDRESS or not (found := _ADDRESS.fullmatch(street)):
        return
    # Without a sign before it, "Steenweg 1234 Elsene" may end with the number of the house.
    if not found["between"].strip() and not any(map(str.isdigit, found["street"])):
        return
    if row.values.get("postcode", found["postcode"]) != found["postcode"]:
        return
    row.values["street"] = found["street"].rstrip(" ,;-–—")
    row.values["postcode"] = found["postcode"]
    row.values.setdefault("municipality", _CEDEX.sub("", found["place"]).strip())


def swap_degrees(row: "CleanRow") -> None:
    """In Europe the numbers tell which of the two is the latitude, whatever stands above the columns."""
    latitude, longitude = row.values.get("latitude"), row.values.get("longitude")
    if latitude and longitude and abs(float(latitude)) < EUROPE_SOUTH <= abs(float(longitude)) <= 90:
        row.values["latitude"], row.values["longitude"] = longitude, latitude


def restore_zeros(rows: Sequence["CleanRow"]) -> list["CleanRow"]:
    """Give French postcodes the zero back that a spreadsheet took off: 1000 for 01000 Bourg-en-Bresse.

    The rest of the column tells that it is a French list, or the numbers and telephones of its rows do;
    a row that shows to be Belgian or Dutch keeps its four digits. Returns the rows that got one.
    """
    short = [row for row in rows if _is_digits(row, 4) and _country(row) in ("", "FR")]
    if not short:
        return []
    long = sum(_is_digits(row, 5) for row in rows)
    all_of_them = sum("postcode" in row.values for row in rows)
    countries = [country for row in rows if (country := _country(row))]
    is_french = countries.count("FR") > len(countries) / 2
    if long < all_of_them * _MOST and not (is_french and long + len(short) == all_of_them):
        return []
    for row in short:
        row.values["postcode"] = f"0{row.values['postcode']}"
    return short


def _is_digits(row: "CleanRow", length: int) -> bool:
    postcode = row.values.get("postcode", "")
    return len(postcode) == length and postcode.isdigit()


def _country(row: "CleanRow") -> str:
    """The country that a row shows by its number, telephone or website; "" where it does not."""
    number, phone = row.values.get("official_number", ""), row.values.get("phone", "")
    if phone.startswith("+"):
        return {"+33": "FR", "+32": "BE", "+31": "NL"}.get(phone[:3], "other")
    if len(number) in (9, 14):
        return "FR"
    if len(number) in (8, 10):
        return "other"
    host = row.values.get("website", "").partition("//")[2].partition("/")[0]
    return {"fr": "FR", "be": "BE", "nl": "NL"}.get(host.rpartition(".")[2], "")
