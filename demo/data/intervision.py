"""Two intervision days of the alliance of Friesland.

The first was really held, by JINT: its date, rounds, times, places and attending organisations are facts. What
people ask and advise is invented, on both days, and so are they.
"""

import datetime as dt

from demo.data.registers import LEADERS, PARTNER_SEARCH, STRATEGY
from demo.data.shapes import DayData, RoundData, StoryData, TipData

PAST_DAY = DayData(
    title="Intervisiedag ‘Catch-up’ van JINT",
    themes="Partners zoeken; strategisch internationaal gaan; leidinggevenden betrekken",
    on=dt.date(2021, 10, 15),
    starts=dt.time(9, 30),
    ends=dt.time(17, 0),
    place="Utopia en Muntpunt",
    introduction=(
        "Deze dag is er echt geweest, in Vlaanderen en georganiseerd door JINT. De rondes, uren, plaatsen en aanwezige "
        "organisaties kloppen; we nemen de opzet over voor onze eigen dagen. Alles wat hier gevraagd en aangeraden "
        "wordt, is voor deze demo verzonnen en is van niemand die er was."
    ),
    rounds=(
        RoundData(
            "Samen zoeken: partners vinden",
            dt.time(10, 0),
            dt.time(11, 30),
            "Utopia",
            theme="Partners zoeken",
            facilitator="Mirte Aerts (verzonnen)",
            others_attending=PARTNER_SEARCH,
            content=(
                "Wie over de grens wil samenwerken, begint met de vraag met wie. Waar zoek je, en waaraan merk je "
                "dat het klikt?"
            ),
            approach=(
                "We leggen vragen naast verhalen van wat lukte, en zoeken in drietallen welk verhaal bij welke "
                "vraag past."
            ),
            guiding_questions=(
                "Wat moet een partner van je weten voor hij ja zegt?\nWaaraan merk je op tijd dat het niet past?"
            ),
            questions=(
                "Hoe houd je het fris met een partner die je al tien jaar kent?\nWat spreek je af over geld, voor "
                "er geld is?"
            ),
            insights="Begin klein.\nEen partner is een mens, geen logo.",
            tips=(
                TipData("Bel voor je mailt: na tien minuten weet je of je elkaar verstaat.", "Mirte Aerts (verzonnen)"),
                TipData("Schrijf samen op één blad wat ieder doet en wat het kost, en teken dat allebei."),
                TipData("Ga eerst op bezoek met twee mensen, van wie er een jong is.", "Taalhuis De Brug (verzonnen)"),
            ),
        ),
        RoundData(
            "Samen zoeken: strategisch internationaal",
            dt.time(11, 45),
            dt.time(13, 15),
            "Utopia",
            theme="Strategisch internationaal gaan",
            facilitator="Mirte Aerts (verzonnen)",
            others_attending=STRATEGY,
            content="Een uitwisseling is leuk; wanneer wordt het een vast deel van het werk?",
            approach="Eerst tekent ieder waar de eigen organisatie nu staat. Daarna bevragen we elkaar.",
            guiding_questions=(
                "Wat verstaan we onder internationaal?\nWaar staat het in onze plannen?\nWat willen we nog weten?"
            ),
            questions=(
                "Wie schrijft het voorstel als iedereen al werk genoeg heeft?\nHoe blijft het leven als een "
                "vrijwilliger vertrekt?"
            ),
            information=(
                "JINT geeft uitleg over accreditaties en het kwaliteitslabel, en heeft een vormingskalender op jint.be."
            ),
            insights="Wat niet in de jaarplanning staat, gebeurt in iemands vrije tijd.",
            tips=(TipData("Reserveer in januari vier halve dagen om te schrijven, en laat die staan."),),
        ),
        RoundData(
            "Je leidinggevende meekrijgen",
            dt.time(14, 0),
            dt.time(16, 0),
            "Muntpunt",
            theme="Leidinggevenden betrekken",
            facilitator="Senne Dewulf (verzonnen)",
            others_attending=LEADERS,
            content=(
                "Je wilt wel, maar je moet anderen nog meekrijgen. Wat houdt hen tegen, en wat zou hen over de "
                "streep trekken?"
            ),
            approach=(
                "De probleemboom: de weerstand in de stam, wat haar voedt in de wortels, wat eruit groeit in de "
                "bladeren. Dan dezelfde boom voor het omgekeerde."
            ),
            guiding_questions="Welke zin hoor je het vaakst?\nWat zou er in de stam staan als het wél kon?",
            questions="Wat antwoord je op: dit komt er nog eens bovenop?",
            insights=(
                "Achter elke weerstand zit een zorg.\nEen jongere die zelf vertelt, overtuigt meer dan een grafiek."
            ),
            tips=(
                TipData("Vraag je directeur mee op een bezoek van één dag.", "Senne Dewulf (verzonnen)"),
                TipData("Laat zien wat het kost om het níet te doen."),
            ),
        ),
    ),
)

