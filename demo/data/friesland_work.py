"""What the alliance of Friesland does: meetings, the charter and the action plan. All of it invented."""

import datetime as dt

from demo.data.shapes import ActionData, AnswerData, MeetingData, Note, PlanData, Someone

_EVERYBODY_BUT_TWO = {
    name: ("present", "")
    for name in ("Sanne de Wit", "Tjitske Hoekstra", "Bram Postma", "Yonas Tesfay", "Femke Bakker", "Douwe Terpstra")
} | {"Klaas van der Veen": ("excused", ""), "Nadia Rahimi": ("excused", "")}

EARLIER_MEETINGS = (
    MeetingData(
        title="Eerste vergadering van de alliantie",
        in_days=-180,
        starts=dt.time(14, 0),
        ends=dt.time(16, 0),
        place="Gemeentehuis, Waddermeer",
        host="Gemeente Waddermeer (verzonnen)",
        topic="Kennismaken, en wat we elkaar beloven",
        attendance=_EVERYBODY_BUT_TWO,
    ),
    MeetingData(
        title="Tweede vergadering van de alliantie",
        in_days=-105,
        starts=dt.time(14, 0),
        ends=dt.time(16, 30),
        place="Werkplaats Noord, Drachten",
        host="Werkplaats Noord (verzonnen)",
        topic="Wat vertellen mensen die hier nieuw zijn ons?",
        attendance=_EVERYBODY_BUT_TWO,
    ),
)
PAST_MEETING = MeetingData(
    title="Derde vergadering van de alliantie",
    in_days=-33,
    starts=dt.time(14, 0),
    ends=dt.time(16, 30),
    place="Taalhuis De Brug, Leeuwarden",
    host="Taalhuis De Brug (verzonnen)",
    topic="Wat doen we het eerst? Tien ideeën, zes acties",
    answers={
        "Tjitske Hoekstra": AnswerData("yes"),
        "Bram Postma": AnswerData("yes"),
        "Yonas Tesfay": AnswerData("yes"),
        "Rima Haddad": AnswerData("yes"),
        "Femke Bakker": AnswerData("yes"),
        "Douwe Terpstra": AnswerData("no", "Beurs in Zwolle, sorry."),
        "Nadia Rahimi": AnswerData("yes"),
    },
    attendance={
        "Sanne de Wit": ("present", ""),
        "Tjitske Hoekstra": ("present", ""),
        "Bram Postma": ("present", ""),
        "Yonas Tesfay": ("present", ""),
        "Rima Haddad": ("present", ""),
        "Femke Bakker": ("present", ""),
        "Douwe Terpstra": ("excused", ""),
        "Nadia Rahimi": ("replaced", "Jelle Wiersma"),
        "Klaas van der Veen": ("absent", ""),
        "Irene Smit": ("present", ""),
    },
    minutes=(
        Note(1, "Tjitske heet iedereen welkom in het taalhuis. Rima en Irene zijn er voor het eerst bij."),
        Note(2, "Het vorige verslag is goed zoals het is. De lijst met oefenplekken staat nog open."),
        Note(
            2,
            "Irene legt de lijst ook in de bibliotheek.",
            "Lijst met oefenplekken aanvullen en rondsturen",
            "Femke Bakker",
            21,
        ),
        Note(
            3,
            "Yonas vertelt over de kookavond: 64 gasten, van wie de helft elkaar niet kende. "
            "Wat werkte: geen inschrijving en een tolk aan elke tafel.",
        ),
        Note(
            3,
            "De gemeente heeft voor dit jaar nog een restbudget voor ontmoeting.",
            "Uitzoeken voor wanneer de aanvraag binnen moet zijn",
            "Bram Postma",
            -9,
        ),
        Note(
            4,
            "We leggen tien ideeën op tafel en verdelen ieder vijf stippen. Zes ideeën krijgen er meer dan vier. "
            "Iedereen kan ermee leven dat de andere vier wachten.",
            "De zes ideeën uitschrijven als actie, met trekker en begroting",
            "Sanne de Wit; Douwe Terpstra",
            14,
        ),
        Note(
            4,
            "Rima heeft een bezwaar: bij drie van de zes is geen nieuwkomer trekker. We spreken af dat elke actie "
            "twee trekkers heeft, van wie er een zelf nieuw was in de streek.",
            "Tweede trekker zoeken voor de eigen actie",
            "allen",
            28,
        ),
        Note(5, "Nadia laat via Jelle weten dat het spreekuur voortaan op dinsdag is."),
        Note(6, "De volgende keer zijn we te gast in de bibliotheek in Sneek."),
    ),
)

