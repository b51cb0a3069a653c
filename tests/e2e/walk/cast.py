"""Who and what the walk is about."""

import datetime as dt
from zoneinfo import ZoneInfo

ADMINISTRATOR = "beheer@example.org"
PROGRAMME_LEADER = "programma@example.org"
COORDINATOR = "marieke@example.org"
ALLIANCE = "Alliantie Welkom Waasland"
HELENE, ZOE, KAREL = "helene@example.org", "zoe@example.org", "karel@example.org"
YASMINA = "yasmina@example.org"
NAMES = [
    "=SOM(A1:A9)",
    "Bibliotheek Stekene",
    "Élan Jeugdwerking vzw",
    "Huis van het Kind ’t Zonneke",
    "OCMW Lokeren – sociale dienst",
    'Stichting "Samen Sterk"; afd. Waas',
    "Vereniging zonder adres",
]
MEMBERS = [  # organisation, representative, address, role, may sign
    ("Huis van het Kind ’t Zonneke", "Hélène D’hondt", HELENE, "chair", True),
    ("Élan Jeugdwerking vzw", "Zoë Van den Bossche", ZOE, "member", True),
    ("OCMW Lokeren – sociale dienst", "Karel Peeters", KAREL, "secretary", False),
]
TODAY = dt.datetime.now(ZoneInfo("Europe/Brussels")).date()
