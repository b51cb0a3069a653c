"""Real organisations, with the facts that are public of them: names, categories, websites, places."""

from demo.data.shapes import Real

SOCIAL, CULTURE, WORK = ("social",), ("culture",), ("work",)

FRIESLAND = (
    Real("Gemeente Leeuwarden", SOCIAL, "https://www.leeuwarden.nl", "Leeuwarden"),
    Real("Provincie Fryslân", SOCIAL, "https://www.fryslan.frl"),
    Real("Kruispunt", SOCIAL, "https://www.onskruispunt.nl"),
    Real("Amnesty Leeuwarden", SOCIAL, "https://www.amnestyleeuwarden.nl", "Leeuwarden"),
    Real("Mentorprogramma Friesland", SOCIAL, "https://www.mentorprogrammafriesland.nl/"),
    Real("Europees Centrum voor Evidence-Based Mentoring", SOCIAL, "https://www.ecebmentoring.eu/"),
    Real("Stichting VerbindMij", SOCIAL, "http://www.stichtingverbindmij.nl/"),
    Real("dbieb", CULTURE, "https://www.dbieb.nl"),
    Real(
        "Ontmoetingscentrum Jonge Ouders Heerenveen",
        CULTURE,
        "https://www.caleidoscoopheerenveen.nl/jeugd-en-jongeren/ontmoetingscentrum-jonge-ouders-ojo/",
        "Heerenveen",
    ),
    Real(
        "Ontmoetingscentrum Jonge Ouders Leeuwarden",
        CULTURE,
        "https://www.amaryllisleeuwarden.nl/jongerenwerk/ontmoetingscentrum-jonge-ouders/",
        "Leeuwarden",
    ),
    Real("SpareSpace", WORK, "https://www.sparespace.org/"),
    Real("Friesland College", WORK, "https://www.frieslandcollege.nl"),
    Real("Pastiel", WORK, "https://www.pastiel.nl"),
    Real("Stichting Learning Hub Friesland"),
)

ROSCOMMON = (
    Real("Roscommon County Council", SOCIAL, "http://www.roscommoncoco.ie/en/", "Roscommon"),
    Real(
        "County Roscommon Refugee Resettlement Programme",
        SOCIAL,
        "http://www.rosleaderpartnership.ie/?pagid=county-roscommon-refugee-resettlement-programme",
        "Roscommon",
    ),
    Real("Tusla", SOCIAL, "https://www.tusla.ie", "Dublin"),
    Real(
        "Ballaghaderreen Family Resource Centre",
        SOCIAL,
        "https://www.facebook.com/pages/category/Community-Service/"
        "Ballaghaderreen-Family-Resource-Centre-319308348648265/",
        "Ballaghaderreen",
    ),
    Real(
        "Northwest Roscommon Community Development Programme",
        SOCIAL,
        "http://ballaghaderreen.com/nw-roscommon-community-development-programme/",
        "Ballaghaderreen",
    ),
    Real("Athlone Institute of Technology", WORK, "https://www.ait.ie", "Athlone"),
    Real("Galway and Roscommon Education and Training Board", WORK, "http://galwayroscommon.etb.ie", "Roscommon"),
    Real("Foróige", WORK, "https://www.foroige.ie", "Dublin"),
    Real("Roscommon LEADER Partnership"),
    Real("Momentum Marketing Services"),
    Real("Canice Consulting"),
)

BORDEAUX = (
    Real("Fondation COS Alexandre Glasberg", SOCIAL, "https://www.fondationcos.org/", "Bordeaux"),
    Real("CADA de Bordeaux", SOCIAL, "https://www.groupe-sos.org/structures/1196/CADA_de_Bordeaux", "Bordeaux"),
    Real(
        "CADA de Bègles",
        SOCIAL,
        "https://www.france-terre-asile.org/accueil/etablissement/cada-de-begles",
        "Bègles",
    ),
    Real(
        "CADA COS Quancard",
        SOCIAL,
        "https://www.fondationcos.org/centre-daccueil-pour-demandeurs-dasile-cada-cos-quancard",
        "Villenave-d'Ornon",
    ),
    Real("CISE de Cenon", SOCIAL, "", "Cenon"),
    Real("CCAS de Bègles", SOCIAL, "", "Bègles"),
    Real("CLAP Sud-Ouest", SOCIAL, "https://www.clap-so.org/le-clap-sud-ouest/", "Bordeaux"),
    Real("Secteur Médiation du CLAP", SOCIAL, "https://www.clap-so.org/les-secteurs/mediation/", "Lormont"),
    Real("Équipe de médiation de la mairie de Lormont", SOCIAL, "", "Lormont"),
    Real("Agence PLACE", SOCIAL, "https://place-reflex.org", "Bègles"),
    Real("SQUID, centre social autogéré", CULTURE, "https://squid.frama.site/", "Bordeaux"),
    Real("Centre social et culturel de l'Estey", CULTURE, "https://estey.mairie-begles.fr/", "Bègles"),
    Real("Association DIDEE", CULTURE, "https://asso-didee.org/lassociation-d-i-d-e-e/", "Lormont"),
    Real("Centre social et culturel La Colline", CULTURE, "http://csc-lacolline.com/", "Cenon"),
    Real("Réseau Paul Bert", CULTURE, "https://www.facebook.com/reseau.bert", "Bordeaux"),
    Real("Ovale Citoyen", CULTURE, "https://ovalecitoyen.fr/"),
    Real("AFL Bastide", CULTURE, "https://www.aflbastide.com/", "Bordeaux"),
    Real("Wanted Café", CULTURE, "https://www.facebook.com/wantedcafebordeaux/", "Bordeaux"),
    Real("Alternative Urbaine Bordeaux", WORK, "https://bordeaux.alternative-urbaine.com/", "Bordeaux"),
    Real("AIM Actions Inter Médiation", WORK, "https://www.aim-formation.fr/", "Lormont"),
    Real("Le LABA"),
)

