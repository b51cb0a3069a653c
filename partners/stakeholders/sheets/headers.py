"""Which words above a column mean which field, in Dutch, French and English.

Imports nothing that needs Django: the child process that reads workbooks uses it too.
"""

import re
from collections.abc import Sequence

from core.sheets.words import words

# Whole headers, as ``words`` gives them but without the spaces. The first field in this table that
# claims a header gets it; of two columns for one field the one with the earlier word wins.
EXACT: dict[str, str] = {
    "name": (
        "naam naamorganisatie naamvandeorganisatie organisatienaam naamstakeholder naamvanstakeholder "
        "naamvandespreker naamvandebelanghebbende naambelanghebbende organisatie organisaties vereniging instelling "
        "belanghebbende benaming nom nomorganisation nomdelorganisation nomdelapartieprenante raisonsociale "
        "denomination organisation organisme association structure nomdelastructure partieprenante "
        "name organisationname organizationname nameoforganisation nameoftheorganisation nameoforganization "
        "stakeholder stakeholdername nameofstakeholder nameofthestakeholder organization lieu libelle libelle1"
    ),
    "contact_person": (
        "contactpersoon naamcontactpersoon contactpersonen aanspreekpunt aanspreekpersoon verantwoordelijke "
        "vertegenwoordiger personnedecontact personnecontact nomducontact responsable representant interlocuteur "
        "contactperson contactname nameofcontact representative contact contacts contactgegevens coordonnees"
    ),
    "phone": (
        "telefoon telefoonnummer telefoonnr tel telnr telefoonalgemeen gsm gsmnummer mobiel mobielnummer "
        "telephone numerodetelephone notelephone portable telephoneportable "
        "phone phonenumber telephonenumber mobile mobilephone"
    ),
    "email": (
        "email emailadres mail mailadres emailalgemeen contactemail courriel adressemail adresseemail adressecourriel "
        "mel emailaddress mailaddress"
    ),
    "website": (
        "website webadres webpagina webstek websiteurl site siteinternet siteweb sitewebinternet adresseweb "
        "url web webpage homepage webaddress internet"
    ),
    "street": (
        "straat straatnaam adres straatennummer straatenhuisnummer adresvolledig volledigadres postadres "
        "rue voie adresse adressepostale adressecomplete nomdelavoie libelledevoie rueetnumero "
        "street streetname streetandnumber streetandhousenumber address streetaddress postaladdress fulladdress "
        "addressline1"
    ),
    "house_number": (
        "huisnummer huisnr nr nummer numero numerodevoie numerodelavoie numeromaison housenumber streetnumber number no"
    ),
    "box": "bus busnummer busnr boite boitepostale bp box pobox",
    "postcode": "postcode postnummer cp codepostal codepostale postalcode zip zipcode",
    "municipality": (
        "gemeente gemeentenaam stad plaats woonplaats gemeentestad stadgemeente locatie "
        "commune ville localite nomdelacommune municipality city town place locality"
    ),
    "province": "provincie province departement county",
    "official_number": (
        "ondernemingsnummer ondernemingsnr kbo kbonummer kbonr kvk kvknummer kvknr btw btwnummer btwnr vat vatnumber "
        "siret siren organisationsnummer orgnummer orgnr "
        "numerosiret numerosiren nosiret bce numerobce numerodentreprise numeroentreprise tva numerotva "
        "enterprisenumber companynumber registrationnumber officialnumber"
    ),
    "sector": (
        "sector sectoren type typeorganisatie soort soortorganisatie categorie "
        "secteur secteurs typestructure typedestructure typedorganisation typeorganisation "
        "sectors category organisationtype organizationtype typeoforganisation kind"
    ),
    "contribution": (
        "bijdrage bijdragen inbreng mogelijkebijdrage contribution contributions apport "
        "contribute howtheycancontribute howtheycontribute"
    ),
    "matters": (
        "watisbelangrijk belangen belang interesse interesses interets interet enjeux preoccupations "
        "cequicompte whatmatters whatmatterstothem interests interest"
    ),
    "influence": "invloed influence niveaudinfluence levelofinfluence power macht",
    "interest": "levelofinterest interestlevel belangstelling matevanbelangstelling niveaudinteret degredinteret",
    "strategy": ("strategie betrokkenheidsstrategie aanpak strategiedengagement engagementstrategy strategy approach"),
    "mandate": "mandaat mandat mandate",
    "win": "win winst meerwaarde voordeel gain benefice avantage benefit",
    "status": "status statut toestand state",
    "notes": (
        "notities notitie opmerking opmerkingen toelichting omschrijving beschrijving eigencriteria info "
        "notes note remarques remarque commentaire commentaires description criteres "
        "remarks remark comments comment owncriteria"
    ),
    "coordinates": (
        "latitudeandlongitude breedteenlengtegraad latitudeetlongitude latlon latlng latlong coordinates coordinaten "
        "coordonnees coordonneesfinales coordonneesgps gps geopoint geopoint2d geolocatie geolocation"
    ),
    "latitude": "latitude lat breedtegraad breedte coordy ycoord ycoordinaat y wgs84lat",
    "longitude": "longitude lon lng long lengtegraad lengte coordx xcoord xcoordinaat x wgs84lon",
}