COMING_MEETING = MeetingData(
    title="Vierde vergadering van de alliantie",
    in_days=16,
    starts=dt.time(14, 0),
    ends=dt.time(16, 0),
    place="Bibliotheek De Leeszaal, Sneek",
    host="Bibliotheek De Leeszaal (verzonnen)",
    topic="Het handvest tekenen, en de eerste zes weken van het actieplan",
    answers={
        "Tjitske Hoekstra": AnswerData("yes"),
        "Bram Postma": AnswerData("yes", "Ik neem de cijfers mee."),
        "Yonas Tesfay": AnswerData("yes"),
        "Irene Smit": AnswerData("yes", "De koffie staat klaar."),
        "Klaas van der Veen": AnswerData("maybe", "Misschien toernooi met de jeugd."),
        "Nadia Rahimi": AnswerData("colleague", "Dinsdag is ons spreekuur.", Someone("Jelle Wiersma")),
    },
)

# Who has signed the charter already; everybody who may was asked.
SIGNED_BY = ("Tjitske Hoekstra", "Yonas Tesfay", "Rima Haddad", "Nadia Rahimi")

PLAN = PlanData(
    title="Samen de eerste stap: actieplan",
    introduction=(
        "Dit plan is gemaakt door de leden, aan één tafel, in drie vergaderingen. Het begint bij wat mensen die hier "
        "nieuw zijn ons vertelden. Elke actie heeft een trekker en een datum; halverwege kijken we of het nog klopt."
    ),
    months=(0, 24),
    adopted=12,
    published=True,
    actions=(
        ActionData(
            "Een maatje in de eigen wijk",
            "Wie net verhuisd is, kent in de straat niemand en durft niet aan te bellen.",
            "Vrijwilligers uit de wijk worden aan nieuwe bewoners gekoppeld, de eerste drie maanden wekelijks. "
            "De koppels maken zelf uit wat ze doen. Doel: honderd koppels in het eerste jaar.",
            18500,
            "Gemeentelijk budget voor ontmoeting, aangevuld door een fonds",
            (1, 13),
            member="Eritrese Vrouwenkring Fryslân (verzonnen)",
        ),
        ActionData(
            "Taal oefenen zonder inschrijven",
            "De wachtlijst voor een oefengroep is elf weken; dan is de moed vaak weg.",
            "In vier gemeenten een vaste middag waar je kunt binnenlopen, met thee, tafelgesprekken en een boekenkar.",
            9200,
            "Eigen inzet van de leden; bijdrage per gemeente",
            (0, 10),
            member="Taalhuis De Brug (verzonnen)",
        ),
        ActionData(
            "Een maand meewerken",
            "Diploma's tellen hier niet mee en zonder werkervaring komt niemand op gesprek.",
            "Proefplekken van vier weken bij bedrijven, met een begeleider op de vloer en een eerlijk gesprek aan "
            "het eind.",
            32000,
            "Regionaal werkbedrijf; deelnemende bedrijven betalen de begeleider",
            (2, 20),
            member="Werkplaats Noord (verzonnen)",
        ),
        ActionData(
            "De startgids op zak",
            "Elke organisatie heeft een eigen folder, en in geen ervan staat een naam.",
            "Eén klein boekje in vijf talen, met per gemeente wie je belt waarvoor. Nieuwkomers testen elke bladzijde.",
            6400,
            "Drukkosten via de gemeente; vertalingen door vrijwilligers",
            (1, 6),
            responsible="Bibliotheek en taalhuis samen",
        ),
        ActionData(
            "Naar de dokter met iemand die mee mag",
            "In de spreekkamer vertaalt een kind voor zijn moeder.",
            "Twaalf vertrouwenspersonen leren wat wel en niet hun rol is, en gaan op verzoek mee naar een afspraak.",
            None,
            "Gesprek met zorgverzekeraar loopt",
            (3, 15),
            member="Gezondheidscentrum It Paad (verzonnen)",
        ),
        ActionData(
            "Open kantine op vrijdag",
            "Verenigingen hebben lege velden op vrijdag en nieuwkomers zoeken plekken om te sporten.",
            "Om de week sporten wie wil; wie drie keer komt, mag een half jaar gratis lid zijn.",
            2750,
            "",
            None,
            member="Sportclub De Terp (verzonnen)",
            timeline="Elke tweede vrijdag, zodra de vloer gemaakt is",
        ),
    ),
)

# What the second version of the agreements says instead, and why; who has a remark, and who has said nothing yet.
AGREEMENT_CHANGE = (
    "Lukt dat niet in één vergadering, dan komt het de volgende keer terug. Daarna beslissen we bij gewone "
    "meerderheid, één stem per lid.",
    "Lukt dat ook een tweede keer niet, dan beslissen we bij tweederdemeerderheid, één stem per lid.",
    "Wie een bezwaar heeft, mag niet met één stem verschil worden overstemd: dat bleek in onze derde vergadering.",
)
AGREEMENT_REMARKS = {"Rima Haddad": "Graag ook een zin over tolken: wie de taal nog leert, moet kunnen meebeslissen."}
AGREEMENT_SILENT = ("Irene Smit",)
# A small correction afterwards: what stood there, what stands there now, and why.
AGREEMENT_CORRECTION = (
    "één stem per lid.",
    "één stem voor elk lid.",
    "Duidelijker gezegd: een organisatie met twee mensen aan tafel heeft ook één stem.",
)
VISION_SILENT = ("Douwe Terpstra", "Nadia Rahimi", "Irene Smit")

