"""The programme's call for new regions. Who applies, and what they write, is invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from demo.data.shapes import Place, Someone

REGIONS = (
    Place("nl-groningen", "Groningen", "province", "NL"),
    Place("nl-drenthe", "Drenthe", "province", "NL"),
    Place("nl-overijssel", "Overijssel", "province", "NL"),
)
TITLE = "Drie nieuwe regio’s"
TEXT = (
    "Het programma zoekt organisaties die in **Groningen**, **Drenthe** en **Overijssel** een regionaal netwerk willen "
    "trekken. Samen met anderen uit de streek maak je een alliantie waarin nieuwkomers en organisaties elkaar vinden."
    "\n\nJe krijgt voor twee jaar een vergoeding voor een netwerkcoördinator (halve werkweek), begeleiding bij de "
    "start en een plek tussen de andere regio’s."
    "\n\nGemeenten, verenigingen en stichtingen kunnen aanvragen, alleen of samen."
)
BUDGET = 180_000
OPENED_DAYS_AGO, CLOSES_IN_DAYS = 20, 18
CLOSES_AT = dt.time(17)


@dataclass(frozen=True)
class ProposalData:
    """A proposal: who, where, and an answer to each of the usual questions that is written already."""

    region: str
    organisation: str
    lead: Someone
    answers: tuple[str, ...]
    partners: tuple[tuple[str, Someone], ...] = ()
    is_submitted: bool = False


@dataclass(frozen=True)
class AssessmentData:
    """What an assessor thinks: points for each of the usual criteria, and a note."""

    assessor: Someone
    points: tuple[int, ...]
    note: str


@dataclass(frozen=True)
class NominationData:
    """Somebody names an organisation that could lead: where, which, why, by whom."""

    region: str
    organisation: str
    words: str
    by: Someone
    contact: Someone | None = None


NOMINATIONS = (
    NominationData(
        "nl-overijssel",
        "Stichting De Hoeve (verzonnen)",
        "Ze hebben in drie dorpen een open keuken en kennen de scholen. Wie er één keer binnenkomt, komt terug.",
        Someone("Jurre Brink", language="nl"),
        Someone("Marit ten Have", language="nl"),
    ),
    NominationData(
        "nl-drenthe",
        "Bibliotheek Veenrand (verzonnen)",
        "De enige plek in de streek waar taalles, werk en spreekuur al onder één dak zitten.",
        Someone("Sietske Hulst", language="nl"),
    ),
)


@dataclass(frozen=True)
class SearchData:
    """An organisation that looks for partners, and agreed to be introduced."""

    region: str
    organisation: str
    words: str
    by: Someone


SEARCHES = (
    SearchData(
        "nl-overijssel",
        "Gemeente Zandmarke (verzonnen)",
        "We hebben een gebouw en twee dagen in de week. We zoeken iemand die de dorpen kent.",
        Someone("Ineke Vos", language="nl"),
    ),
    SearchData(
        "nl-overijssel",
        "Vereniging De Stuw (verzonnen)",
        "Wij kennen veertien dorpen en hun vrijwilligers. Wat we missen, is een plek en een gemeente die meedoet.",
        Someone("Harm Lubberink", language="nl"),
    ),
    SearchData(
        "nl-drenthe",
        "Gemeente Esdoornveld (verzonnen)",
        "Wij doen mee als een ander trekt. We brengen geld voor taallessen mee.",
        Someone("Aukje Reinders", language="nl"),
    ),
)
PROPOSALS = (
    ProposalData(
        "nl-groningen",
        "Gemeente Wierdendijk (verzonnen)",
        Someone("Hilde Kruizinga", language="nl"),
        (
            "In het noorden van de provincie wonen sinds vorig jaar zo’n zeshonderd nieuwkomers verspreid over veertig "
            "dorpen. De bus rijdt om de twee uur. Wie les volgt in de stad, is een dag kwijt.\n\nElke organisatie doet "
            "haar best, maar ze kennen elkaar niet: vorige winter stonden er op één avond drie kookgroepen leeg.",
            "We werken al samen met de bibliotheek en de huisartsen. We missen de scholen, het werk, en vooral de "
            "mensen zelf. Twee Syrische gezinnen denken nu mee; dat moeten er tien worden.",
            "Eén kalender voor de hele streek, een rit voor wie naar les moet, en een dag waarop iedereen elkaar ziet.",
            "Hilde Kruizinga, twintig uur per week. Haar collega Bote valt in bij ziekte.",
            "Een zaal, een busje op vrijdag en de uren van Hilde. Van jullie: geld voor de andere helft van haar tijd.",
        ),
        partners=(("Bibliotheek De Wierde (verzonnen)", Someone("Anneke Blaauw", language="nl")),),
        is_submitted=True,
    ),
    ProposalData(
        "nl-groningen",
        "Stichting Stadslicht (verzonnen)",
        Someone("Ruben Oost", language="nl"),
        (
            "In de stad zijn er genoeg organisaties. Te veel zelfs: niemand weet wie wat doet.",
            "Wij kennen iedereen in de stad. Buiten de stad kennen we nog niemand.",
            "Een website met alle adressen.",
            "Dat zoeken we nog uit.",
            "We brengen een kantoor mee. We vragen de volle vergoeding.",
        ),
        is_submitted=True,
    ),
    ProposalData(
        "nl-drenthe",
        "Vereniging Heideland Samen (verzonnen)",
        Someone("Mirjam Lubbers", language="nl"),
        ("Bij ons sluiten de dorpshuizen terwijl er mensen bij komen. Dat kan slimmer.",),
    ),
)
ASSESSMENTS = (
    AssessmentData(
        Someone("Farid Amrani", language="nl"),
        (4, 3, 3, 4),
        "Dicht bij de mensen verteld. Vraag nog hoe de scholen erbij komen.",
    ),
    AssessmentData(
        Someone("Greet Wouters", language="nl"),
        (3, 2, 4, 3),
        "De drie doelen zijn klein en echt. De mensen zelf mogen eerder aan tafel.",
    ),
)
CONFLICTED = (Someone("Wim Haaksma", language="nl"), "Ik zit in het bestuur van de bibliotheek.")