COMING_DAY = DayData(
    title="Intervisiedag: elkaars vragen lenen",
    themes="Vrijwilligers vinden en houden; meebeslissen",
    in_days=37,
    starts=dt.time(10, 0),
    ends=dt.time(15, 30),
    place="Syrisch-Fries Huis, Heerenveen",
    introduction=(
        "Iedereen brengt één vraag mee waar hij mee zit, of één verhaal van iets dat lukte. We leggen ze naast elkaar "
        "en gaan met kleine groepjes aan het werk. Om twaalf uur is er soep."
    ),
    guiding_questions="Wat heb je al geprobeerd?\nWat zou je morgen anders kunnen doen?",
    rounds=(
        RoundData(
            "Vrijwilligers vinden en houden",
            dt.time(10, 15),
            dt.time(12, 0),
            "Grote kamer",
            theme="Vrijwilligers",
            host="Syrisch-Fries Huis (verzonnen)",
            facilitator="Sanne de Wit",
        ),
        RoundData(
            "Meebeslissen, echt",
            dt.time(10, 15),
            dt.time(12, 0),
            "Keuken",
            theme="Meebeslissen",
            host="Eritrese Vrouwenkring Fryslân (verzonnen)",
            facilitator="Tjitske Hoekstra",
        ),
        RoundData("Wat nemen we mee?", dt.time(13, 0), dt.time(15, 0), "Grote kamer", facilitator="Sanne de Wit"),
    ),
    stories=(
        StoryData(
            "Femke Bakker",
            "question",
            "Onze vrijwilligers haken na drie maanden af",
            "We vinden genoeg vrijwilligers voor de buurtkamer, maar na een maand of drie zijn de meeste vrijwilligers "
            "weer weg. Hoe houden jullie ze?",
            "Vrijwilligers vinden en houden",
        ),
        StoryData(
            "Yonas Tesfay",
            "success",
            "Vrijwilligers blijven sinds ze in koppels werken",
            "Wij laten vrijwilligers altijd met z'n tweeën werken, een oude en een nieuwe. Sindsdien zijn na drie "
            "maanden "
            "de meeste vrijwilligers er nog: je laat je maat niet alleen staan.",
            "Vrijwilligers vinden en houden",
            shows_name=True,
        ),
        StoryData(
            "Bram Postma",
            "question",
            "Hoe betrek je mensen bij een besluit dat al half genomen is?",
            "De raad beslist over acht weken. Ik wil bewoners vragen wat ze ervan vinden, maar de ruimte is klein. "
            "Vraag je het dan nog, en hoe eerlijk ben je daarover?",
            "Meebeslissen, echt",
            shows_name=True,
        ),
        StoryData(
            "Irene Smit",
            "success",
            "De agenda komt van de bezoekers",
            "In ons taalcafé hangt een vel papier bij de deur. Wat daarop staat, bespreken we. Het personeel mag er "
            "niets "
            "op zetten.",
            "Meebeslissen, echt",
        ),
    ),
)
# Titles that the facilitator has put together already: question, success story.
MATCHED = (("Hoe betrek je mensen bij een besluit dat al half genomen is?", "De agenda komt van de bezoekers"),)
