"""What lies among the files of Friesland, and what it did before it came here. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileData:
    """A file of ``kind``, of so many days ago; ``ending`` says which form it is made in, of these lines."""

    title: str
    ending: str
    kind: str
    days_ago: int
    lines: tuple[str, ...]
    by: str = "Sanne de Wit"
    earlier: tuple[str, ...] = ()  # the lines of a version before this one


@dataclass(frozen=True)
class BeforeData:
    """A meeting that was held before, with its minutes."""

    place: str
    minutes: FileData


FILES = (
    FileData(
        "Wie helpt met taal? Overzicht van oefenplekken",
        "csv",
        "other",
        35,
        (
            "plek;plaats;dag;tijd",
            "Taalhuis De Brug (verzonnen);Leeuwarden;dinsdag;10:00-12:00",
            "Buurtkamer Oost (verzonnen);Leeuwarden;woensdag;14:00-16:00",
            "Syrisch-Fries Huis (verzonnen);Heerenveen;zaterdag;11:00-13:00",
        ),
        by="Tjitske Hoekstra",
        earlier=("plek;plaats;dag;tijd", "Taalhuis De Brug (verzonnen);Leeuwarden;dinsdag;10:00-12:00"),
    ),
    FileData(
        "Reizen naar de les: wat kost het?",
        "pdf",
        "report",
        90,
        (
            "Reizen naar de les: wat kost het?",
            "",
            "Verzonnen rapport bij de demo.",
            "Veertig cursisten hielden een maand bij hoe zij reisden. De helft is",
            "langer onderweg dan de les duurt. Elf van hen stopten om die reden.",
            "",
            "Wat zou helpen: lessen om half elf, een pas voor de bus, en iemand",
            "die de eerste keer meereist.",
        ),
        by="Yonas Tesfay",
    ),
    FileData(
        "Toespraak voor de gemeenteraad",
        "odt",
        "other",
        21,
        ("Samen de eerste stap", "Wat we in een jaar leerden, in tien minuten.", "Verzonnen tekst bij de demo."),
        by="Bram Postma",
    ),
)
BEFORE = (
    BeforeData(
        "Buurtkamer Oost, Leeuwarden",
        FileData(
            "Verkennend gesprek aan de keukentafel",
            "pdf",
            "minutes",
            330,
            (
                "Verslag: verkennend gesprek aan de keukentafel",
                "",
                "Aanwezig: Sanne de Wit, Tjitske Hoekstra, Femke Bakker.",
                "Besproken: wie doet al iets, en wie weet dat niet van elkaar?",
                "Besloten: we komen terug met ieder iemand erbij.",
                "",
                "(verzonnen)",
            ),
        ),
    ),
    BeforeData(
        "Gemeentehuis, Waddermeer",
        FileData(
            "Tweede gesprek, met de gemeente",
            "odt",
            "minutes",
            265,
            (
                "Verslag: tweede gesprek, met de gemeente",
                "Aanwezig: negen mensen van zes organisaties.",
                "Besloten: een intentieverklaring op papier, en een werkplan voor een half jaar.",
                "(verzonnen)",
            ),
        ),
    ),
)
# Who signed on paper, and for which member.
SIGNED_ON_PAPER = (("Gemeente Waddermeer (verzonnen)", "Bram Postma"), ("Buurtkamer Oost (verzonnen)", "Femke Bakker"))
PAPER = FileData(
    "Intentieverklaring, ondertekend",
    "pdf",
    "charter",
    240,
    ("Intentieverklaring", "", "Wij beloven elkaar een jaar lang aan één tafel te zitten.", "", "(verzonnen)"),
)
PLAN = FileData(
    "Werkplan kwartiermakers",
    "pdf",
    "plan",
    235,
    (
        "Werkplan kwartiermakers",
        "",
        "1. In kaart: wie doet wat, in welke plaats.",
        "2. Elke maand één avond in een ander huis.",
        "3. In het voorjaar: een alliantie met leden.",
        "",
        "(verzonnen)",
    ),
)
