"""Whom members of Friesland would like to involve. All of it is invented."""

from dataclasses import dataclass, field
from typing import Any

WORDS = "Wie mist er nog aan tafel? Denk ook aan wie we niet vanzelf tegenkomen."


@dataclass(frozen=True)
class SuggestionData:
    """Who suggested somebody, so many days ago, and what; taken up (``accepts``), declined with ``answer``, or open."""

    person: str
    days_ago: int
    facts: dict[str, Any] = field(default_factory=dict)
    accepts: bool = False
    answer: str = ""


SUGGESTIONS = (
    SuggestionData(
        "Irene Smit",
        2,
        {
            "kind": "organisation",
            "name": "Zorggroep Greiden Sneek (verzonnen)",
            "municipality": "Sneek",
            "sectors": ["health"],
            "why": "Zij leiden nieuwkomers op tot verzorgende. Bij ons in het taalcafé oefenen hun leerlingen al; zij "
            "winnen collega's die blijven.",
            "contribution": "Praktijkbegeleiders die weten welke taal je op de werkvloer nodig hebt.",
            "contact_person": "Hinke Wiersma",
            "email": "hinke.wiersma@example.org",
        },
    ),
    SuggestionData(
        "Yonas Tesfay",
        21,
        {
            "kind": "organisation",
            "name": "Naaiatelier De Spoel (verzonnen)",
            "municipality": "Leeuwarden",
            "sectors": ["work", "newcomers"],
            "why": "Vijftien vrouwen werken er, uit acht landen. Zij zoeken klanten en een weg naar een eigen zaak.",
            "contribution": "Een plek waar je kunt binnenlopen, ook zonder veel Nederlands.",
        },
        accepts=True,
    ),
    SuggestionData(
        "Klaas van der Veen",
        24,
        {
            "kind": "person",
            "name": "Jelle Dijkstra (verzonnen)",
            "municipality": "Sneek",
            "why": "Oud-trainer, kent elke vereniging in de stad. Hij wil zijn ervaring doorgeven.",
        },
        answer="Dit jaar zitten de werkgroepen vol. We komen bij je terug wanneer de sportdag begint.",
    ),
)