# Sprints: months from now (from, until), and of each goal its words, who leads, how it stands.
SPRINTS = (
    (
        "De eerste honderd dagen",
        (-5, -3),
        "sequence",
        (
            ("Elke gemeente kent één naam om te bellen", "Bram Postma", "reached"),
            ("Twintig nieuwkomers vertelden wat zij nodig hebben", "Yonas Tesfay", "reached"),
            ("Een eigen website", "", "let_go"),
        ),
    ),
    (
        "Najaar: van plan naar praktijk",
        (-2, 0),
        "bouquet",
        (
            ("Acht taalmaatjes gestart in het zwembad en de bibliotheek", "Taalhuis De Brug (verzonnen)", "under_way"),
            ("Vier bedrijven zeggen ja tegen een proefmaand", "Douwe Terpstra", "under_way"),
            ("De startgids ligt klaar voor de drukker", "Irene Smit", "reached"),
            ("Vertrouwenspersonen oefenen één keer in de spreekkamer", "Nadia Rahimi", "not_begun"),
        ),
    ),
)
START_QUESTION = "Wat willen we na de eerste honderd dagen hebben?"
START_ANSWERS = {
    "Yonas Tesfay": "Dat de vrouwen uit onze kring niet meer vragen wie ze moeten bellen, maar wie er meegaat.",
    "Bram Postma": "Eén lijst met namen die klopt, en een burgemeester die weet dat we bestaan.",
    "Douwe Terpstra": "Drie mensen aan het werk die dat nu niet zijn. Liever drie echte dan dertig op papier.",
}
# Of each check-in how many days ago it was, what each answered on the five themes, and what some wrote.
CHECK_INS = (
    (150, ((2, 2, 3, 2, 3), (3, 1, 2, 2, 3), (2, 2, 3, 3, 4), (3, 2, 2, 2, 3)), ("Wie doet nu wat?",)),
    (90, ((3, 2, 3, 3, 4), (3, 2, 4, 3, 3), (2, 3, 3, 4, 4), (4, 2, 3, 3, 4), (3, 2, 3, 4, 3)), ()),
    (35, ((3, 3, 4, 4, 4), (2, 3, 4, 4, 5), (2, 2, 4, 5, 4), (3, 3, 5, 4, 4), (2, 4, 4, 4, 4)),
     ("De vergaderingen zijn korter en toch beter.", "Ik kom er thuis niet aan toe om te lezen.")),
)  # fmt: skip

# Of the sprint that ended: who took which role, how it was, and who takes it over, how.
LOOK_BACK = {
    "Bram Postma": ("organise", "", "Ik hield de lijst bij. Dat was meer werk dan gedacht.", "Irene Smit",
                    "We doen de volgende twee vergaderingen samen."),
    "Yonas Tesfay": ("represent", "", "Ik sprak voor de vrouwen uit onze kring. Nu komen twee van hen zelf.", "", ""),
    "Nadia Rahimi": ("own", "Tolk tussen twee werelden", "Soms vergat ik mijn eigen mening te zeggen.", "", ""),
    "Douwe Terpstra": ("connect", "", "", "", ""),
}  # fmt: skip

# Who has which role with a name: kind, name of our own, what they do, and how they agreed to be named ("" for no).
NAMED_ROLES = (
    ("Tjitske Hoekstra", "ambassador", "", "Opent deuren bij gemeenten en het waterschap.", "aan de telefoon"),
    ("Yonas Tesfay", "mediator", "", "Loopt met nieuwe buren mee naar gemeentehuis, dokter en school.", "per mail"),
    ("Aukje Dijkstra", "wise", "", "Oud-burgemeester; kent iedereen tussen Harlingen en Drachten.", ""),
    ("Rima Haddad", "own", "Gastvrouw van de taaltafel", "", ""),
)  # fmt: skip

# A working group: its name, what it is for, who leads it, who else is in it; and what it recommended.
GROUP = (
    "Taal op de werkvloer",
    "Nieuwkomers die al werken, krijgen op het werk zelf de kans om Nederlands te leren. Wij zoeken uit wat bedrijven "
    "daarvoor nodig hebben, en wat al bestaat.",
    "Douwe Terpstra",
    ("Rima Haddad", "Tjitske Hoekstra", "Nadia Rahimi"),
)
RECOMMENDATIONS = (
    (
        "Eén taalmaatje per tien nieuwe collega's",
        "In drie bedrijven die we bezochten leerden mensen het meest van een collega die er tijd voor kreeg: een half "
        "uur per week.\n\nWe vragen de alliantie om dit in het actieplan te zetten, met een training voor maatjes.",
        "taken_up",
        "Komt als actie in het plan; het taalhuis geeft de training.",
    ),
    (
        "Een taalcoach in vaste dienst",
        "Twee bedrijven willen samen een taalcoach betalen als de alliantie de helft bijlegt.",
        "handed_over",
        "",
    ),
)
