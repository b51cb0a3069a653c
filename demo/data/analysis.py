"""What Friesland found out before it made its plan. All of it is invented, and so are the sources."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ConsultationData:
    """A conversation so many days ago: with whom, the answers to the questions by their number, what came out."""

    name: str
    days_ago: int
    answers: dict[int, str]
    findings: str
    is_named: bool = False
    private_notes: str = ""


@dataclass(frozen=True)
class GapData:
    """Something that is missing; what shows it by its place in the lists of this file."""

    title: str
    description: str
    affected: str
    urgency: str
    programmes: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    consultations: tuple[int, ...] = ()
    said: tuple[tuple[str, str], ...] = field(default=())


INVENTORY: tuple[dict[str, object], ...] = (
    {
        "name": "Taalcafé Waddermeer",
        "offers": "Elke woensdagavond oefenen met Nederlands en Fries, met koffie en een buur.",
        "aim": "Dat nieuwkomers hun buren leren kennen en durven te spreken.",
        "for_whom": "Volwassen nieuwkomers",
        "initiator": "Gemeente Waddermeer (verzonnen)",
        "area": "Waddermeer",
        "cost": "Gratis. De gemeente betaalt de zaal, vrijwilligers doen de rest.",
        "limits": "Twintig plaatsen, en niet in de zomer.",
        "obstacles": "’s Avonds rijdt er geen bus meer terug naar de dorpen.",
        "since": 2021,
    },
    {
        "name": "Woonwijzer",
        "offers": "Uitleg over huren, energie en rechten, in zeven talen.",
        "for_whom": "Iedereen die voor het eerst huurt",
        "initiator": "Woningstichting Thúskomme (verzonnen)",
        "area": "De hele regio",
        "cost": "Gratis voor huurders van de stichting.",
        "limits": "Alleen op afspraak, wachttijd drie weken.",
        "obstacles": "Wie bij een ander huurt, kan er niet terecht.",
        "website": "https://woonwijzer.example.org/",
        "since": 2023,
    },
    {
        "name": "Samen naar school",
        "offers": "Een ouder die de weg kent, gaat de eerste maanden mee naar school.",
        "for_whom": "Gezinnen met kinderen van 4 tot 12 jaar",
        "initiator": "Basisschool De Kievit (verzonnen)",
        "area": "Twee wijken",
        "limits": "Acht vrijwillige ouders, dus acht gezinnen tegelijk.",
        "since": 2024,
    },
    {
        "name": "Werkproef",
        "offers": "Zes weken meedraaien in een bedrijf, met een taalcoach op de werkvloer.",
        "for_whom": "Nieuwkomers met een verblijfsstatus",
        "initiator": "Drie ondernemers uit de haven (verzonnen)",
        "area": "De haven en omgeving",
        "cost": "Het bedrijf betaalt het loon, een fonds de coach.",
        "since": 2020,
        "until": 2024,
    },
)

SOURCES: tuple[dict[str, object], ...] = (
    {
        "title": "Op weg in de regio: vervoer en taal (verzonnen)",
        "author": "Onderzoeksbureau De Peilstok (verzonnen)",
        "year": 2025,
        "link": "https://peilstok.example.org/op-weg",
        "findings": "Van de deelnemers aan taallessen haakte een op de drie af. De helft van hen noemt vervoer: na "
        "zeven uur rijden er in de dorpen geen bussen (blz. 12).",
    },
    {
        "title": "Monitor nieuwkomers en wonen (verzonnen)",
        "author": "Provincie, team onderzoek (verzonnen)",
        "year": 2024,
        "findings": "Vier op de tien gezinnen verhuizen in hun eerste twee jaar minstens twee keer. Kinderen wisselen "
        "dan vaak ook van school (blz. 31).",
    },
)

CONSULTATIONS = (
    ConsultationData(
        "Gemeente Waddermeer (verzonnen)",
        38,
        {
            0: "Het taalcafé, en een spreekuur van een ochtend per week.",
            2: "Gezinnen uit de dorpen. De laatste bus vertrekt om zeven uur.",
            3: "Vervoer in de avond.",
        },
        "De gemeente ziet dat wie in een dorp woont, het taalcafé niet haalt. Ze wil meebetalen aan vervoer als andere "
        "gemeenten dat ook doen.",
        is_named=True,
    ),
    ConsultationData(
        "Basisschool De Kievit (verzonnen)",
        24,
        {1: "Een ouder die naast een andere ouder staat.", 3: "Tijd: wie verhuist, begint opnieuw."},
        "Een gezin dat verhuist, verliest de ouder die meeging. De nieuwe school weet van niets.",
        private_notes="De directeur vertelde dit in vertrouwen: twee gezinnen kwamen na hun verhuizing niet meer.",
    ),
)

GAPS = (
    GapData(
        "’s Avonds kom je vanuit de dorpen niet bij de taallessen",
        "Taalcafés en lessen zijn ’s avonds, in de stad. Na zeven uur rijden er geen bussen naar de dorpen.",
        "Volwassenen in de dorpen, vooral wie overdag werkt",
        "high",
        programmes=(0,),
        sources=(0,),
        consultations=(0,),
        said=(("Ik wil wel oefenen, maar dan slaap ik in de stad.", "Een deelnemer, op de intervisiedag (verzonnen)"),),
    ),
    GapData(
        "Een gezin dat verhuist, begint helemaal opnieuw",
        "Begeleiding hoort bij een school of een wijk en gaat niet mee.",
        "Gezinnen met jonge kinderen",
        "medium",
        programmes=(2,),
        sources=(1,),
        consultations=(1,),
    ),
    GapData(
        "Wie bij een particulier huurt, vindt nergens uitleg",
        "De Woonwijzer is er alleen voor huurders van de stichting.",
        "Huurders op de vrije markt",
        "unknown",
    ),
)
