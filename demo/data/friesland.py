"""The alliance of Friesland, the richest of the demo. Its people, its members and what they say are invented."""

from demo.data.registers import FRIESLAND
from demo.data.shapes import AllianceData, Invented, Seat, Someone

COORDINATOR = Someone("Sanne de Wit", "058 000 01 01")
CHAIR = Someone("Tjitske Hoekstra", "058 000 01 02")
SECRETARY = Someone("Bram Postma", "058 000 01 03")
YONAS = Someone("Yonas Tesfay", "058 000 01 04")
RIMA = Someone("Rima Haddad")
FEMKE = Someone("Femke Bakker")
DOUWE = Someone("Douwe Terpstra", "058 000 01 07")
NADIA = Someone("Nadia Rahimi")
KLAAS = Someone("Klaas van der Veen")
IRENE = Someone("Irene Smit")

MEMBERS = (
    Invented(
        "Taalhuis De Brug (verzonnen)",
        ("education",),
        "Leeuwarden",
        "high",
        "high",
        contribution="Oefengroepen, taalvrijwilligers en een zaal voor dertig mensen.",
        matters="Dat les en leven op elkaar aansluiten: oefenen waar je het nodig hebt.",
        strategy="Nauw samenwerken. Elke maand een kop koffie.",
        win="Minder wachttijd, omdat anderen ook oefenplekken openen.",
        seat=Seat(CHAIR, ("speak", "decide", "sign"), "chair", "deciding"),
    ),
    Invented(
        "Gemeente Waddermeer (verzonnen)",
        ("government",),
        "Waddermeer",
        "high",
        "high",
        contribution="Cijfers over nieuwkomers, een subsidiepot en de weg in het gemeentehuis.",
        matters="Dat de rekening klopt en dat de raad het verhaal begrijpt.",
        strategy="Vroeg betrekken bij het actieplan; ieder kwartaal langs bij de wethouder.",
        win="Eén aanspreekpunt in plaats van twaalf.",
        seat=Seat(SECRETARY, ("speak", "decide", "sign"), "secretary", "deciding"),
    ),
    Invented(
        "Eritrese Vrouwenkring Fryslân (verzonnen)",
        ("newcomers",),
        "Leeuwarden",
        "medium",
        "high",
        contribution="Kent de gezinnen, kookt voor honderd man en belt iedereen wakker.",
        matters="Gevraagd worden vóór er iets beslist is, niet erna.",
        strategy="Vaste plek aan tafel, tolk regelen, reiskosten vergoeden.",
        win="Vrouwen die alleen thuis zitten vinden de weg naar buiten.",
        seat=Seat(YONAS, ("speak", "decide", "sign"), involvement="acting"),
    ),
    Invented(
        "Syrisch-Fries Huis (verzonnen)",
        ("newcomers", "culture"),
        "Heerenveen",
        "medium",
        "medium",
        contribution="Ontmoetingsavonden en twintig buddy's.",
        matters="Gelijkwaardigheid: ook nieuwkomers zijn gastheer.",
        strategy="Laten meeschrijven aan het handvest.",
        win="Een netwerk buiten de eigen kring.",
        seat=Seat(RIMA, ("speak", "decide", "sign"), involvement="acting"),
    ),
    Invented(
        "Buurtkamer Oost (verzonnen)",
        ("social",),
        "Leeuwarden",
        "medium",
        "high",
        contribution="Open inloop, vijf dagen per week.",
        matters="Klein en dichtbij blijven.",
        strategy="Op de hoogte houden, en om hun oordeel vragen voor we iets nieuws openen.",
        win="Doorverwijzen naar mensen met een naam, niet naar een loket.",
        seat=Seat(FEMKE, ("speak",), involvement="consulted"),
    ),
    Invented(
        "Werkplaats Noord (verzonnen)",
        ("work",),
        "Drachten",
        "high",
        "high",
        contribution="Proefplekken in techniek, logistiek en keuken.",
        matters="Werkgevers die na een proefmaand ook echt ja zeggen.",
        strategy="Trekker maken van de acties over werk.",
        win="Gemotiveerde mensen voor plekken die nu leeg blijven.",
        seat=Seat(DOUWE, ("speak", "decide", "sign"), involvement="acting"),
    ),
    Invented(
        "Gezondheidscentrum It Paad (verzonnen)",
        ("health",),
        "Heerenveen",
        "medium",
        "high",
        contribution="Een huisarts en een praktijkondersteuner die hun talen kennen.",
        matters="Dat mensen niet pas komen als het te laat is.",
        strategy="Betrekken bij alles wat over gezondheid gaat; verder het verslag sturen.",
        win="Minder misverstanden in de spreekkamer.",
        seat=Seat(NADIA, ("speak", "decide", "sign"), involvement="deciding"),
    ),
    Invented(
        "Sportclub De Terp (verzonnen)",
        ("culture",),
        "Sneek",
        "low",
        "medium",
        contribution="Velden, ballen en een kantine.",
        matters="Nieuwe leden die ook bardienst draaien.",
        strategy="Uitnodigen voor concrete klussen.",
        win="Een vol jeugdteam.",
        seat=Seat(KLAAS, ("speak", "sign"), involvement="supporting"),
    ),
    Invented(
        "Bibliotheek De Leeszaal (verzonnen)",
        ("culture", "education"),
        "Sneek",
        "medium",
        "high",
        contribution="Computers, stilte en een taalcafé op woensdag.",
        matters="Dat iedereen binnen durft te lopen.",
        strategy="Samen de startgids uitgeven.",
        win="Bezoekers die er nu niet zijn.",
        seat=Seat(IRENE, ("speak", "decide", "sign"), involvement="deciding", shown_publicly=False),
    ),
)

