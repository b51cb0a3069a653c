"""The other alliances, each at another stage. Their people and members are invented."""

import datetime as dt

from demo.data.registers import BORDEAUX, KRONOBERG_KALMAR, ROSCOMMON, VLAANDEREN
from demo.data.shapes import ActionData, AllianceData, AnswerData, Invented, MeetingData, PlanData, Seat, Someone

MAEVE = Someone("Maeve Kinsella", language="en")  # coordinates two alliances
AOIFE = Someone("Aoife Brennan")

_roscommon = (
    Invented(
        "Shannonside Welcome Group (fictional)",
        ("newcomers",),
        "Roscommon",
        "medium",
        "high",
        contribution="Twelve families who remember their own first week here.",
        matters="Being asked early.",
        strategy="Keep close; meet every month.",
        win="A room of their own to meet in.",
        seat=Seat(AOIFE, ("speak", "decide", "sign"), "chair", "deciding"),
    ),
    Invented(
        "Castlefield GAA Club (fictional)",
        ("culture",),
        "Boyle",
        "medium",
        "high",
        contribution="A pitch, jerseys and a minibus.",
        matters="Children of all backgrounds on one team.",
        strategy="Ask for one thing at a time.",
        seat=Seat(Someone("Declan Moran"), ("speak",), involvement="supporting"),
    ),
    Invented(
        "Lough Road Training Centre (fictional)",
        ("education", "work"),
        "Castlerea",
        "high",
        "high",
        contribution="Evening classes and a careers adviser.",
        matters="Courses that lead to a job.",
        strategy="Involve in every decision about work.",
        seat=Seat(Someone("Grace Okafor"), ("speak", "decide", "sign"), involvement="acting"),
    ),
    Invented(
        "Riverside Health Practice (fictional)",
        ("health",),
        "Roscommon",
        "low",
        "low",
        contribution="A nurse who speaks Arabic.",
        strategy="Keep informed.",
    ),
)
ROSCOMMON_ALLIANCE = AllianceData(
    slug="roscommon",
    name="Roscommon Alliance",
    language="en",
    time_zone="Europe/Dublin",
    country="IE",
    regions=("ie-roscommon",),
    coordinators=(MAEVE,),
    real=ROSCOMMON,
    invented=_roscommon,
    why=(
        "Distances are long here and services are thin on the ground. Nobody in the county can welcome new "
        "neighbours alone; together we can, if we know who does what."
    ),
    mandate=(-3, 20),
)
ROSCOMMON_MEETING = MeetingData(
    title="First meeting of the alliance",
    in_days=23,
    starts=dt.time(10, 30),
    ends=dt.time(12, 30),
    place="Lough Road Training Centre, Castlerea",
    host="Lough Road Training Centre (fictional)",
    topic="Who we are, and what we want after a hundred days",
    answers={"Aoife Brennan": AnswerData("yes"), "Grace Okafor": AnswerData("yes", "I will bring scones.")},
)

