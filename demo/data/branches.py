"""Two branches of the programme: one well under way, one that has just begun. All of it is invented."""

from demo.data.shapes import BranchActivity, BranchData, BranchMember, BranchNeed, MentoredBy, Someone

LANDELIJK = BranchData(
    slug="jong-op-het-platteland",
    name="Jong op het platteland",
    why=(
        "Wie jong is en ver van de stad woont, raakt moeilijk bij een vereniging, een stage of een uitwisseling in het "
        "buitenland. In deze tak zoeken organisaties uit acht landen samen hoe het wel lukt."
    ),
    vision="Waar je ook opgroeit: een plek om te zijn, een manier om er te geraken en een eerste keer over de grens.",
    objectives="""Elk land weet van elkaar wat er al is
Twaalf organisaties doen samen een eerste aanvraag
Wat werkt, staat in een map die iedereen kan gebruiken""",
    mandate=(-15, 20),
    coordinator=Someone("Fenna Dijkstra", language="nl"),
    contact_email="platteland@example.org",
    asked=(
        ("Nuorten kylä (fictional)", "Aino Korhonen", "Jullie dorpscafé is wat wij op papier proberen te zetten.", 9),
        ("Jugend am Deich (fictional)", "Tjark Behrens", "In Boyle spraken ze met lof over jullie avondbus.", 21),
    ),
    requests=(
        {
            "organisation_name": "Radio Bocage (fictif)",
            "name": "Maëlle Guérin",
            "words": "Nous faisons une radio avec des jeunes de onze villages. Nous cherchons des partenaires pour un "
            "échange, et nous pouvons apprendre aux autres à faire une émission.",
            "language": "fr",
        },
    ),
    members=(
        BranchMember(
            "Jeugdhuis De Schuur (verzonnen)", "BE", "Diksmuide", ("culture",), Someone("Ruben Vandewalle"), "chair"
        ),
        BranchMember("Plattelandsjongeren Westhoek (verzonnen)", "BE", "Alveringem", ("social",), Someone("Lien Maes")),
        BranchMember("Jongerenwerk Noardeast (verzonnen)", "NL", "Dokkum", ("social",), Someone("Hidde Postma")),
        BranchMember("Buurtbus en Meer (verzonnen)", "NL", "Oldeberkoop", ("work",), Someone("Sietske Boonstra")),
        BranchMember("Maison rurale du Médoc (fictif)", "FR", "Lesparre", ("education",), Someone("Camille Duprat")),
        BranchMember("Mobilité Jeunes Haute-Lande (fictif)", "FR", "Sabres", ("work",), Someone("Bastien Larrieu")),
        BranchMember("Boyle Youth Barn (fictional)", "IE", "Boyle", ("culture", "social"), Someone("Niamh Gallagher")),
        BranchMember("Ungdom på landet (fictional)", "SE", "Tingsryd", ("social",), Someone("Elsa Lindqvist")),
        BranchMember("Dorfjugend Uckermark (fictional)", "DE", "Templin", ("culture",), Someone("Jonas Kramer")),
        BranchMember("Młodzi z Podlasia (fictional)", "PL", "Hajnówka", ("education",), Someone("Ola Wiśniewska")),
        BranchMember("Jovens do Interior (fictional)", "PT", "Idanha-a-Nova", ("social",), Someone("Rita Fonseca")),
        BranchMember("Noored Maal (fictional)", "EE", "Põlva", ("culture",), Someone("Mari Tamm")),
    ),
    activities=(
        BranchActivity(
            1, "Rondvraag bij jeugdwerkers in de Westhoek", -410, "Diksmuide", (0, 1), others=34,
            result="Vervoer na 19 uur is overal het eerste wat genoemd wordt. Twaalf organisaties kenden elkaar niet.",
        ),
        BranchActivity(
            1, "Belronde langs 25 dorpen", -395, "Friesland", (2, 3), others=25,
            result="Een kaart van wie wat doet; vijf dorpen zonder enig aanbod voor wie ouder is dan 14.",
        ),
        BranchActivity(
            1, "Landen in kaart: één blad per land", -350, "online", (4, 5, 6, 7, 8, 9, 10),
            result="Zeven landenbladen met dezelfde zes vragen, zodat ze naast elkaar gelegd kunnen worden.",
        ),
        BranchActivity(1, "Kennismaking met het werk in Estland", -12, "online", (11,)),
        BranchActivity(
            2, "Dag van het plattelandsjeugdwerk", -300, "Ieper", (0, 1), others=61,
            result="Negen organisaties willen in het buitenland gaan kijken. Twee durven de aanvraag niet alleen aan.",
        ),
        BranchActivity(
            2, "Ontmoeting in het dorpshuis", -280, "Oldeberkoop", (2, 3), others=40,
            result="Afspraak om elke drie maanden samen te eten; de gemeente betaalt de zaal.",
        ),
        BranchActivity(2, "Journée des maisons rurales", -245, "Sabres", (4, 5), others=48,
                       result="Drie scholen stellen hun busje open voor verenigingen."),
        BranchActivity(2, "Open barn", -230, "Boyle", (6,), others=55, result="Vier clubs delen nu één begeleider."),
        BranchActivity(2, "Landsbygdsdag", -60, "Tingsryd", (7,), others=22),
        BranchActivity(2, "Dorfgespräche", 25, "Templin", (8,)),
        BranchActivity(
            3, "Studiebezoek: jong zijn zonder bus", -160, "Boyle en Roscommon", (0, 2, 4, 6), days=3, others=6,
            result="Drie plannen voor een uitwisseling, elk met een organisatie die al eens een aanvraag deed.",
        ),
        BranchActivity(3, "Training: een eerste projectaanvraag", -45, "Lesparre-Médoc", (1, 5, 6), days=4),
        BranchActivity(3, "Conferentie van de tak", 80, "Leeuwarden", (0, 1, 2, 3, 4, 5, 6, 7), days=2),
        BranchActivity(5, "Gesprekken voor de tussentijdse evaluatie", -20, "online", (0, 2, 6),
                       result="Contacten houden stand; wie geen begeleiding kreeg, diende niets in."),
    ),
    needs=(
        BranchNeed(0, "Een partner die al eens een groep jongeren uit het buitenland ontving.", -300,
                   "Boyle Youth Barn ontvangt de eerste groep in de lente.", -150),
        BranchNeed(1, "Iemand die meeleest met de aanvraag, want niemand van ons heeft er ooit één geschreven.", -298),
        BranchNeed(3, "Geld om de buurtbus ook op vrijdagavond te laten rijden.", -279),
        BranchNeed(4, "Un partenaire néerlandophone pour un échange de jeunes apprentis.", -244,
                   "Jongerenwerk Noardeast doet mee.", -120),
        BranchNeed(6, "A way to take part for young people who care for a parent and cannot leave for a week.", -158),
        BranchNeed(9, "Materiaal over mentale gezondheid dat ook in het Pools bestaat.", -40),
    ),
    mentorings=(
        MentoredBy(0, "Greet Lauwers", "Ruben Vandewalle", -130, "coaching",
                   "Het plan voor de uitwisseling staat op papier; begroting volgt."),
        MentoredBy(0, "Greet Lauwers", "Ruben Vandewalle", -70, "coaching", "Aanvraag ingediend."),
        MentoredBy(2, "Aoife Brennan", "Hidde Postma", -110, "mentoring", "Twee vrijwilligers leiden nu zelf."),
        MentoredBy(4, "Greet Lauwers", "Camille Duprat", -30, "coaching"),
        MentoredBy(6, "Sietske Boonstra", "Niamh Gallagher", 14, "mentoring"),
    ),
)  # fmt: skip

GEZOND = BranchData(
    slug="gezond-en-erbij",
    name="Gezond en erbij",
    why="Wie ziek is of met een beperking leeft, hoort er in verenigingen en uitwisselingen nog te weinig bij.",
    mandate=(-1, 34),
    coordinator=Someone("Pauline Mercier", language="fr"),
    members=(
        BranchMember("Iedereen sport Meetjesland (verzonnen)", "BE", "Eeklo", ("culture",), Someone("Wout De Baets")),
        BranchMember("Zorgboerderij It Hiem (verzonnen)", "NL", "Burgum", ("health",), Someone("Jikke Hoekstra")),
    ),
    activities=(BranchActivity(1, "Startgesprek met alle leden", 18, "online", (0, 1)),),
)

BRANCHES = (LANDELIJK, GEZOND)