# Sentences as headers ("Welke invloed hebben zij? (laag, gemiddeld, hoog)"): the first of these
# beginnings that stands at the start of a word decides. The order is the meaning.
BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("invloed", "influence"),
    ("influence", "influence"),
    ("belangrijk voor", "matters"),
    ("important", "matters"),
    ("matters", "matters"),
    ("compte pour", "matters"),
    ("strateg", "strategy"),
    ("betrekken", "strategy"),
    ("bijdrag", "contribution"),
    ("bijdraagt", "contribution"),
    ("contribu", "contribution"),
    ("mandaat", "mandate"),
    ("mandat", "mandate"),
    ("criteri", "notes"),
    ("criter", "notes"),
    ("contactpers", "contact_person"),
    ("contact pers", "contact_person"),
    ("personne de contact", "contact_person"),
    ("voornaam", "contact_person"),
    ("prenom", "contact_person"),
    ("first name", "contact_person"),
    ("e mail", "email"),
    ("email", "email"),
    ("courriel", "email"),
    ("website", "website"),
    ("site web", "website"),
    ("site internet", "website"),
    ("telefo", "phone"),
    ("telephone", "phone"),
    ("phone", "phone"),
    ("gsm", "phone"),
    ("postcode", "postcode"),
    ("code postal", "postcode"),
    ("ondernemingsnummer", "official_number"),
    ("kbo", "official_number"),
    ("kvk", "official_number"),
    ("siret", "official_number"),
    ("naam", "name"),
    ("nom", "name"),
    ("name", "name"),
)

_STRENGTH = {
    word: (field, place) for field, texts in reversed(EXACT.items()) for place, word in enumerate(texts.split())
}
_BY_BEGINNING = tuple((re.compile(rf"\b{re.escape(start)}"), field) for start, field in BEGINNINGS)
WEAKEST = 1000
_LONGEST_HEADER = 200  # characters
_HEADERS_SEARCHED = 40
_LOOKS_LIKE_DATA = re.compile(r"@|://|^www\.|^[\d\s.,+/()-]+$", re.IGNORECASE)


def field_of(header: str) -> tuple[str, int]:
    """The field that ``header`` names and how weak the word is (0 is the surest); ("", WEAKEST) for none."""
    if not header or len(header) > _LONGEST_HEADER:
        return "", WEAKEST
    plain = words(header).removeprefix("n ")  # "N° TVA"
    exact = _STRENGTH.get(plain.replace(" ", ""))
    if exact:
        return exact
    for place, (pattern, field) in enumerate(_BY_BEGINNING):
        if pattern.search(plain):
            return field, WEAKEST - len(_BY_BEGINNING) + place
    return "", WEAKEST


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The index of the row that holds the column names, among the first forty; -1 when there is none.

    It is the row with most names of fields, the upper one of equals; one that names a single field
    counts only when nothing in it looks like data, and when it is no lone title above a wider table.
    """
    best, best_score = -1, 0
    width = max((_filled(row) for row in rows[: _HEADERS_SEARCHED * 2]), default=0)
    for index, row in enumerate(rows[:_HEADERS_SEARCHED]):
        score = len({field for field, _place in map(field_of, row) if field})
        if score <= best_score:
            continue
        if score == 1 and not _could_be_header(row, width):
            continue
        best, best_score = index, score
    return best


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _could_be_header(row: Sequence[str], width: int) -> bool:
    if any(_LOOKS_LIKE_DATA.search(cell.strip()) for cell in row if cell.strip()):
        return False
    if len(row) and _filled(row) * 2 <= width:
        return False
    return all(len(cell) <= 60 for cell in row)
