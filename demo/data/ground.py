"""The programme, its regions, and the people who look after them."""

from demo.data.shapes import Place, Someone

PROGRAMME_SLUG = "samen-regio"
PROGRAMME_NAME = "Samen Regio"
PROGRAMME_LANGUAGE = "nl"
PROGRAMME_FUNDER = "Fonds Streekgenoten (verzonnen)"
PROGRAMME_WHY = (
    "Wie nieuw is in een streek, heeft met tien organisaties tegelijk te maken. In dit programma bouwt elke regio "
    "een alliantie waarin die organisaties elkaar vinden, op haar eigen tempo en met haar eigen mensen."
)
PROGRAMME_MANDATE = (-14, 34)

REGIONS = (
    Place(
        "nl-friesland",
        "Friesland",
        "province",
        "NL",
        {"0080": "Leeuwarden", "0074": "Heerenveen", "0090": "Smallingerland", "1900": "Súdwest-Fryslân"},
    ),
    Place("ie-roscommon", "Roscommon", "province", "IE"),
    Place(
        "fr-gironde",
        "Bordeaux (Gironde)",
        "province",
        "FR",
        {
            "33063": "Bordeaux",
            "33039": "Bègles",
            "33119": "Cenon",
            "33249": "Lormont",
            "33550": "Villenave-d'Ornon",
        },
    ),
    Place("se-kronoberg", "Kronoberg", "province", "SE", {"0764": "Alvesta", "0780": "Växjö"}),
    Place("se-kalmar", "Kalmar", "province", "SE", {"0880": "Kalmar"}),
    Place("be-vlaanderen", "Vlaanderen", "region", "BE", {"41002": "Aalst", "71016": "Genk", "21004": "Brussel"}),
)

PROGRAMME_ADMINISTRATOR = Someone("Lotte Verbruggen", language="nl")
PLATFORM_ADMINISTRATOR = Someone("Noor Claes", language="nl")
REGION_ADMINISTRATOR = Someone("Pieter Adema", language="nl")
REGION_ADMINISTERED = "nl-friesland"

# Members without a duty who have an account too; coordinators, chairs and secretaries all have one.
MEMBERS_WITH_ACCOUNT = ("Yonas Tesfay", "Aoife Brennan")