_bordeaux = (
    Invented(
        "Les Voisins du Fleuve (fictif)",
        ("social",),
        "Bordeaux",
        "high",
        "high",
        contribution="Un local ouvert tous les jours et douze bénévoles.",
        matters="Que personne n'attende trois mois une réponse.",
        strategy="Travailler ensemble chaque semaine.",
        win="Des relais dans les autres communes.",
        seat=Seat(Someone("Samira Belkacem"), ("speak", "decide", "sign"), "chair", "deciding"),
    ),
    Invented(
        "Atelier Langues Vives (fictif)",
        ("education",),
        "Cenon",
        "medium",
        "high",
        contribution="Des cours du soir et des jeux de conversation.",
        matters="Apprendre en faisant.",
        strategy="Confier les actions autour de la langue.",
        seat=Seat(Someone("Hugo Lestrade"), ("speak", "decide", "sign"), involvement="acting"),
    ),
    Invented(
        "Collectif Racines et Ailes (fictif)",
        ("newcomers", "culture"),
        "Lormont",
        "medium",
        "high",
        contribution="Connaît les familles et leurs langues.",
        matters="Décider avec nous, pas pour nous.",
        strategy="Toujours inviter, avec un interprète.",
        seat=Seat(Someone("Aminata Diallo"), ("speak", "decide", "sign"), involvement="deciding"),
    ),
    Invented(
        "Coopérative Rive Droite Emploi (fictif)",
        ("work",),
        "Lormont",
        "high",
        "medium",
        contribution="Trente entreprises prêtes à accueillir un stage.",
        matters="Des parcours courts et clairs.",
        strategy="Associer au plan dès le brouillon.",
        seat=Seat(Someone("Julien Castets"), ("speak",), involvement="acting"),
    ),
    Invented(
        "Maison de santé des Capucines (fictif)",
        ("health",),
        "Bègles",
        "medium",
        "high",
        contribution="Une permanence avec interprète le jeudi.",
        strategy="Tenir informée.",
        seat=Seat(Someone("Claire Montagné"), ("speak", "sign"), involvement="consulted"),
    ),
    Invented(
        "Club omnisports Garonne (fictif)",
        ("culture",),
        "Villenave-d'Ornon",
        "low",
        "high",
        contribution="Des créneaux libres le dimanche.",
        strategy="Solliciter pour les fêtes.",
    ),
)
BORDEAUX_ALLIANCE = AllianceData(
    slug="bordeaux",
    name="Alliance de Bordeaux",
    language="fr",
    time_zone="Europe/Paris",
    country="FR",
    regions=("fr-gironde",),
    coordinators=(Someone("Élodie Marchand"),),
    real=BORDEAUX,
    invented=_bordeaux,
    why=(
        "Sur les deux rives, beaucoup d'associations accueillent, conseillent et forment. Elles se croisent sans se "
        "connaître, et les personnes qui arrivent racontent dix fois la même histoire. Nous voulons nous relier."
    ),
    vision=(
        "Dans trois ans, une personne qui arrive trouve en une semaine la bonne porte, quelle que soit celle où "
        "elle a frappé."
    ),
    mandate=(-6, 29),
)
BORDEAUX_PLAN = PlanData(
    title="Plan d'action des deux rives",
    introduction="Une première ébauche, à discuter lors de notre prochaine rencontre.",
    months=(1, 18),
    actions=(
        ActionData(
            "La carte des bonnes portes",
            "Personne ne sait qui fait quoi sur l'autre rive.",
            "Une carte simple, en six langues, vérifiée par celles et ceux qui l'utilisent.",
            5200,
            "Appel à projets de la métropole, à déposer",
            (1, 5),
            member="Les Voisins du Fleuve (fictif)",
        ),
        ActionData(
            "Un café des langues sur chaque rive",
            "Les cours sont pleins et loin de chez soi.",
            "Deux soirées par mois, sans inscription.",
            None,
            "",
            (2, 14),
            member="Atelier Langues Vives (fictif)",
        ),
    ),
)

KRONOBERG_KALMAR_ALLIANCE = AllianceData(
    slug="kronoberg-kalmar",
    name="Kronoberg and Kalmar Alliance",
    language="en",
    time_zone="Europe/Stockholm",
    country="SE",
    regions=("se-kronoberg", "se-kalmar"),
    coordinators=(MAEVE,),
    real=KRONOBERG_KALMAR,
)

