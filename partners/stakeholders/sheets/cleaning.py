"""One cell at a time: text as people type it in, one clean value out. Pure functions.

Each takes text and returns the clean value, "" for nothing, or raises CellError.
"""

import re
from urllib.parse import unquote

from django.utils.translation import gettext as _

from core.sheets.errors import CellError
from core.text import HIDDEN


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INVISIBLE = re.compile(f"{HIDDEN.pattern}|[\u2028\u2029\ufffe\uffff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_BUT_NOT_BREAK = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NOTHING = _words(
    "- -- --- / ? . x @ n/a na n.a. nvt n.v.t. n.v.t geen onbekend niet nc néant neant aucun aucune inconnu "
    "none unknown null nan #n/a"
)
YES = _words("yes ja oui y j o x 1 true waar vrai ✓ ✔")
NO = _words("no nee neen non n 0 false onwaar faux")
_SEPARATORS = re.compile(r"[;,\n|]|\s/\s|\s+(?:of|en|or|and|ou|et)\s+", re.IGNORECASE)

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(
    rf"[a-z0-9!#$%&'*+/=?^_`{{|}}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{{|}}~-]+)*@(?:{_LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9]",
    re.IGNORECASE | re.ASCII,
)
_URL = re.compile(
    r"(?:(?P<scheme>https?)://)?(?P<host>(?<=//)\d{1,3}(?:\.\d{1,3}){3}|(?:[^\s/?#:@<>\"'\\.,;()]+\.)+[^\s/?#:@<>\"'\\.,;()\d]{2,63})\.?"
    r"(?P<port>:\d{1,5})?(?P<rest>[/?#][^\s<>\"\\]*)?",
    re.IGNORECASE,
)
_PLAIN_URL = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z]{2,63}(?:/[a-z0-9/._-]*)?")
_HOST = re.compile(r"https?://(?:www\.)?([^/?#:]+)", re.IGNORECASE)
_FIRST_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_EMAIL_IN_TEXT = re.compile(r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+\.[a-z]{2,}", re.IGNORECASE)
_URL_LABEL = re.compile(r"^[^\W\d_][\w .'-]{1,40}[\s:]\s*(?=www\.|https?://)", re.IGNORECASE)  # "Facebook : www.…"
_URL_IN_TEXT = re.compile(r"(?:https?://|www\.)[^\s<>\"',;]+", re.IGNORECASE)
_NUMBER_SEPARATORS = re.compile(r"[\s.:/-]")
_NUMBER_LABEL = re.compile(r"^(?:BE|FR|NL|SE|RPR|RPM|KBO|BCE|KVK|BTW|TVA|SIRET|SIREN|ORG|n°|nr)+", re.IGNORECASE)
_PLAIN_PHONE = re.compile(r"(?:\+[1-9]|0[1-9])(?: ?[0-9]){7,13}")
_PHONE_LABEL = re.compile(r"^(?:telefoon|téléphone|telephone|phone|tel|gsm|t)\s*[.:]*\s*", re.IGNORECASE)
_PHONE_IN_TEXT = re.compile(r"(?:tel:)?(?:\+|\b0)[\d\s./()-]{6,}\d")
_LONGEST_CONTACT = 1000  # characters; the searches below take time by the square of it
_LABELS_IN_TEXT = re.compile(
    r"\b(?:tel|telefoon|téléphone|telephone|phone|gsm|e-?mail|mail|courriel|website|web|site)\s*[.:]+\s*", re.IGNORECASE
)

# On these sites everybody has a page, so sharing the host says nothing: the site with all under it ...
_SHARED_WITH_SUBDOMAINS = _words(
    "facebook.com fb.com fb.me instagram.com linkedin.com twitter.com x.com youtube.com youtu.be tiktok.com "
    "linktr.ee whatsapp.com wa.me google.com google.be google.nl google.fr goo.gl bit.ly wikipedia.org "
    "eventbrite.com eventbrite.be eventbrite.fr helloasso.com politie.be police.be fluvius.be"
)
# ... and those where a name before the site does belong to one organisation.
_SHARED_ALONE = _SHARED_WITH_SUBDOMAINS | _words(
    "wordpress.com blogspot.com wixsite.com wix.com weebly.com webnode.be webnode.nl webnode.fr jimdofree.com "
    "jimdosite.com github.io business.site sites.google.com canva.site eklablog.com over-blog.com free.fr "
    "orange.fr skynet.be telenet.be"
)

_SHARED_ENDINGS = tuple(f".{host}" for host in _SHARED_WITH_SUBDOMAINS)

_LEVELS = {
    word: level
    for level, words in {
        "low": "low laag weinig klein gering faible bas basse",
        "medium": "medium middle average gemiddeld midden middel matig moyen moyenne modere",
        "high": "high hoog groot veel sterk strong eleve elevee fort forte haut haute",
        "unknown": "unknown not-known onbekend niet-bekend niet-gekend nog-niet-bekend weet-niet inconnu inconnue "
        "pas-connu non-connu ?",
    }.items()
    for word in words.split()
}


_COORDINATES = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,20})?)°?\s*[,;/ ]\s*([+-]?\d{1,3}(?:\.\d{1,20})?)°?")
# No place in Europe lies south of this latitude or east of this longitude.
EUROPE_SOUTH = 34.5