OTHERS = (
    Invented(
        "Woningstichting Thúskomme (verzonnen)",
        ("other",),
        "Leeuwarden",
        "high",
        "high",
        contribution="Weet een half jaar vooruit wie waar gaat wonen.",
        matters="Rust in het trappenhuis.",
        strategy="Uitnodigen als lid; de voorzitter belt.",
        win="Buren die elkaar kennen voor er een klacht is.",
    ),
    Invented(
        "Ondernemerskring Elfmeren (verzonnen)",
        ("work",),
        "Sneek",
        "medium",
        "low",
        contribution="Honderdtwintig bedrijven en een nieuwsbrief.",
        matters="Weinig papier.",
        strategy="Via Werkplaats Noord benaderen.",
        win="Personeel.",
    ),
    Invented(
        "Basisschool De Kievit (verzonnen)",
        ("education",),
        "Drachten",
        "medium",
        "low",
        contribution="Ouderkamer en tolktelefoon.",
        matters="Ouders die de weg naar school vinden.",
        strategy="Vragen voor de werkgroep over gezinnen.",
    ),
    Invented(
        "Geloofsgemeenschap De Open Deur (verzonnen)",
        ("culture",),
        "Heerenveen",
        "low",
        "medium",
        contribution="Een grote zaal en veel vrijwilligers.",
        matters="Niemand eet alleen.",
        strategy="Op de hoogte houden.",
    ),
    Invented(
        "Zorggroep Greiden (verzonnen)",
        ("health",),
        "Sneek",
        "high",
        "high",
        contribution="Leerplekken in de zorg.",
        matters="Taalniveau en veiligheid.",
        strategy="Kennismaken voor de zomer.",
        win="Nieuwe collega's.",
    ),
    Invented(
        "Vrijwilligerscentrale Alle Hens (verzonnen)",
        ("social",),
        "Leeuwarden",
        "medium",
        "low",
        contribution="Een bestand met zeshonderd vrijwilligers.",
        matters="Goede begeleiding van vrijwilligers.",
        strategy="Samen een basistraining maken.",
    ),
    Invented(
        "Omroep Wetterlân (verzonnen)",
        ("other",),
        "Heerenveen",
        "medium",
        "low",
        contribution="Een uur zendtijd per maand.",
        matters="Verhalen met een gezicht.",
        strategy="Bellen wanneer het plan er is.",
    ),
    Invented(
        "Jongerenraad Noorderlicht (verzonnen)",
        ("newcomers",),
        "Drachten",
        "low",
        "medium",
        contribution="Zegt wat ouderen niet durven zeggen.",
        matters="Niet als versiering gevraagd worden.",
        strategy="Twee keer per jaar op hun eigen avond langsgaan.",
    ),
)

ALLIANCE = AllianceData(
    slug="friesland",
    name="Alliantie Friesland",
    language="nl",
    time_zone="Europe/Amsterdam",
    country="NL",
    regions=("nl-friesland",),
    coordinators=(COORDINATOR,),
    real=FRIESLAND,
    invented=MEMBERS + OTHERS,
    wanted={"newcomers": 3, "work": 2},
    why=(
        "Wie vanuit een ander land in Friesland komt wonen, krijgt te maken met een school, een huisarts, een "
        "gemeente, een werkgever en een straat vol buren. Die kennen elkaar vaak niet. Daardoor valt er van alles "
        "tussen wal en schip, en moet iemand zijn verhaal telkens opnieuw vertellen.\n\n"
        "In deze alliantie zitten zij aan één tafel, samen met de mensen om wie het gaat."
    ),
    vision=(
        "Over drie jaar heeft iedereen die nieuw is in Friesland binnen een maand drie mensen die hij kan bellen: "
        "een buur, een taalmaatje en iemand die de weg weet. Organisaties verwijzen naar elkaar met een naam en een "
        "telefoonnummer, en nieuwkomers beslissen mee over wat er komt."
    ),
    objectives=(
        "Honderd nieuwe inwoners per jaar krijgen een maatje uit hun eigen wijk.\n"
        "In elke gemeente is er wekelijks een plek waar je taal oefent zonder je aan te melden.\n"
        "Vijftig mensen beginnen aan een proefplek bij een werkgever in de streek.\n"
        "Minstens een kwart van de stemmen aan onze tafel is van nieuwkomers zelf."
    ),
    values=(
        "Naast elkaar: wij lossen niets op voor nieuwkomers, wel met hen.\n"
        "Dichtbij: het antwoord ligt in de buurt, bij mensen met een naam.\n"
        "Ruimte: iedereen praat in de taal die het makkelijkst komt, en iemand vertaalt.\n"
        "Volhouden: wie begint, haakt niet af als het project stopt."
    ),
    mandate=(-10, 25),
    public_page=True,
)