_vlaanderen = (
    Invented(
        "Jeugdatelier De Sprong (verzonnen)",
        ("culture",),
        "Aalst",
        "high",
        "high",
        contribution="Een atelier en een ploeg van vijf begeleiders.",
        matters="Jongeren die zelf kiezen.",
        strategy="Samen trekken.",
        seat=Seat(Someone("Ward Peeters"), ("speak", "decide", "sign"), "chair", "deciding"),
    ),
    Invented(
        "Stadsbestuur Dendermeer (verzonnen)",
        ("government",),
        "Dendermeer",
        "high",
        "medium",
        contribution="Een jeugddienst met een eigen budget.",
        matters="Zichtbaar resultaat.",
        strategy="Elk besluit vooraf aftoetsen.",
        seat=Seat(Someone("Ilse Maes"), ("speak", "decide", "sign"), "secretary", "deciding"),
    ),
    Invented(
        "Buurtwerk Het Plein (verzonnen)",
        ("social",),
        "Genk",
        "medium",
        "high",
        contribution="Kent de straat.",
        strategy="Mee laten denken over werving.",
        seat=Seat(Someone("Karim Azzouzi"), ("speak", "decide", "sign"), involvement="acting"),
    ),
    Invented(
        "Nieuwkomersraad Samen Sterk (verzonnen)",
        ("newcomers",),
        "Brussel",
        "medium",
        "high",
        contribution="Dertig stemmen uit veertien landen.",
        matters="Op tijd mee aan tafel.",
        strategy="Agenda samen opstellen.",
        seat=Seat(Someone("Fatou Camara"), ("speak", "decide", "sign"), involvement="deciding"),
    ),
    Invented(
        "Circus Rondom (verzonnen)",
        ("culture",),
        "Brussel",
        "low",
        "high",
        contribution="Workshops waar je geen taal voor nodig hebt.",
        strategy="Uitnodigen voor evenementen.",
        seat=Seat(Someone("Lies Van Damme"), ("speak", "sign"), involvement="supporting"),
    ),
    Invented(
        "Leerwerkhuis Kanaal (verzonnen)",
        ("work", "education"),
        "Aalst",
        "medium",
        "medium",
        contribution="Korte opleidingen met een stage.",
        strategy="Betrekken bij de acties over werk.",
        seat=Seat(Someone("Dries Lambrechts"), ("speak",), involvement="acting"),
    ),
    Invented(
        "Wijkgezondheidscentrum De Linde (verzonnen)",
        ("health",),
        "Genk",
        "medium",
        "high",
        contribution="Weet wie zich alleen voelt.",
        strategy="Om raad vragen.",
        seat=Seat(Someone("Emine Demir"), ("speak", "sign"), involvement="consulted"),
    ),
    Invented(
        "Scholengroep Overbrugge (verzonnen)",
        ("education",),
        "Aalst",
        "medium",
        "high",
        contribution="Vier scholen met een onthaalklas.",
        strategy="Contact via de brugfiguur.",
        seat=Seat(Someone("Griet Claeys"), ("speak", "decide", "sign"), involvement="consulted"),
    ),
)
VLAANDEREN_ALLIANCE = AllianceData(
    slug="vlaanderen",
    name="Alliantie Vlaanderen",
    language="nl",
    time_zone="Europe/Brussels",
    country="BE",
    regions=("be-vlaanderen",),
    coordinators=(Someone("Joris Wouters"),),
    real=VLAANDEREN,
    invented=_vlaanderen,
    why=(
        "Jongeren die nieuw zijn, vinden de weg naar school sneller dan die naar een club of een bende vrienden. "
        "Dat keren we om."
    ),
    vision="Elke jongere die hier aankomt, heeft na een half jaar een plek waar hij gemist wordt als hij er niet is.",
    objectives="Dertig clubs met een onthaalmaat.\nElk kwartaal een dag waarop jongeren de agenda bepalen.",
    mandate=(-12, 12),
    public_page=True,
)
VLAANDEREN_MEETING = MeetingData(
    title="Eerste vergadering",
    in_days=-60,
    starts=dt.time(19, 30),
    ends=dt.time(21, 30),
    place="Jeugdatelier De Sprong, Aalst",
    host="Jeugdatelier De Sprong (verzonnen)",
    topic="Waarom we dit doen",
    attendance={
        "Joris Wouters": ("present", ""),
        "Ward Peeters": ("present", ""),
        "Ilse Maes": ("present", ""),
        "Karim Azzouzi": ("present", ""),
        "Fatou Camara": ("present", ""),
        "Griet Claeys": ("excused", ""),
    },
)
VLAANDEREN_PLAN = PlanData(
    title="Actieplan: gemist worden",
    introduction="Kort en haalbaar, voor één werkjaar.",
    months=(-2, 10),
    adopted=40,
    actions=(
        ActionData(
            "Een onthaalmaat in elke club",
            "Een nieuwe speler staat drie trainingen alleen en komt dan niet meer.",
            "Clubs duiden een leeftijdgenoot aan die de eerste maand meegaat, en krijgen daar een avond vorming voor.",
            4800,
            "Stedelijke subsidie voor jeugd",
            (-1, 8),
            member="Jeugdatelier De Sprong (verzonnen)",
        ),
        ActionData(
            "Jongeren maken de agenda",
            "Wij vergaderen over jongeren op uren dat zij les hebben.",
            "Vier zaterdagen per jaar kiezen jongeren de onderwerpen en leiden zij het gesprek.",
            1500,
            "",
            (0, 9),
            member="Nieuwkomersraad Samen Sterk (verzonnen)",
        ),
        ActionData(
            "Sport in de onthaalklas",
            "Sportclubs en scholen kennen elkaar niet.",
            "Clubs geven elke week een les in de onthaalklas, en nemen wie wil mee naar de training.",
            None,
            "Scholengroep en clubs elk de helft",
            (0, 10),
            member="Scholengroep Overbrugge (verzonnen)",
        ),
    ),
)
