"""Which of the eight sectors a word in a spreadsheet means."""

from __future__ import annotations

import re
import unicodedata

from core.text import values_by_label
from partners.organisations.models import Sector

# Beginnings of words, in Dutch, French and English; the first sector that fits wins, so the
# narrow ones stand before the wide ones.
_SIGNS: tuple[tuple[Sector, str], ...] = (
    (
        Sector.NEWCOMERS,
        "nieuwkom|newcom|migrant|vluchteling|refugee|refugie|asiel|asile|asylum|zelforganisatie|diaspora|primo-arriv",
    ),
    (
        Sector.EDUCATION,
        "onderwijs|school|scholen|educat|enseignement|ecole|universit|hogeschool|college|leren|vorming|formation|training",
    ),
    (Sector.HEALTH, "gezond|zorg|health|care|sante|soin|ziekenhuis|hospital|hopital|medi"),
    (
        Sector.CULTURE,
        "cultu|sport|bibliothe|library|librar|museum|musee|jeugd|youth|jeunesse|kunst|kerk|eredienst|worship|heritage|erfgoed|socio-cult",
    ),
    (
        Sector.WORK,
        "econom|werk|tewerk|employ|emploi|work|bedrijf|business|professional|profession|ondernem|entrepr|arbeid|insertion",
    ),
    (Sector.SOCIAL, "sociaal|social|welzijn|ocmw|cpas|ccas|ngo|ong|vzw|asbl|armoede|poverty|opvang|accueil"),
    (
        Sector.GOVERNMENT,
        "gemeente|stad|lokaal bestuur|overheid|government|provinc|politie|police|hulpverleningszone|agb|apb|"
        "intercommunal|municipal|mairie|commune|city|council|ville|district|openbaar|public",
    ),
)
_PATTERNS = [(sector, re.compile(rf"\b(?:{signs})")) for sector, signs in _SIGNS]


def sectors_in(text: str) -> list[str]:
    """The sectors that ``text`` names: by our own labels in any language, else by telling words; [] when none."""
    own = values_by_label(Sector)
    labels = [own.get(part.strip().casefold()) for part in text.split(";")]
    if all(labels):
        return list(dict.fromkeys(label for label in labels if label))
    found = []
    for part in re.split(r"[;,/|\n]", _plain(text)):
        for sector, pattern in _PATTERNS:
            if pattern.search(part.strip()):
                found.append(sector.value)
                break
    return list(dict.fromkeys(found))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