KRONOBERG_KALMAR = (
    Real(
        "Urbana hembygdsgården",
        SOCIAL,
        "https://www.kristianstad.se/sv/omsorg-och-hjalp/invandring-och-integration/aktiviteter/urbana-hembygdsgarden/",
    ),
    Real(
        "Integra Kalmar", SOCIAL, "https://kalmar.se/omsorg-och-stod/invandring-och-integration/integra.html", "Kalmar"
    ),
    Real(
        "Mötesplatsen Alvesta",
        SOCIAL,
        "https://www.alvesta.se/omsorg--stod/Integration/motesplats-centrum/",
        "Alvesta",
    ),
    Real("Gemenskap Kalmar", SOCIAL, "https://gemenskapkalmar.se/", "Kalmar"),
    Real("Kronoberg tillsammans", ("social", "culture"), "https://kronobergtillsammans.se/integration/"),
    Real("Internationella vänner", ("social", "culture"), "https://internationellavanner.se/om-oss/"),
    Real("Svenska för alla", SOCIAL, "https://swedish-for-all.se/ova-svenska-practice-swedish/"),
    Real(
        "Väninnor till väninnor",
        CULTURE,
        "https://www.alvesta.se/omsorg--stod/Integration/vaninnor-till-vaninnor/vaninnor-till-vaninnor-i-kronoberg/",
        "Alvesta",
    ),
    Real("Friluftsfrämjandet", CULTURE, "https://www.friluftsframjandet.se/"),
    Real(
        "Arbetsförmedlingen",
        WORK,
        "https://arbetsformedlingen.se/for-arbetssokande/extra-stod/stod-a-o/arbetsmarknadsutbildning",
    ),
    Real("Informationsverige", WORK, "https://www.informationsverige.se/sv/"),
    Real("Kurser.se", WORK, "https://www.kurser.se/kurs/svenska"),
    Real("Antagning.se", WORK, "https://www.antagning.se/se/start"),
    Real("Folkuniversitetet, Stiftelsen vid Lunds universitet"),
)

# Those that were at JINT's day of 15 October 2021, in each of its rounds (its report writes Circolito in two ways).
PARTNER_SEARCH = (
    "ARhus", "Briek", "Circolito", "Creatieve Stem", "Destelheide", "Joetz", "Lejo", "MixUp", "Mu-Zee-Um", "VLEVA",
)  # fmt: skip
STRATEGY = (
    "ARhus", "BreakOut", "Briek", "De Wissel", "Hujo", "Itaca", "Jeugdhuis De Takel", "Lejo", "Missione", "MixUp",
    "OCMW Genk", "VLEVA",
)  # fmt: skip
LEADERS = (
    "Circolito", "Creafant", "De Wissel", "Groep Intro", "Jeugd Rode Kruis", "Lejo", "Missione",
    "Netwerk verblijfcentra",
)  # fmt: skip

_PLACES = {"Muntpunt": "Brussel", "OCMW Genk": "Genk", "Utopia": "Aalst"}
VLAANDEREN = tuple(
    Real(name, municipality=_PLACES.get(name, ""))
    for name in sorted({"JINT", "Muntpunt", "Utopia", *PARTNER_SEARCH, *STRATEGY, *LEADERS}, key=str.casefold)
)

REAL_NAMES = frozenset(
    real.name for register in (FRIESLAND, ROSCOMMON, BORDEAUX, KRONOBERG_KALMAR, VLAANDEREN) for real in register
)