def clean_text(value: str) -> str:
    """One line: no control or hidden characters, every kind of blank made one space."""
    if not value.isprintable():
        value = _CONTROL.sub(" ", _INVISIBLE.sub("", value))
    return " ".join(value.split())


clean_name = clean_text


def clean_long_text(value: str) -> str:
    """Several lines: each cleaned like ``clean_text``, never more than one empty line together."""
    if value.isprintable():
        return " ".join(value.split())
    value = _CONTROL_BUT_NOT_BREAK.sub(" ", _INVISIBLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))
    lines = "\n".join(" ".join(line.split()) for line in value.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def is_nothing(value: str) -> bool:
    """Whether ``value`` is one of the words for an empty cell: "-", "n.v.t.", "néant"."""
    return len(value) < 10 and value.casefold() in _NOTHING


def split_several(value: str) -> list[str]:
    """The parts of a cell that may hold several telephone numbers, addresses or websites."""
    return [part for part in map(str.strip, _SEPARATORS.split(value)) if part]


def clean_email(value: str) -> str:
    """The first e-mail address of the cell, its domain in small letters.

    A line break is refused, wherever it is: in a mail header it could forge another one.
    """
    if not value.isascii():
        value = _INVISIBLE.sub("", value)
    value = value.strip()
    if not value or is_nothing(value):
        return ""
    if "\n" in value or "\r" in value:
        raise CellError(_("An e-mail address cannot hold a line break."))
    if not _EMAIL.fullmatch(value):
        value = _first_email(value)
    local, _at, domain = value.rpartition("@")
    if len(value) > 254 or len(local) > 64:
        raise CellError(_("This e-mail address is too long."))
    return f"{local}@{domain.lower()}"


def _first_email(value: str) -> str:
    """The first address of several, or the one in ``Els Maes <els@…>`` or ``mailto:els@…``."""
    first = next(iter(split_several(value)), "")
    in_brackets = re.search(r"<([^<>\s]+)>$", first)
    address = (in_brackets.group(1) if in_brackets else first).removeprefix("mailto:").partition("?subject=")[0]
    if not _EMAIL.fullmatch(address):
        raise CellError(_("This is not an e-mail address."))
    return address


def clean_phone(value: str) -> str:
    """The first telephone number, as typed but tidied: digits, single spaces, perhaps a plus in front.

    A number that lost its leading zero in a spreadsheet (8 digits for a Belgian line, 9 for a
    Belgian mobile or any French one) gets it back; 32… and 33… without plus get the plus.
    """
    if _PLAIN_PHONE.fullmatch(value):
        return value
    value = clean_text(unquote(value)) if "%" in value else clean_text(value)
    if not value or is_nothing(value):
        return ""
    if not value.isdigit():
        value = split_several(value)[0] if split_several(value) else value
        value = _PHONE_LABEL.sub("", value)
        value = re.sub(r"\([^\d()]*\)", "", value).rstrip(" ?!*")  # "(SMS)", "(secretariaat)"
        value = re.sub(r"\(\s*0\s*\)", "", value) if value.startswith(("+", "00")) else value
        value = " ".join(re.sub(r"[./()\-–]", " ", value.removesuffix(".0")).split())
        if not re.fullmatch(r"\+?[\d ]+", value):
            raise CellError(_("This is not a telephone number."))
    digits = value.replace(" ", "").lstrip("+")
    if not 3 <= len(digits) <= 15:
        raise CellError(_("This is not a telephone number."))
    if value.startswith("00"):
        return "+" + value[2:].lstrip()
    return value if value.startswith(("+", "0")) else _restore_front(value, digits)


def _restore_front(value: str, digits: str) -> str:
    if len(digits) in (10, 11) and digits.startswith(("32", "33")):
        return "+" + value
    if len(digits) in (8, 9):
        return "0" + value
    return value


def clean_website(value: str) -> str:
    """The first web address of the cell, with its scheme (https:// where none is given)."""
    if _PLAIN_URL.fullmatch(value):
        return value
    found = _web_address(value)
    if not found:
        return ""
    return f"{(found['scheme'] or 'https').lower()}://{found['host'].lower()}{found['port'] or ''}{found['rest'] or ''}"


def _web_address(value: str) -> re.Match[str] | None:
    value = clean_text(value.replace("\n", " | ") if "\n" in value else value)
    if not value or is_nothing(value):
        return None
    found = _URL.fullmatch(value)
    if not found or value.count("://") > 1:
        starts = [match.start() for match in _FIRST_SCHEME.finditer(value)]
        first = value[: starts[1]] if len(starts) > 1 and starts[0] == 0 else value
        parts = [word for part in split_several(first) for word in part.split()]
        found = _URL.fullmatch(parts[0].rstrip("/") if parts else "")
    if not found:
        found = _URL.fullmatch(_URL_LABEL.sub("", value))
    if not found:
        raise CellError(_("This is not a web address."))
    return found


def website_host(url: str) -> str:
    """The host of a clean web address, in small letters, without ``www.``; "" for none."""
    found = _HOST.match(url)
    return found.group(1).lower() if found else ""


def identifying_host(url: str) -> str:
    """The host of a clean web address when it can tell organisations apart; "" for Facebook and the like."""
    host = website_host(url)
    if host in _SHARED_ALONE or host.endswith(_SHARED_ENDINGS) or host.replace(".", "").isdigit():
        return ""
    return host


def clean_official_number(value: str) -> str:
    """A Belgian enterprise number (10 digits), a French SIRET (14) or SIREN (9), a Dutch KvK number (8) or a
    Swedish organisationsnummer (10), digits only.

    The leading zero of a Belgian or Dutch number, lost in many a spreadsheet, is put back. Nine digits that
    are right as both are taken as Belgian (one SIREN in a hundred). Rules: the Belgian check is 97
    minus the first eight digits modulo 97; the French and the Swedish are Luhn's, but of La Poste's SIRETs
    most add up to a multiple of 5 instead. A KvK number has no check: its length is all that shows it.
    """
    value = clean_text(value).removesuffix(".0")
    if not value or is_nothing(value):
        return ""
    digits = value if value.isdigit() else _NUMBER_LABEL.sub("", _NUMBER_SEPARATORS.sub("", value))
    if digits.isascii() and digits.isdigit():
        if len(digits) in (9, 10) and _is_belgian(digits.zfill(10)):
            return digits.zfill(10)
        if (len(digits) in (9, 14) and _is_french(digits)) or (len(digits) == 10 and _is_swedish(digits)):
            return digits
        if len(digits) in (7, 8) and int(digits) > 0:
            return digits.zfill(8)
    raise CellError(_("This number does not check out. It may be an enterprise, SIRET, SIREN or KvK number."))


def _is_belgian(digits: str) -> bool:
    return digits[0] in "01" and 97 - int(digits[:8]) % 97 == int(digits[8:])


def _is_french(digits: str) -> bool:
    if digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0:
        return True
    return _is_right_by_luhn(digits)


def _is_swedish(digits: str) -> bool:
    """It begins with the kind of organisation; the third digit tells it from the number of a person."""
    return digits[0] in "2356789" and digits[2] >= "2" and _is_right_by_luhn(digits)


def _is_right_by_luhn(digits: str) -> bool:
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(number - 9 if number > 9 else number for number in doubled)
    return total % 10 == 0 and int(digits) > 0


def clean_postcode(value: str) -> str:
    """A postcode of up to ten letters and digits. What is lost of a French one (1000 for 01000) only the
    municipality can tell, so four digits stay four."""
    value = clean_text(value).removesuffix(".0").upper()
    if not value or is_nothing(value):
        return ""
    value = re.sub(r"^(?:B|BE|F|FR|NL|D|L|S)[- ](?=\d)", "", value)
    if not re.fullmatch(r"[A-Z0-9](?:[A-Z0-9 -]{1,8}[A-Z0-9])", value) or not any(map(str.isdigit, value)):
        raise CellError(_("This is not a postcode."))
    return value


def clean_influence(value: str) -> str:
    """``low``, ``medium``, ``high``, ``unknown``; "" for an empty cell (which is not "low")."""
    return _level(value, _("Influence is low, medium, high or not known."))


def clean_interest(value: str) -> str:
    """As ``clean_influence``."""
    return _level(value, _("Interest is low, medium, high or not known."))


def clean_yes_no(value: str) -> str:
    """``yes`` or ``no``, said in Dutch, French or English or by a cross; "" for an empty cell."""
    value = clean_text(value)
    word = value.casefold().rstrip(".!")
    if word in YES:
        return "yes"
    if word in NO:
        return "no"
    if not value or is_nothing(value):
        return ""
    raise CellError(_("This is neither yes nor no."))


def _level(value: str, problem: str) -> str:
    value = clean_text(value)
    plain = value.casefold().replace("é", "e").rstrip(".!").replace(" ", "-")
    level = _LEVELS.get(plain or value) or _LEVELS.get(plain.partition("-(")[0])
    if not level and (not value or is_nothing(value)):
        return ""
    if not level:
        raise CellError(problem)
    return level


def clean_latitude(value: str) -> str:
    """Degrees north, as decimal text with a point."""
    return _degrees(value, 90, _("This is not a latitude (a number between -90 and 90)."))


def clean_longitude(value: str) -> str:
    """Degrees east, as decimal text with a point."""
    return _degrees(value, 180, _("This is not a longitude (a number between -180 and 180)."))


def clean_coordinates(value: str) -> str:
    """ "latitude,longitude" of one cell, in that order; in Europe the numbers tell which is which."""
    value = clean_text(value).strip("()[] ")
    if not value or is_nothing(value):
        return ""
    found = _COORDINATES.fullmatch(value)
    if not found:
        raise CellError(_("These are not coordinates (a latitude and a longitude, with a comma between)."))
    latitude, longitude = found.groups()
    if abs(float(latitude)) < EUROPE_SOUTH <= abs(float(longitude)):
        latitude, longitude = longitude, latitude
    return f"{clean_latitude(latitude)},{clean_longitude(longitude)}"


def _degrees(value: str, limit: int, problem: str) -> str:
    value = clean_text(value).removesuffix("°").replace("−", "-")
    if not value or is_nothing(value):
        return ""
    value = value.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{1,20})?", value) or abs(float(value)) > limit:
        raise CellError(problem)
    return value.removeprefix("+")


def split_contact(value: str) -> dict[str, str]:
    """A cell with everything in it ("Els, tel. 09 …, els@…, www…"), as the guide's template asks for.

    Returns what can be told apart: ``contact_person`` (the rest of the text), ``phone``, ``email``, ``website``.
    """
    found: dict[str, str] = {}
    if len(value) > _LONGEST_CONTACT:
        return {"contact_person": clean_text(value)}
    for name, pattern, clean in (
        ("email", _EMAIL_IN_TEXT, clean_email),
        ("website", _URL_IN_TEXT, clean_website),
        ("phone", _PHONE_IN_TEXT, clean_phone),
    ):
        match = pattern.search(value)
        if not match:
            continue
        try:
            found[name] = clean(match.group())
        except CellError:
            continue
        value = f"{value[: match.start()]} ; {value[match.end() :]}"
    rest = _LABELS_IN_TEXT.sub("", value)
    found["contact_person"] = clean_text(re.sub(r"\s*[;,\n]\s*(?:[;,\n]\s*)*", ", ", rest)).strip(" ,;-")
    return {name: text for name, text in found.items() if text}
